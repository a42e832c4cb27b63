"""What a batch of answers holds: one row a note, with all that was found nested in it."""

from __future__ import annotations

import pyarrow as pa

_SPAN = [pa.field("start", pa.int32()), pa.field("end", pa.int32()), pa.field("quote", pa.string())]


def _rows_of(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct([pa.field(name, kind) for name, kind in fields.items()]))


_TEXTS = pa.list_(pa.string())
_SPANS = pa.list_(pa.struct(_SPAN))
EVIDENCE = pa.list_(
    pa.struct([*_SPAN, *(pa.field(name, pa.string()) for name in ("technique", "section", "reason"))])
)  # fmt: skip
SUGGESTIONS = _rows_of(
    code=pa.string(), name=pa.string(), score=pa.float64(), minutes=pa.int32(), units=pa.int32(),
    modifiers=_TEXTS, caution=pa.string(), note=pa.string(), evidence=EVIDENCE,
)  # fmt: skip
FINDINGS = _rows_of(
    kind=pa.string(), codes=_TEXTS, message=pa.string(), remedy=pa.string(), source=pa.string(), spans=_SPANS
)
ANSWER = pa.schema(
    [
        pa.field("status", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
        pa.field("characters", pa.int64(), nullable=False),
        pa.field("text_sha256", pa.string(), nullable=False),
        pa.field("suggestions", SUGGESTIONS),
        pa.field("considered", _rows_of(code=pa.string(), score=pa.float64())),
        pa.field(
            "withheld",
            pa.list_(pa.struct([*_SPAN, pa.field("codes", _TEXTS), pa.field("assertion", pa.string())])),
        ),
        pa.field("findings", FINDINGS),
        pa.field(
            "missing",
            _rows_of(code=pa.string(), element=pa.string(), name=pa.string(), remedy=pa.string(), source=pa.string()),
        ),
        pa.field("unit_rule", pa.string()),
        pa.field("counted_for", pa.string()),
        pa.field("timed_minutes", pa.int32()),
        pa.field("timed_units", pa.int32()),
        pa.field("rehabcode_version", pa.string(), nullable=False),
        pa.field("ranker_version", pa.string(), nullable=False),
        pa.field("codebook_version", pa.string(), nullable=False),
        pa.field("edits_version", pa.string(), nullable=False),
    ]
)
"""What is said of a note. `status` is "coded", "no_code" or "error", and `reason` says why in the last case, without a
word of the note; `counted_for` is the payer by whose rule units are counted, assumed where none was given."""

VERSIONS = ("rehabcode_version", "ranker_version", "codebook_version", "edits_version")


def answer_schema(given: pa.Schema) -> pa.Schema:
    """Return the schema of the answers to batches of the schema `given`: all of its columns but the text, and ANSWER.

    Raises ValueError where it has no `note_id` or no `text`.
    """
    missing = {"note_id", "text"} - set(given.names)
    if missing:
        names = ", ".join(sorted(missing))
        raise ValueError(f"a batch of notes needs the columns note_id and text; {names} is missing")
    return pa.schema([*(field for field in given if field.name != "text"), *ANSWER])

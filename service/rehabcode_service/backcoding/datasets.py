"""What comes out: the datasets suggestions/, notes/ and errors/, and how an answer falls into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from rehabcode.batches import ANSWER, EVIDENCE, VERSIONS
from rehabcode_service.backcoding.parts import GIVEN

Row = dict[str, Any]

_RUN = [
    pa.field("run_id", pa.string(), nullable=False),
    pa.field("created_at", pa.timestamp("us", tz="UTC"), nullable=False),
    pa.field("note_id", pa.string()),
    pa.field("source_row", pa.int64(), nullable=False),
]
_VERSIONS = [pa.field(name, pa.string(), nullable=False) for name in VERSIONS]
_CODES = pa.list_(pa.string())
COMPARED = pa.list_(
    pa.struct(
        [
            pa.field("code", pa.string()), pa.field("units", pa.int32()), pa.field("verdict", pa.string()),
            pa.field("score", pa.float64()), pa.field("earned", pa.int32()),
        ]
    )
)  # fmt: skip
"""What was billed, with the verdicts of an audit: "supported", "wrong_units" where both sides are known and differ,
"unsupported", and "unknown" where the codebook does not hold the code. `score` is 0 where the note gives no sign of a
code; `earned` are the units that its minutes earn, null where they do not tell."""

SUGGESTIONS = pa.schema(
    [
        *_RUN,
        pa.field("date_of_service", pa.date32()),
        pa.field("payer", pa.string()),
        pa.field("rank", pa.int32(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("minutes", pa.int32()),
        pa.field("units", pa.int32()),
        pa.field("modifiers", _CODES),
        pa.field("caution", pa.string()),
        pa.field("note", pa.string()),
        pa.field("billed", pa.bool_()),
        pa.field("evidence", EVIDENCE),
        *_VERSIONS,
    ]
)
"""One row a suggestion, best first by `rank` from 1; `billed` is null where it is not known what was billed."""

_COUNTS = ("suggestions", "considered", "withheld", "findings", "missing")
_KEPT = ("considered", "withheld", "findings", "missing")
NOTES = pa.schema(
    [
        *_RUN,
        *(ANSWER.field(name) for name in ("status", "reason", "characters", "text_sha256")),
        *(GIVEN.field(name) for name in ("date_of_service", "payer", "payer_given", "clinician", "patient")),
        *(pa.field(f"{name}_count", pa.int32(), nullable=False) for name in _COUNTS),
        pa.field("codes", _CODES),
        *(ANSWER.field(name) for name in ("unit_rule", "counted_for", "timed_minutes", "timed_units")),
        pa.field("uncertainty", pa.float64()),
        pa.field("billed", COMPARED),
        pa.field("missed", _CODES),
        *(ANSWER.field(name) for name in _KEPT),
        *_VERSIONS,
    ]
)
"""One row a note. `uncertainty` is from 0 to 1, that of the least certain code. `missed` are suggested and not billed,
without what an edit bundles into a billed code; it and `billed` are null where it is not known what was billed."""

ERRORS = pa.schema(
    [
        *_RUN,
        pa.field("place", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        *_VERSIONS,
    ]
)
"""One row for what could not be coded: of `kind` "row" where it did not become a note, "note" where it did."""

SCHEMAS: Mapping[str, Any] = {"suggestions": SUGGESTIONS, "notes": NOTES, "errors": ERRORS}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of a run carries; `codes` are those that the codebook holds, on whatever day."""

    run_id: str
    created_at: datetime
    versions: Mapping[str, str]
    codes: frozenset[str]

    def row(self, note_id: str | None, source_row: int) -> Row:
        """Return the columns that all three datasets begin and end with."""
        return {
            "run_id": self.run_id, "created_at": self.created_at, "note_id": note_id, "source_row": source_row,
            **self.versions,
        }  # fmt: skip


def tables_of(answers: Iterable[Any], stamp: Stamp) -> dict[str, Any]:
    """Return the tables of batches of answers, by the name of their dataset."""
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    for batch in answers:
        for answer in batch.to_pylist():
            for name, split in SPLIT.items():
                rows[name] += split(answer, stamp)
    return {name: pa.Table.from_pylist(found, SCHEMAS[name]) for name, found in rows.items()}


def unread_table(unread: Iterable[Any], stamp: Stamp) -> Any:
    """Return the errors of rows that did not become notes."""
    rows = [
        {**stamp.row(one.note_id, one.row), "place": one.place, "kind": "row", "reason": one.reason} for one in unread
    ]
    return pa.Table.from_pylist(rows, ERRORS)


def _suggestions(answer: Row, stamp: Stamp) -> Iterator[Row]:
    billed = None if answer["billed"] is None else {one["code"] for one in answer["billed"]}
    common = stamp.row(answer["note_id"], answer["source_row"])
    for rank, one in enumerate(answer["suggestions"], 1):
        yield {
            **common, **one, "rank": rank, "date_of_service": answer["date_of_service"], "payer": answer["payer"],
            "billed": None if billed is None else one["code"] in billed,
        }  # fmt: skip


def _notes(answer: Row, stamp: Stamp) -> Iterator[Row]:
    suggested = {one["code"]: one for one in answer["suggestions"]}
    scores = [one["score"] for one in (*answer["suggestions"], *answer["considered"])]
    billed = answer["billed"]
    yield {
        **answer, **stamp.row(answer["note_id"], answer["source_row"]),
        **{f"{name}_count": len(answer[name]) for name in _COUNTS},
        "codes": list(suggested),
        "uncertainty": max((4 * score * (1 - score) for score in scores), default=0.0),
        "billed": None if billed is None else [_compared(one, answer, suggested, stamp) for one in billed],
        "missed": None if billed is None else _missed(answer),
    }  # fmt: skip


def _compared(charge: Row, answer: Row, suggested: Mapping[str, Row], stamp: Stamp) -> Row:
    code, units = charge["code"], charge["units"]
    own = suggested.get(code)
    earned = own["units"] if own else None
    verdict = "unsupported" if code in stamp.codes else "unknown"
    if own:
        verdict = "supported" if None in (units, earned) or units == earned else "wrong_units"
    score = own["score"] if own else next((one["score"] for one in answer["considered"] if one["code"] == code), 0.0)
    return {**charge, "verdict": verdict, "score": score, "earned": earned}


def _missed(answer: Row) -> list[str]:
    billed = {one["code"] for one in answer["billed"]}
    pairs = [one["codes"] for one in answer["findings"] if one["kind"] == "pair_edit" and len(one["codes"]) == 2]
    bundled = {column2 for column1, column2 in pairs if column1 in billed}
    return [one["code"] for one in answer["suggestions"] if one["code"] not in billed | bundled]


def _errors(answer: Row, stamp: Stamp) -> Iterator[Row]:
    if answer["status"] == "error":
        common = stamp.row(answer["note_id"], answer["source_row"])
        yield {**common, "place": None, "kind": "note", "reason": answer["reason"]}


Split = Callable[[Row, Stamp], Iterator[Row]]
SPLIT: Mapping[str, Split] = {"suggestions": _suggestions, "notes": _notes, "errors": _errors}
"""How an answer becomes rows of each dataset."""

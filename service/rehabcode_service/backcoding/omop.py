"""OMOP NOTE_NLP: one row for each span of evidence, as the Common Data Model 5.4 has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from rehabcode_service.backcoding.outputs import Tables, part_name, write_parquet

FOLDER = "omop/note_nlp"

NOTE_NLP = pa.schema(
    [
        pa.field("note_nlp_id", pa.int64(), nullable=False),
        pa.field("note_id", pa.int64()),
        pa.field("section_concept_id", pa.int32(), nullable=False),
        pa.field("snippet", pa.string()),
        pa.field("offset", pa.string()),
        pa.field("lexical_variant", pa.string(), nullable=False),
        pa.field("note_nlp_concept_id", pa.int32(), nullable=False),
        pa.field("note_nlp_source_concept_id", pa.int32(), nullable=False),
        pa.field("nlp_system", pa.string()),
        pa.field("nlp_date", pa.date32(), nullable=False),
        pa.field("nlp_datetime", pa.timestamp("us", tz="UTC")),
        pa.field("term_exists", pa.string()),
        pa.field("term_temporal", pa.string()),
        pa.field("term_modifiers", pa.string()),
        pa.field("note_source_value", pa.string(), nullable=False),
    ]
)
"""`note_id` is null where the source's id is no whole number: `note_source_value` has it as it stands. Concepts are 0:
which concept a code is, the vocabularies of the database say."""

_WIDEST = 250
"""The widths of `snippet` and `lexical_variant` in the model's own DDL."""


class OmopNoteNlp:
    """Writes omop/note_nlp."""

    folders: Sequence[str] = (FOLDER,)

    def write(self, folder: Path, part: int, tables: Tables) -> None:
        """Write the evidence of a part."""
        rows = [row for one in tables["suggestions"].to_pylist() for row in _rows(one)]
        write_parquet(folder / FOLDER / f"{part_name(part)}.parquet", pa.Table.from_pylist(rows, NOTE_NLP))


def _rows(suggestion: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    own = suggestion["note_id"]
    for span in suggestion["evidence"]:
        told = f"code={suggestion['code']};score={suggestion['score']:.4f};section={span['section']}"
        yield {
            "note_nlp_id": _id(own, suggestion["source_row"], suggestion["code"], span["start"], span["end"]),
            "note_id": int(own) if own.isdecimal() and len(own) < 19 else None,
            "section_concept_id": 0,
            "snippet": span["quote"][:_WIDEST],
            "offset": str(span["start"]),
            "lexical_variant": span["quote"][:_WIDEST],
            "note_nlp_concept_id": 0,
            "note_nlp_source_concept_id": 0,
            "nlp_system": f"rehabcode {suggestion['rehabcode_version']}, ranker {suggestion['ranker_version']}",
            "nlp_date": suggestion["created_at"].date(),
            "nlp_datetime": suggestion["created_at"],
            "term_exists": "Y",
            "term_temporal": "Present",
            "term_modifiers": told,
            "note_source_value": own,
        }


def _id(*what: object) -> int:
    """Return a number that is the same in every run."""
    digest = hashlib.sha256("\0".join(map(str, what)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1

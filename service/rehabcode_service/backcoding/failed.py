"""The tables of notes that no worker could answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from rehabcode.batches import ANSWER, answer_schema, unanswered
from rehabcode_service.backcoding.datasets import Stamp, tables_of
from rehabcode_service.backcoding.parts import GIVEN, Part


def failed_tables(part: Part, stamp: Stamp, reason: str) -> dict[str, Any]:
    """Return the tables of a part of which no note was answered; `reason` holds no word of them."""
    batch = part.batch
    rows = [unanswered(note.text, reason, stamp.versions) for note in part.notes]
    carried = [batch.column(name) for name in GIVEN.names if name != "text"]
    own = [pa.array([row[field.name] for row in rows], field.type) for field in ANSWER]
    return tables_of([pa.RecordBatch.from_arrays([*carried, *own], schema=answer_schema(GIVEN))], stamp)


def merged(pieces: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the tables of pieces of a part as those of the part."""
    return {name: pa.concat_tables([piece[name] for piece in pieces]) for name in pieces[0]}

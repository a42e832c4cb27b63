"""Notes are handed out in parts: as many rows each as fit, always the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from rehabcode_service.backcoding.given import Given, GivenNote, UnreadRow

LARGEST = 32_000_000
"""A part with this many characters is full, however few its notes."""

BILLED = pa.list_(pa.struct([pa.field("code", pa.string()), pa.field("units", pa.int32())]))
GIVEN = pa.schema(
    [
        pa.field("source_row", pa.int64(), nullable=False),
        pa.field("note_id", pa.string(), nullable=False),
        pa.field("date_of_service", pa.date32()),
        pa.field("payer", pa.string()),
        pa.field("payer_given", pa.string()),
        pa.field("clinician", pa.string()),
        pa.field("patient", pa.string()),
        pa.field("billed", BILLED),
        pa.field("text", pa.string()),
    ]
)
"""Notes as a worker gets them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Notes and unread rows that are coded, written and remembered as one; `digest` tells whether they are the same."""

    number: int
    notes: Sequence[GivenNote]
    unread: Sequence[UnreadRow]
    digest: str

    @property
    def batch(self) -> Any:
        """The notes as a record batch of GIVEN."""
        rows = [
            {
                "source_row": note.row, "note_id": note.note_id, "date_of_service": note.day, "payer": note.payer,
                "payer_given": note.payer_given, "clinician": note.clinician, "patient": note.patient,
                "billed": None if note.billed is None else [charge._asdict() for charge in note.billed],
                "text": note.text,
            }
            for note in self.notes
        ]  # fmt: skip
        return pa.RecordBatch.from_pylist(rows, schema=GIVEN)

    def notes_apart(self) -> Iterator[Part]:
        """Yield each note as a part of its own."""
        for note in self.notes:
            yield replace(self, notes=(note,), unread=())


def in_parts(given: Iterable[Given], size: int) -> Iterator[Part]:
    """Yield parts of at most `size` rows."""
    number, held, characters = 0, list[Given](), 0
    for one in given:
        held.append(one)
        characters += len(one.text or "") if isinstance(one, GivenNote) else 0
        if len(held) >= size or characters >= LARGEST:
            yield _part(number, held)
            number, held, characters = number + 1, [], 0
    if held:
        yield _part(number, held)


def _part(number: int, held: Sequence[Given]) -> Part:
    digest = hashlib.sha256()
    for one in held:
        what = one.text if isinstance(one, GivenNote) else one.reason
        digest.update(f"{one.row}\0{one.note_id}\0{what}\0".encode("utf-8", "surrogatepass"))
        if isinstance(one, GivenNote):
            digest.update(f"{one.day}\0{one.payer}\0{one.billed}\0".encode("utf-8", "surrogatepass"))
    notes = [one for one in held if isinstance(one, GivenNote)]
    return Part(number, notes, [one for one in held if isinstance(one, UnreadRow)], digest.hexdigest()[:32])

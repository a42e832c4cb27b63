"""The units of a table: a column whose head says so, in the rows that type a code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rehabcode.billing.billing_words import BillingWords
from rehabcode.billing.note_words import NoteWords
from rehabcode.billing.typed_codes import TypedCode
from rehabcode.records import Span

MOST = 16
"""No code is billed with more units a day; larger numbers are visits, doses and minutes."""


@dataclass(frozen=True, slots=True)
class StatedUnits(Span):
    """Units with the name of what they are of: the codes that it may stand for, likeliest first, none for the visit."""

    codes: tuple[str, ...]
    units: int


def units_in_columns(
    note: NoteWords, of_line: Mapping[int, Sequence[TypedCode]], words: BillingWords
) -> Iterator[StatedUnits]:
    """Yield the units under a cell that says so, of the rows that type one code which is charged.

    `of_line` are the typed codes by the first word of their line.
    """
    at = -1
    place = 0
    while place < len(note.words):
        first, last = note.line(place)
        place = last + 1
        cells = _cells(note, first, last)
        single = ((index, cell) for index, (cell, end) in enumerate(cells) if end - cell == 1)
        heads = [index for index, cell in single if words.longest(note.words, cell, "unit")]
        if len(cells) < 2 or heads:
            at = heads[0] if heads and len(cells) > 1 else -1
        elif 0 <= at < len(cells):
            row = of_line.get(first, ())
            cell, end = cells[at]
            if len(row) == 1 and row[0].charged and end - cell == 1:
                yield from _of_row(note, row[0], cell)


def _of_row(note: NoteWords, typed: TypedCode, cell: int) -> Iterator[StatedUnits]:
    units = note.number(cell)
    if units is not None and units <= MOST:
        span = note.span(min(typed.first, cell), max(typed.last, cell + 1))
        yield StatedUnits(span.start, span.end, span.quote, (typed.code,), units)


def _cells(note: NoteWords, first: int, last: int) -> list[tuple[int, int]]:
    """Return the words [first, last) of each cell between the bars of a line; nothing stands before a leading bar."""
    bars = [at for at in range(first, last) if note.words[at] == "|"]
    begins = [at + 1 for at in bars] if bars[:1] == [first] else [first, *(at + 1 for at in bars)]
    return list(zip(begins, [*(at - 1 for at in begins[1:]), last], strict=True))

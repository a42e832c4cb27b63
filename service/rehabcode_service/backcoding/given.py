"""A row of a source becomes a note with what is known beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from rehabcode.payers import Payers
from rehabcode_service.backcoding.charged import BilledAs, added, read_charges
from rehabcode_service.backcoding.columns import Columns
from rehabcode_service.backcoding.dates import UnreadableDate, read_day
from rehabcode_service.backcoding.sources.lines import decode
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow

LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class GivenNote:
    """A note as the source has it.

    `row` counts the rows of the source from 0. `payer` is the one by whose rules it is counted, None where the source
    names none that is known; `payer_given` is what stands there. `billed` is None where the source does not tell.
    """

    row: int
    place: str
    note_id: str
    text: str | None
    day: date | None = None
    payer: str | None = None
    payer_given: str | None = None
    billed: tuple[BilledAs, ...] | None = None
    clinician: str | None = None
    patient: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that did not become a note; `note_id` is None where not even that could be read."""

    row: int
    place: str
    note_id: str | None
    reason: str


Given = GivenNote | UnreadRow


class RowReader:
    """Reads rows by their columns; `payer` is that of all notes, None where each row may name its own."""

    def __init__(self, columns: Columns, payers: Payers, payer: str | None = None) -> None:
        self._columns = columns
        self._payer = payer
        if payer is not None:
            payers[payer]
        self._payers = {_plain(name): one.payer for one in payers for name in (one.name, one.payer)}

    def read(self, rows: Iterable[SourceRow | BadRow]) -> Iterator[Given]:
        """Yield the notes. Rows that follow each other with the same id and text are one note, billed as all of them.

        An export with a row for each charge repeats the note in every one.
        """
        held: Given | None = None
        for number, row in enumerate(rows):
            given = self._given(number, row)
            if isinstance(given, GivenNote) and isinstance(held, GivenNote) and _same(held, given):
                held = replace(held, billed=_both(held.billed, given.billed))
                continue
            if held is not None:
                yield held
            held = given
        if held is not None:
            yield held

    def _given(self, number: int, row: SourceRow | BadRow) -> Given:
        if isinstance(row, BadRow):
            return UnreadRow(number, row.place, None, row.reason)
        own, columns = row.values, self._columns
        note_id = _written(own.get(columns.note_id))
        if note_id is None or len(note_id) > LONGEST_ID:
            return UnreadRow(number, row.place, None, f"the row has no id of at most {LONGEST_ID} characters")
        try:
            day = read_day(own.get(columns.date_of_service)) if columns.date_of_service else None
            text = _text(own.get(columns.text))
        except (UnreadableDate, _NoText) as error:
            return UnreadRow(number, row.place, note_id, str(error))
        payer_given = _written(own.get(columns.payer)) if columns.payer else None
        payer = self._payer or self._payers.get(_plain(payer_given or ""))
        units = own.get(columns.billed_units) if columns.billed_units else None
        return GivenNote(
            number, row.place, note_id, text, day, payer, payer_given,
            read_charges(own.get(columns.billed), units) if columns.billed else None,
            _written(own.get(columns.clinician)) if columns.clinician else None,
            _written(own.get(columns.patient)) if columns.patient else None,
        )  # fmt: skip


class _NoText(ValueError):
    """What stands in the place of the note is no text that can be kept."""


def _text(value: object) -> str | None:
    """Return the note, None where there is none; blank is a note that says nothing."""
    if isinstance(value, bytes):
        value = decode(value)[0]
    if value is None or isinstance(value, str):
        if value is not None and not _is_sound(value):
            raise _NoText("the note holds a lone surrogate: it is cut inside a character; export it again")
        return value
    raise _NoText(f"the note is no text but {type(value).__name__}; name the column of the notes with --text")


def _is_sound(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _written(value: object) -> str | None:
    """Return an id or a name as text, None where it is blank; 12.0, as tables make of 12, is "12"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None or value != value else str(value).strip()
    return text if text and _is_sound(text) else None


def _same(one: GivenNote, other: GivenNote) -> bool:
    return one.note_id == other.note_id and one.text == other.text and one.day == other.day


def _both(one: tuple[BilledAs, ...] | None, other: tuple[BilledAs, ...] | None) -> tuple[BilledAs, ...] | None:
    return None if one is None and other is None else added([*(one or ()), *(other or ())])


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()

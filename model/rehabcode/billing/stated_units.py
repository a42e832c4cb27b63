"""The units that a note types: of a code ("97110 x2", "TE 2u", a column of units), or of the visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from rehabcode.billing.billing_words import BillingWords
from rehabcode.billing.note_words import LINE_END, LONGEST, NoteWords
from rehabcode.billing.stated_minutes import SIGNS, StatedMinutes
from rehabcode.billing.typed_codes import TIMES, CodeFinder, TypedCode
from rehabcode.billing.unit_columns import MOST, StatedUnits, units_in_columns
from rehabcode.billing.unit_heads import Head, head_finder
from rehabcode.duration_words import duration_words

MOST_TIMES = 9
"""Without the word for units, "x 10" counts something else."""
MOST_SHORT = 4
MOST_NAME = 3
"""So many words may name a service between its code and "x2"."""
_BETWEEN = frozenset("():-=|–,[]")
_ENDS = frozenset(",;.")


class _Count(NamedTuple):
    """Units, the place after them, and whether the word for units stands beside them."""

    units: int
    last: int
    with_unit: bool


class UnitFinder:
    """Finds them; linear in the length of the note."""

    def __init__(self, words: BillingWords, codes: CodeFinder) -> None:
        self._words, self._codes, self._heads = words, codes, head_finder()
        self._counted = duration_words().of("counted")

    def find(
        self, note: NoteWords, typed: Sequence[TypedCode], minutes: Sequence[StatedMinutes]
    ) -> tuple[StatedUnits, ...]:
        """Return the units in the order of the note; what it plans or takes back is left out."""
        of_line: dict[int, list[TypedCode]] = {}
        for one in typed:
            of_line.setdefault(note.line(one.first)[0], []).append(one)
        totals = {one.start for one in minutes if one.kind != "visit"}
        found: list[StatedUnits] = []
        place = 0
        while place < len(note.words):
            line = note.line(place)
            heads = self._heads.find(note, line, of_line.get(line[0], ()))
            found += self._in_line(note, line, heads, totals)
            place = line[1] + 1
        found += units_in_columns(note, of_line, self._words)
        return tuple(sorted(found, key=lambda one: one.start))

    def _in_line(
        self, note: NoteWords, line: tuple[int, int], waiting: dict[int, Head], totals: AbstractSet[int]
    ) -> Iterator[StatedUnits]:
        listed = any(self._words.longest(note.words, place, "unit") for place in range(*line))
        beside = any(note.starts[place] in totals for place in range(*line))
        head: Head | None = None
        place = line[0]
        while place < line[1]:
            new = waiting.get(place)
            if new is not None:
                place = new.last
                # "97110 Ther ex x2": the code tells more than the name beside it.
                head = head if head is not None and head.typed and not new.typed else new
                counted = self._in_list(note, place, line, waiting) if listed else None
            else:
                counted = self._count(note, place, line, head)
            if counted is not None:
                yield from self._told(note, place, head, counted, waiting, beside=beside or place == line[0])
                head, place = None, counted.last
            elif new is None:
                ends = note.words[place] == "." and not _is_short(note.words[place - 1])
                head = None if ends or note.starts[place] in totals else head
                place += 1

    def _told(
        self, note: NoteWords, place: int, head: Head | None, counted: _Count, waiting: dict[int, Head], *, beside: bool
    ) -> Iterator[StatedUnits]:
        """Yield units with what they are of: the name before them, a code right behind them, or else the visit."""
        if head is not None:
            yield from self._of(note, head.codes, head.first, counted.last, counted.units)
            return
        if not counted.with_unit:
            return
        for at in (counted.last, counted.last + 1):
            following = waiting.get(at)
            if following is not None and following.typed:
                del waiting[at]
                yield from self._of(note, following.codes, place, following.last, counted.units)
                return
        opens = beside or note.words[place - 1] in _ENDS or self._words.longest(note.words, place, "unit") > 0
        if opens:
            yield from self._of(note, (), place, counted.last, counted.units)

    def _in_list(
        self, note: NoteWords, place: int, line: tuple[int, int], waiting: Mapping[int, Head]
    ) -> _Count | None:
        """Return the number right behind a name, in a line of units: "Units: TE 2, MT 1"."""
        units = note.number(place) if place < line[1] and note.duration(place) is None else None
        if units is None or units > MOST_TIMES:
            return None
        ends = place + 1 == line[1] or note.words[place + 1] in _ENDS or place + 1 in waiting
        return _Count(units, place + 1, with_unit=True) if ends else None

    def _count(self, note: NoteWords, place: int, line: tuple[int, int], head: Head | None) -> _Count | None:
        """Return the units that begin with a word, None where none do."""
        words = note.words
        times = words[place] in TIMES
        at = place + 1 if times else place
        units = note.number(at) if at < line[1] else None
        if units is not None and units <= MOST and note.duration(at) is None:
            unit = self._words.longest(words, at + 1, "unit")
            if unit:
                return _Count(units, at + 1 + unit, with_unit=True)
            if times and head is not None and units <= MOST_TIMES and self._is_bare(note, place, at + 1, line, head):
                return _Count(units, at + 1, with_unit=False)
        if self._words.longest(words, place, "unit") and not self._is_glued(note, place):
            return self._labelled(note, place, line)
        return None

    def _is_glued(self, note: NoteWords, place: int) -> bool:
        """Whether a word is the end of an abbreviation, as in "f/u"."""
        return place > 0 and note.words[place - 1] == "/" and note.starts[place - 1] + 1 == note.starts[place]

    def _labelled(self, note: NoteWords, place: int, line: tuple[int, int]) -> _Count | None:
        """Return "units billed: 3"; a range in brackets may stand between."""
        at = place + 1
        while at < min(line[1], place + LONGEST) and (
            note.words[at] in SIGNS or self._words.longest(note.words, at, "unit_label")
        ):
            if note.words[at] == "(" and ")" in note.words[at : min(line[1], at + LONGEST)]:
                at = note.words.index(")", at)
            at += 1
        units = note.number(at) if at < line[1] else None
        goes_on = at + 1 < line[1] and (note.words[at + 1] in TIMES or note.words[at + 1].isalpha())
        if units is None or units > MOST or goes_on or note.duration(at) is not None:
            return None
        return _Count(units, at + 1, with_unit=True)

    def _is_bare(self, note: NoteWords, place: int, after: int, line: tuple[int, int], head: Head) -> bool:
        """Whether only signs, or a service's name, stand between a typed code and "x2", and it counts nothing else."""
        if not head.typed or place - head.last > LONGEST:
            return False
        between = note.words[head.last : place]
        words = [word for word in between if word not in _BETWEEN]
        following = note.words[after] if after < line[1] else LINE_END
        named = ":" not in between and len(words) <= MOST_NAME and any(map(self._heads.begins, words))
        return (not words or named) and following not in self._counted and following not in TIMES | {"/"}

    def _of(self, note: NoteWords, codes: tuple[str, ...], first: int, last: int, units: int) -> Iterator[StatedUnits]:
        if self._codes.charged(note, first):
            span = note.span(first, last)
            yield StatedUnits(span.start, span.end, span.quote, codes, units)


def _is_short(word: str) -> bool:
    """Whether a point behind a word may be that of an abbreviation, as in "30 min. 2 units"."""
    return word.isalpha() and len(word) <= MOST_SHORT

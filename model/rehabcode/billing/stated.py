"""What a note itself states for billing: minutes of the visit, units, and codes, each with its words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rehabcode.billing.billing_words import billing_words
from rehabcode.billing.note_words import NoteWords
from rehabcode.billing.stated_minutes import Kind, MinutesFinder, StatedMinutes
from rehabcode.billing.stated_units import UnitFinder
from rehabcode.billing.typed_codes import CodeFinder, TypedCode
from rehabcode.billing.unit_columns import StatedUnits
from rehabcode.codebook import Codebook
from rehabcode.records import Duration, Reading, Span, Suggestion


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated, in the order of the note.

    `codes` are all that are typed, those not charged too; `services` are minutes that are none of the visit.
    """

    minutes: tuple[StatedMinutes, ...]
    units: tuple[StatedUnits, ...]
    codes: tuple[TypedCode, ...]
    services: tuple[Duration, ...]
    words: NoteWords

    def of(self, kind: Kind) -> tuple[StatedMinutes, ...]:
        """Return the stated minutes of a kind."""
        return tuple(one for one in self.minutes if one.kind == kind)

    @property
    def charged(self) -> tuple[TypedCode, ...]:
        """The typed codes that the note bills today."""
        return tuple(one for one in self.codes if one.charged)


@dataclass(frozen=True, slots=True)
class Supported:
    """A code that the words support; `minutes` is None where none is bound to it, `also` would do as well here."""

    code: str
    minutes: int | None
    evidence: tuple[Span, ...]
    also: tuple[str, ...] = ()


def supported_by(suggestions: Iterable[Suggestion]) -> tuple[Supported, ...]:
    """Return what was suggested as what is supported."""
    return tuple(Supported(one.code, one.minutes, one.evidence) for one in suggestions)


def find_stated(reading: Reading, codebook: Codebook) -> Stated:
    """Return what a note states for billing; what it plans, takes back, or tells of another day is left out."""
    note, words = NoteWords(reading), billing_words()
    code_finder = CodeFinder(words, codebook)
    codes = code_finder.find(note)
    found = MinutesFinder(words).find(note)
    kept = (one for one in found if note.is_today(one.start) or note.opens(one.start))
    minutes = tuple(sorted(kept, key=lambda one: one.start))
    units = UnitFinder(words, code_finder).find(note, codes, minutes)
    return Stated(minutes, units, tuple(codes), tuple(_services(note, found)), note)


def _services(note: NoteWords, stated: Sequence[Duration]) -> Iterator[Duration]:
    """Yield the minutes of today that are not among those of the visit."""
    taken = sorted((one.start, one.end) for one in stated)
    for one in note.reading.durations:
        last = bisect_left(taken, (one.end, 0))
        if (last == 0 or taken[last - 1][1] <= one.start) and note.is_today(one.start):
            yield one

"""The minutes of the supported codes, put right by where minutes stand: in the lines of what proves each of them.

What is bound to a code was decided for the whole note, and may be wrong. Minutes that stand alone in the lines of one
code are its own, unless what is bound makes up what the note states. Where neither does, and all minutes of the lines
together do, what is bound is not known to be right, and none is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rehabcode.billing.stated import Stated, Supported
from rehabcode.codebook import Codebook
from rehabcode.records import Duration

LEAST_WRITTEN = 3
"""Fewer minutes are a dose, or a rest."""
LEAST_OWN = 8
"""Fewer minutes that stand beside the words of a code may be those of one exercise."""

AGAIN = frozenset("=(")
"""Signs between minutes and the same told again."""

_Line = tuple[int, int]
"""Characters [start, end) of a line of the note."""


def with_own_minutes(stated: Stated, supported: Sequence[Supported], codebook: Codebook) -> tuple[Supported, ...]:
    """Return the supported codes, with the minutes of their own lines where they have none, or others."""
    lines = _Lines(stated, codebook)
    own = tuple(lines.filled(one, supported) for one in supported)
    timed = stated.of("timed")
    told = {one.minutes for one in timed or stated.of("total")}
    if len(told) == 1:
        for each in (tuple(supported), own):
            if sum(one.minutes or 0 for one in each if not timed or codebook[one.code].timing.timed) in told:
                return each
        meant = [one for one in supported if not timed or codebook[one.code].timing.timed]
        if lines.sum(meant) in told and all(one.minutes is not None for one in meant):
            return tuple(replace(one, minutes=None) for one in supported)
        if lines.sum(meant) in told or sum(one.minutes for one in stated.services) in told:
            return tuple(supported)
    return own


class _Lines:
    """The lines of one note, with the minutes of services that stand in each."""

    def __init__(self, stated: Stated, codebook: Codebook) -> None:
        self._stated = stated
        self._chained = {code for one in codebook if one.add_on_to for code in (one.code, one.add_on_to)}
        self._text = stated.words.reading.text
        self._minutes: dict[_Line, list[Duration]] = {}
        for one in stated.services:
            before = self._minutes.setdefault(self._line(one.start), [])
            if one.minutes >= LEAST_WRITTEN and not self._is_told_again(one, before):
                before.append(one)

    def _is_told_again(self, one: Duration, before: Sequence[Duration]) -> bool:
        """Whether minutes are those right before them: "0900 to 1000 = 60 min"."""
        last = before[-1] if before else None
        return last is not None and last.minutes == one.minutes and self._text[last.end : one.start].strip() in AGAIN

    def of(self, supported: Iterable[Supported]) -> list[_Line]:
        """Return the lines in which evidence begins, each once."""
        return list(dict.fromkeys(self._line(span.start) for one in supported for span in one.evidence))

    def sum(self, supported: Iterable[Supported]) -> int:
        """Return the sum of the minutes in the lines of the codes; fewer behind the first ones are a part of these."""
        total = 0
        for line in self.of(supported):
            first, *more = [one.minutes for one in self._minutes.get(line, ())] or [0]
            total += first + (sum(more) if sum(more) >= first else 0)
        return total

    def filled(self, one: Supported, supported: Sequence[Supported]) -> Supported:
        """Return a code with the minutes of its own lines; with those that it has where they may be of another."""
        own = self._own(one, supported)
        return one if own is None else replace(one, minutes=own)

    def _own(self, one: Supported, supported: Sequence[Supported]) -> int | None:
        others = set(self.of(other for other in supported if other is not one))
        typed: dict[_Line, set[str]] = {}
        for each in self._stated.codes:
            typed.setdefault(self._line(each.start), set()).add(each.code)
        # The words of a base prove its add-on too, and the other way round.
        free = others if one.code not in self._chained else frozenset[_Line]()
        named = [line for line, codes in typed.items() if codes == {one.code} and self._minutes.get(line)]
        for lines, barred in ((self.of([one]), others), (named, free)):
            minutes = [self._minutes.get(line, []) for line in lines]
            if minutes and barred.isdisjoint(lines) and all(len(each) == 1 for each in minutes):
                total = sum(each.minutes for (each,) in minutes)
                return total if total >= LEAST_OWN else None
        return None

    def _line(self, start: int) -> _Line:
        end = self._text.find("\n", start)
        return self._text.rfind("\n", 0, start) + 1, len(self._text) if end < 0 else end

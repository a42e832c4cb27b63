"""The minutes of the suggested codes, put right by where minutes stand: in the lines of what proves each of them.

What is bound to a code was decided for the whole note, and may be wrong. Minutes that stand alone in the lines of one
code are its own, unless what is bound makes up what the note states in total. Where neither does, and all minutes of
the lines together do, what is bound is not known to be right, and none is given.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate

from rehabcode.ranking.timed import Timed
from rehabcode.records import Reading, Span

LEAST_OWN = 8
"""Fewer minutes that stand beside the words of a code may be those of one exercise."""
CODE = 5
"""How many digits a typed code has."""
AGAIN = frozenset(["=", "("])
"""Words between minutes and the same told again."""
_WHOLE = frozenset(["total", "visit"])


def with_own(
    bound: Mapping[str, int], reading: Reading, times: Sequence[Timed], proofs: Mapping[str, Sequence[Span]],
    *, untimed: Collection[str], chained: Collection[str],
) -> dict[str, int]:  # fmt: skip
    """Return the minutes by code: those of its own lines where it has none, or others.

    `proofs` are the words that prove each suggested code; a stated total may count the `untimed` ones in or not; the
    words of a base prove its add-on too, both of them `chained`.
    """
    lines = _Lines(reading, times, proofs)
    own = dict(bound)
    for code in proofs:
        if alone := lines.own(code, code in chained):
            own[code] = alone
    told = {time.minutes for time in times if time.kind == "total"}
    if len(told) != 1:
        return own
    counted = [list(proofs), [code for code in proofs if code not in untimed]]
    for given in (bound, own):
        if any(sum(given.get(code, 0) for code in codes) in told for codes in counted):
            return dict(given)
    if any(lines.sum(codes) in told for codes in counted):
        return {} if all(code in bound for code in proofs) else dict(bound)
    return dict(bound) if lines.whole in told else own


class _Lines:
    """The lines of one note, with the minutes of services that stand in each, and with what proves each code."""

    def __init__(self, reading: Reading, times: Sequence[Timed], proofs: Mapping[str, Sequence[Span]]) -> None:
        self._ends = [*accumulate(len(line) + 1 for line in reading.text.split("\n"))]
        starts, words = reading.word_starts, reading.words
        self._minutes: dict[int, list[int]] = {}
        before: Timed | None = None
        for time in times:
            if time.kind in _WHOLE:
                continue
            of_line = self._minutes.setdefault(self._line(starts[time.at]), [])
            if not (of_line and before and _is_told_again(words, before, time)):
                of_line.append(time.minutes)
            before = time
        self.whole = sum(map(sum, self._minutes.values()))
        self._proven = {code: self._of(span.start for span in spans) for code, spans in proofs.items()}
        self._typed: dict[int, set[str]] = {}
        for place, word in enumerate(words):
            if len(word) == CODE and word.isdecimal():
                self._typed.setdefault(self._line(starts[place]), set()).add(word)

    def own(self, code: str, chained: bool) -> int | None:
        """Return the minutes of a code's own lines; None where they may be of another."""
        others = {line for other, lines in self._proven.items() if other != code for line in lines}
        named = [line for line, codes in self._typed.items() if codes == {code} and self._minutes.get(line)]
        for lines, barred in ((self._proven[code], others), (named, set[int]() if chained else others)):
            minutes = [self._minutes.get(line, []) for line in lines]
            if minutes and barred.isdisjoint(lines) and all(len(each) == 1 for each in minutes):
                total = sum(each for (each,) in minutes)
                return total if total >= LEAST_OWN else None
        return None

    def sum(self, codes: Iterable[str]) -> int:
        """Return the sum of the minutes in the lines of codes; fewer behind the first ones are a part of these."""
        total = 0
        for line in dict.fromkeys(line for code in codes for line in self._proven[code]):
            first, *more = self._minutes.get(line) or [0]
            total += first + (sum(more) if sum(more) >= first else 0)
        return total

    def _of(self, starts: Iterable[int]) -> list[int]:
        return list(dict.fromkeys(map(self._line, starts)))

    def _line(self, start: int) -> int:
        return bisect_right(self._ends, start)


def _is_told_again(words: Sequence[str], before: Timed, time: Timed) -> bool:
    """Whether minutes are those right before them: "0900 to 1000 = 60 min"."""
    between = [word for word in words[before.upto : time.at] if not word.isspace()]
    return before.minutes == time.minutes and len(between) == 1 and between[0] in AGAIN

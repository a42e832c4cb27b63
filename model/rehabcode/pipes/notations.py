"""How notes write minutes: what is a duration, and what only looks like one.

Notations are those of the charting guide (knowledge/sources.jsonl: charting): "15 min", "15'", "8:05-8:20", "0.25 hr",
"fifteen minutes", "half an hour", "1 hr 10 min", "Start 0905 Stop 0943", "15/60", and numbers without a unit where
`bare_numbers` knows them. Reps, holds in seconds, inches, degrees, pounds, MHz, dates, weeks, ratios, assist levels
("min A") and the six of a six-minute walk are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rehabcode.duration_words import DurationWords, duration_words
from rehabcode.pipes.bare_numbers import LEAST, MOST, BareNumbers
from rehabcode.pipes.clock_times import ClockTimes
from rehabcode.pipes.sayings import Sayings
from rehabcode.pipes.written import Written

LONGEST_SHIFT = 240
"""What is longer than four hours is no duration of a visit: how long a splint is worn, when a nurse was on."""
LEAST_LETTER, MOST_LETTER = 3, 60
_PRIMES = frozenset("'’′")
_JOINED = frozenset("-(\u00a0")
_ENDS = frozenset(".,;)\n\r/|")
_STOPS = frozenset("\n\r.;:")
_SMALL = frozenset(form for number in range(LEAST, MOST + 1) for form in (str(number), f"{number:02}"))
_SIXTIETHS = re.compile(r"(?<![\w/.])(?:[1-9]|[1-5]\d|60)/60(?![\d/])")


def find_minutes(text: str, words: Sequence[str], starts: Sequence[int]) -> list[Written]:
    """Return what writes minutes in a text of these tokens, in order, without overlap."""
    return _notations().find(text, words, starts)


class Notations:
    """Finds what is written with a unit, between clock times, or bare; linear in the length of the text."""

    def __init__(self, words: DurationWords) -> None:
        self._units = _in_any_case(words.values["unit"])
        self._numbers, self._fractions = words.values["number"], words.values["fraction"]
        self._bare, self._clock = BareNumbers(words), ClockTimes(words)
        self._columns = frozenset(form for say in words.of("column") for form in (say, say.capitalize(), say.upper()))
        self._telling = frozenset([*_SMALL, *_PRIMES, *self._units, *self._columns])
        self._after, self._before = Sayings(words.of("after")), Sayings(words.of("before"))
        self._about, self._setting = words.of("about"), words.of("setting")

    def find(self, text: str, words: Sequence[str], starts: Sequence[int]) -> list[Written]:
        """Return the minutes of a text of these tokens, in order, without overlap."""
        found = self._clock.find(text, words, LONGEST_SHIFT)
        units, columns = self._units, self._columns
        numbers: list[int] = []
        heads: list[int] = []
        for index in [index for index, word in enumerate(words) if word in self._telling]:
            word = words[index]
            if word in _SMALL:
                numbers.append(index)
            elif word in units or word in _PRIMES:
                written = self._with_unit(text, words, starts, index)
                if written and 0 < written.minutes <= LONGEST_SHIFT:
                    found.append(written)
                elif word in columns:
                    heads.append(index)
            elif word in columns:
                heads.append(index)
        if text.count("/60") > 1:
            found += [Written(m.start(), m.end(), int(m.group()[:-3])) for m in _SIXTIETHS.finditer(text)]
        if not found and words.count("m") > 1:
            found = self._letters(words, starts)
        return _without_overlap(found + self._bare.find(text, words, starts, numbers, heads))

    def _with_unit(self, text: str, words: Sequence[str], starts: Sequence[int], index: int) -> Written | None:
        if words[index] in _PRIMES:
            return _prime(text, words, starts, index)
        unit = self._units[words[index]]
        written = self._counted(words, starts, index, unit)
        return self._hours(words, starts, index, written) if unit > 1 else written

    def _letters(self, words: Sequence[str], starts: Sequence[int]) -> list[Written]:
        """Return "16m" at the end of a clause as minutes: for a note that writes no minutes in any other way."""
        ends = [i for i, word in enumerate(words) if word == "m" and (i + 1 == len(words) or words[i + 1][0] in _ENDS)]
        written = [self._counted(words, starts, index, 1) for index in ends]
        return [one for one in written if one and LEAST_LETTER <= one.minutes <= MOST_LETTER]

    def _counted(self, words: Sequence[str], starts: Sequence[int], index: int, unit: int) -> Written | None:
        """Return the minutes whose unit is token `index`, or None."""
        back = index - 1
        while back >= 0 and words[back][0] in _JOINED and back > index - 3:
            back -= 1
        counted = self._number(words, starts, back) if back >= 0 else None
        if counted is None or self._goes_on(words, index + 1) or self._is_other(words, starts, counted[1]):
            return None
        return Written(starts[counted[1]], starts[index] + len(words[index]), round(counted[0] * unit))

    def _goes_on(self, words: Sequence[str], index: int) -> bool:
        """Whether the words after a unit say that it is no time of a service."""
        if index + 1 < len(words) and words[index] == "." and words[index + 1][0].islower():
            index += 1
        if index < len(words) and words[index] == "-":
            index += 1
        following = [word.lower() for word in words[index : index + 3]]
        if following[:1] == ["a"]:
            return len(following) < 2 or len(following[1]) < 3 or not following[1].isalpha() or following[1] == "day"
        return bool(following) and self._after.begins(following, 0) > 0

    def _is_other(self, words: Sequence[str], starts: Sequence[int], first: int) -> bool:
        """Whether the words before a count say that it is no time of a service."""
        before = [word.lower() for word in words[max(0, first - 4) : first]]
        while before and before[-1] in self._about:
            before.pop()
            first -= 1
        if not before:
            return False
        if before[-1] in ("x", "×"):
            glued = (
                len(before) > 2 and starts[first - 3] + len(before[-3]) == starts[first - 2] and before[-3].isalpha()
            )
            is_set = glued or (len(before) > 2 and before[-3] in self._setting)
            return len(before) > 1 and len(before[-2]) < 3 and before[-2].isdecimal() and not is_set
        if before[-1] == "last":
            return not _opens(before[:-1], at_start=first <= len(before))
        if before[-1] == "/":
            return starts[first - 1] + 1 == starts[first]
        return self._before.ends(before, len(before)) > 0

    def _number(self, words: Sequence[str], starts: Sequence[int], index: int) -> tuple[float, int] | None:
        """Return the number that ends with token `index`, and its first token; None where there is none."""
        word = words[index]
        if word[0].isdigit():
            try:
                value = float(word)
            except ValueError:
                return None
            return None if _is_end_of_range(words, starts, index) else (value, index)
        value = self._numbers.get(word.lower(), 0)
        if not value:
            return None
        back = index - 1 - (index > 1 and words[index - 1] == "-")
        tens = self._numbers.get(words[back].lower(), 0) if back >= 0 and value < 10 else 0
        return (float(value + tens), back) if tens >= 20 else (float(value), index)

    def _hours(
        self, words: Sequence[str], starts: Sequence[int], index: int, written: Written | None
    ) -> Written | None:
        """Return what is counted in hours, `written` before token `index`: half an hour, an hour, 1 hr 10 min."""
        end = starts[index] + len(words[index])
        if written is None:
            minutes, first = self._of_an_hour(words, index)
            if not minutes or self._goes_on(words, index + 1) or self._is_other(words, starts, first):
                return None
            written = Written(starts[first], end, minutes)
        following = index + 1 + (index + 1 < len(words) and words[index + 1].lower() == "and")
        rest = words[following : following + 2]
        if len(rest) < 2:
            return written
        rest_end = starts[following + 1] + len(rest[1])
        if rest[0] == "a" and rest[1] in self._fractions:
            return written._replace(end=rest_end, minutes=written.minutes + self._fractions[rest[1]])
        if rest[0].isdecimal() and self._units.get(rest[1]) == 1:
            return written._replace(end=rest_end, minutes=written.minutes + int(rest[0]))
        return written

    def _of_an_hour(self, words: Sequence[str], index: int) -> tuple[int, int]:
        """Return the minutes of an hour, or a part of one, whose unit is token `index`, and their first token."""
        back = index - 1
        is_one = back >= 0 and words[back].lower() in ("a", "an")
        back -= is_one
        back -= is_one and back >= 0 and words[back].lower() == "of"
        back -= back >= 0 and words[back] == "-"
        if back >= 0 and words[back].lower() in self._fractions:
            return self._fractions[words[back].lower()], back
        return (60, index - 1) if is_one else (0, index)


@cache
def _notations() -> Notations:
    return Notations(duration_words())


def _in_any_case(values: dict[str, int]) -> dict[str, int]:
    return {form: value for say, value in values.items() for form in (say, say.capitalize(), say.upper())}


def _opens(before: Sequence[str], *, at_start: bool) -> bool:
    """Whether nothing but an article and "for" stands between the beginning of a sentence and what follows."""
    rest = list(before)
    for word in ("the", "for"):
        if rest and rest[-1] == word:
            rest.pop()
    return (not rest and at_start) or (bool(rest) and rest[-1][0] in _STOPS)


def _is_end_of_range(words: Sequence[str], starts: Sequence[int], index: int) -> bool:
    """Whether the number is the last of "10-15", a ratio, or a date; a dose before a spaced dash is none of these."""
    if index < 2 or words[index - 1] not in ("/", "-", "–", ":") or not words[index - 2][0].isdigit():
        return False
    if len(words[index - 2]) > 3:
        return False
    return starts[index - 1] + 1 == starts[index] or not (index > 2 and words[index - 3] in ("x", "X", "/", "×"))


def _prime(text: str, words: Sequence[str], starts: Sequence[int], index: int) -> Written | None:
    """Return 15' as minutes; feet and inches, feet walked twice, and what goes on after the sign, are none."""
    before = words[index - 1] if index else ""
    if not before.isdecimal() or len(before) > 2 or starts[index - 1] + len(before) != starts[index]:
        return None
    end = starts[index] + 1
    if end < len(text) and (text[end].isalnum() or text[end] in "'’′\""):
        return None
    if index + 2 < len(words) and words[index + 1] in ("x", "X", "×") and words[index + 2][0].isdigit():
        return None
    if index > 1 and words[index - 2] in ("/", "'", "-") and starts[index - 2] + 1 == starts[index - 1]:
        return None
    return Written(starts[index - 1], end, int(before))


def _without_overlap(found: list[Written]) -> list[Written]:
    kept: list[Written] = []
    for written in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or written.start >= kept[-1].end:
            kept.append(written)
    return kept

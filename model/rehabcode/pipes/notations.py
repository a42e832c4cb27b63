"""How notes write minutes, token by token: what is a duration, and what only looks like one.

Notations are those of the charting guide (knowledge/sources.jsonl: charting): "15 min", "15'", "8:05-8:20", "0.25 hr",
"fifteen minutes", "half an hour", "1 hr 10 min". Reps, holds in seconds, inches, degrees, pounds, MHz, dates, weeks,
ratios, assist levels ("min A") and the six of a six-minute walk are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_SHIFT = 240
"""What is longer than four hours is no duration of a visit: how long a splint is worn, when a nurse was on."""

_UNITS = frozenset(["min", "mins", "minute", "minutes", "mts", "minit", "minits"])
_HOURS = frozenset(["hour", "hours", "hr", "hrs", "h"])
_PRIMES = frozenset("'’′")
_ONES = {
    word: value
    for value, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        )
    )
}  # fmt: skip
_TENS = {
    word: 10 * value
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_AFTER = re.compile(
    r"\s{0,3}[.)]?\s{0,3}-?\s{0,3}(?:walk|wt\b|step\s+test|a\b(?!\s*[a-z]{3})|assist|cue|vc\b|tc\b|guard|mod\b|resist|rests?\b|per\b|apart|ago\b|later|"
    r"drive|away|before|after\s+(?:each|every)|of\s+rest|recovery)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\bevery|\bq|\bper|\bwithin|\bup to|mA-?|\bafter|\blast|\bpast)\s*$|/$|\d\s?x\s?$", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?<![\d/.:-])([01]?\d|2[0-3]):?([0-5]\d)(?:\s?([ap]\.?m?\.?))?\s?(?:-|–|—|to|until|till|->|→)\s?"
    r"([01]?\d|2[0-3]):?([0-5]\d)(?!\d|[/.]\d)(?:\s?([ap]\.?m\b\.?))?",
    re.IGNORECASE,
)


class Written(NamedTuple):
    """Characters [start, end) write this many minutes."""

    start: int
    end: int
    minutes: int


def find_minutes(text: str, words: Sequence[str], starts: Sequence[int]) -> list[Written]:
    """Return what writes minutes in a text of these tokens, in order, without overlap."""
    found = _clock_times(text) if _CLOCK_HINT.search(text) else []
    for index, word in enumerate(words):
        if word in _PRIMES:
            written = _prime(text, words, starts, index)
        elif word[0] in "mMhH" and (low := word.lower()) in _UNITS:
            written = _counted(text, words, starts, index, 1)
        elif word[0] in "hH" and low in _HOURS:
            written = _hours(text, words, starts, index)
        else:
            continue
        if written and 0 < written.minutes <= LONGEST_SHIFT:
            if found and found[-1].end > written.start and found[-1].start <= written.start:
                continue
            found.append(written)
    if not found and words.count("m") > 1:
        found = _letters(text, words, starts)
    return _without_overlap(found)


def _letters(text: str, words: Sequence[str], starts: Sequence[int]) -> list[Written]:
    """Return "16m" at the end of a clause as minutes: for a note that writes no minutes in any other way."""
    ends = [
        i for i, word in enumerate(words) if word == "m" and (i + 1 == len(words) or words[i + 1][0] in ".,;)\n\r/|")
    ]
    written = [_counted(text, words, starts, index, 1) for index in ends]
    return [one for one in written if one and LEAST_LETTER <= one.minutes <= MOST_LETTER]


LEAST_LETTER, MOST_LETTER = 3, 60
_CLOCK_HINT = re.compile(r"\d\d\s?(?:[ap]\.?m?\.?)?\s?(?:-|–|—|to|until|till|->|→)\s?\d", re.IGNORECASE)


def _without_overlap(found: list[Written]) -> list[Written]:
    kept: list[Written] = []
    for written in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or written.start >= kept[-1].end:
            kept.append(written)
    return kept


def _number(words: Sequence[str], index: int) -> tuple[float, int] | None:
    """Return the number that ends with token `index`, and its first token; None where there is none."""
    word = words[index].lower()
    if word[0].isdigit():
        try:
            value = float(word)
        except ValueError:
            return None
        if index > 1 and words[index - 1] in ("/", "-", "–", ":") and words[index - 2][0].isdigit():
            return None
        return value, index
    value, first = _ONES.get(word, _TENS.get(word, 0)), index
    if not value:
        return None
    back = index - 1 - (index > 1 and words[index - 1] == "-")
    if back >= 0 and word in _ONES and words[back].lower() in _TENS:
        value, first = value + _TENS[words[back].lower()], back
    return float(value), first


def _counted(text: str, words: Sequence[str], starts: Sequence[int], index: int, unit: int) -> Written | None:
    """Return the minutes whose unit is token `index`, or None."""
    back = index - 1
    while back >= 0 and words[back] in ("-", " ", "(") and back > index - 3:
        back -= 1
    counted = _number(words, back) if back >= 0 else None
    end = starts[index] + len(words[index])
    if (
        counted is None
        or _AFTER.match(text, end)
        or _BEFORE.search(text, max(0, starts[counted[1]] - 12), starts[counted[1]])
    ):
        return None
    return Written(starts[counted[1]], end, round(counted[0] * unit))


def _prime(text: str, words: Sequence[str], starts: Sequence[int], index: int) -> Written | None:
    """Return 15' as minutes; a height in feet and inches, and what goes on after the sign, is none."""
    if index == 0 or not words[index - 1].isdigit() or len(words[index - 1]) > 2:
        return None
    end = starts[index] + 1
    if (end < len(text) and (text[end].isalnum() or text[end] in "'’′\"")) or (
        starts[index - 1] + len(words[index - 1]) != starts[index]
    ):
        return None
    if index > 1 and words[index - 2] in ("/", "'", "-") and starts[index - 2] + 1 == starts[index - 1]:
        return None
    return Written(starts[index - 1], end, int(words[index - 1]))


def _hours(text: str, words: Sequence[str], starts: Sequence[int], index: int) -> Written | None:
    end = starts[index] + len(words[index])
    before = [word.lower() for word in words[max(0, index - 4) : index]]
    joined = " ".join(before)
    if joined.endswith(("half an", "half a", "half")):
        return Written(starts[index - (1 if before[-1] == "half" else 2)], end, 30)
    if joined.endswith(("quarter of an", "quarter")):
        return Written(starts[index - (1 if before[-1] == "quarter" else 3)], end, 15)
    written = _counted(text, words, starts, index, 60)
    if written is None and before and before[-1] in ("an", "a") and not _AFTER.match(text, end):
        written = Written(starts[index - 1], end, 60)
    if written is None or index + 2 >= len(words):
        return written
    following = index + 1 + (words[index + 1].lower() == "and")
    rest = words[following : following + 3]
    if rest[:2] == ["a", "half"]:
        return written._replace(end=starts[following + 1] + 4, minutes=written.minutes + 30)
    if len(rest) > 1 and rest[0].isdigit() and rest[1].lower() in _UNITS:
        return written._replace(end=starts[following + 1] + len(rest[1]), minutes=written.minutes + int(rest[0]))
    return written


def _clock_times(text: str) -> list[Written]:
    found = []
    for match in _CLOCK.finditer(text):
        hour, minute, _, to_hour, to_minute, _ = match.groups()
        if ":" not in match.group() and not (len(hour + minute) >= 3 and len(to_hour + to_minute) >= 3):
            continue
        minutes = 60 * (int(to_hour) - int(hour)) + int(to_minute) - int(minute)
        minutes += 720 if minutes < 0 else 0
        if 0 < minutes <= LONGEST_SHIFT:
            found.append(Written(match.start(), match.end(), minutes))
    return found

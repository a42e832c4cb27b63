"""How notes write minutes: the patterns, and what only looks like minutes.

Notations are those of the charting guide (knowledge/sources.jsonl: charting): "15 min", "15'", "(15)", "x15 min",
"8:05-8:20", "0.25 hr", "fifteen minutes", "half an hour". Reps, holds in seconds, inches, degrees, pounds, MHz, dates,
weeks, ratios, assist levels ("min A") and the six of a six-minute walk are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 480
"""Minutes beyond a working day are no duration of a service."""

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_WORD = "(?:" + "|".join([*_TENS, *_ONES]) + ")"
_COUNT = rf"(?P<digits>\d{{1,3}}(?:\.\d+)?)|(?P<words>\b(?:(?:one|a)\s+hundred(?:\s+and)?\s+)?{_WORD}(?:[\s-]{_WORD})?)"
_NOT_AFTER = r"(?!\s*(?:-|\s)?(?:walk|w\b|wt\b|step\s+test|a\b(?!\w)|assist|cue|vc\b|tc\b|guard|mod\b|resist|rest\b|rests\b|per\b|apart|ago|later|drive|away))"

_MINUTES = re.compile(
    rf"(?<![\d./-])(?:{_COUNT})\s?-?\s?(?:minutes?|mins?|min\.|mts?)\b(?!-)\.?{_NOT_AFTER}", re.IGNORECASE
)
_PRIME = re.compile(r"(?<![\d./\"'’′])(?P<digits>\d{1,2})\s?['’′](?![\d'’′\w]|\s?\d{1,2}\s?[\"”″])")
_HOURS = re.compile(
    rf"(?<![\d./-])(?:(?P<half>half\s+(?:an?\s+)?hour)|(?P<quarter>quarter\s+(?:of\s+an\s+)?hour)|(?:{_COUNT}|(?P<one>\ban?))\s?-?"
    r"(?:hours?|hrs?|h)\b(?:\s?(?:and\s+)?(?P<rest>\d{1,2})\s?(?:min\w*|m)\b|\s+and\s+a\s+(?P<and_half>half))?)(?!\s*(?:ago|later|after|post|per))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d/.:-])(?P<h1>[01]?\d|2[0-3]):?(?P<m1>[0-5]\d)\s?(?P<p1>[ap]\.?m\.?)?\s?(?:-|–|—|to|until|till|->|→|/)\s?"
    r"(?P<h2>[01]?\d|2[0-3]):?(?P<m2>[0-5]\d)(?!\d|[/.]\d)\s?(?P<p2>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


class Written(NamedTuple):
    """Characters [start, end) write this many minutes."""

    start: int
    end: int
    minutes: int


def find_minutes(text: str) -> list[Written]:
    """Return what writes minutes, in order, without overlap."""
    found: list[Written] = []
    taken: list[tuple[int, int]] = []
    for written in (*_clock_times(text), *_hours(text), *_minutes(text), *_primes(text)):
        if 0 < written.minutes <= LONGEST and not any(start < written.end and written.start < end for start, end in taken):
            found.append(written)
            taken.append((written.start, written.end))
    return sorted(found)


def _count(match: re.Match[str]) -> float:
    if match.group("digits"):
        return float(match.group("digits"))
    total = 100 if "hundred" in match.group("words").lower() else 0
    for word in re.findall("[a-z]+", match.group("words").lower()):
        total += _TENS.get(word, _ONES.get(word, 0)) if word not in ("one",) or not total else 0
    return total


def _minutes(text: str) -> Iterator[Written]:
    for match in _MINUTES.finditer(text):
        yield Written(match.start(), match.end(), round(_count(match)))


def _primes(text: str) -> Iterator[Written]:
    for match in _PRIME.finditer(text):
        yield Written(match.start(), match.end(), int(match.group("digits")))


def _hours(text: str) -> Iterator[Written]:
    for match in _HOURS.finditer(text):
        if match.group("half"):
            minutes = 30.0
        elif match.group("quarter"):
            minutes = 15.0
        else:
            minutes = 60.0 * (1.0 if match.group("one") else _count(match))
        minutes += float(match.group("rest") or 0) + (30 if match.group("and_half") else 0)
        yield Written(match.start(), match.end(), round(minutes))


def _clock_times(text: str) -> Iterator[Written]:
    for match in _CLOCK.finditer(text):
        if ":" not in match.group() and len(match.group("h1") + match.group("m1")) < 4 and not match.group("p2"):
            continue
        minutes = 60 * (int(match.group("h2")) - int(match.group("h1"))) + int(match.group("m2")) - int(match.group("m1"))
        if minutes < 0:
            minutes += 720
        if minutes <= 240:
            yield Written(match.start(), match.end(), minutes)

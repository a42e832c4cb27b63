"""Minutes between two clock times: "8:05-8:20", "0905 to 0943", "Start 9:05 Stop 9:43", "in 1005 out 1130"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rehabcode.duration_words import DurationWords
from rehabcode.pipes.written import Written

_TIME = r"([01]?\d|2[0-3]):?([0-5]\d)(?:\s?([ap])\.?m?\b\.?)?"
_TO = r"\s?(?:-|–|—|to|until|till|->|→)\s?"
_RANGE = re.compile(rf"(?<![\d/.:-]){_TIME}{_TO}{_TIME}(?!\d|[/.]\d)", re.IGNORECASE)
_HOUR_RANGE = re.compile(r"(?<![\d/.:-])([1-9]|1[0-2])-([1-9]|1[0-2]):([0-5]\d)(?![\d:])")
_HINT = re.compile(r"\d:\d\d|(?<!\d)[012]\d[0-5]\d(?!\d)")
HALF_A_DAY = 720
LEAST_DIGITS, MILITARY = 3, 4
"""Without colons, 905-1000 and 0905-0943 are clock times; 125-135 is a heart rate."""


class ClockTimes:
    """Finds what two clock times bound; linear in the length of the text."""

    def __init__(self, words: DurationWords) -> None:
        began, ended = ("|".join(sorted(words.of(role), key=len, reverse=True)) for role in ("began", "ended"))
        self._named = re.compile(
            rf"\b(?:{began})(?:\s+time)?\W{{1,3}}{_TIME}[\s,;|/-]{{1,12}}(?:time\s+)?(?:{ended})(?:\s+time)?\W{{1,3}}"
            rf"{_TIME}(?!\d|[/.]\d)",
            re.IGNORECASE,
        )
        self._ended = frozenset(form for say in words.of("ended") for form in (say, say.capitalize(), say.upper()))

    def find(self, text: str, words: Iterable[str], longest: int) -> list[Written]:
        """Return what is at most `longest` minutes; the same characters may come twice. `words` are the tokens."""
        if not _HINT.search(text):
            return []
        found = [_between(match, longest) for match in _RANGE.finditer(text)]
        if not self._ended.isdisjoint(words):
            found += [_between(match, longest) for match in self._named.finditer(text)]
        for match in _HOUR_RANGE.finditer(text):
            hour, to_hour, to_minute = (int(part) for part in match.groups())
            found.append(_written(match, 60 * (to_hour - hour) + to_minute, longest))
        return [written for written in found if written is not None]


def _between(match: re.Match[str], longest: int) -> Written | None:
    hour, minute, _, to_hour, to_minute, _ = match.groups()
    if ":" not in match.group() and (len(hour + minute) < LEAST_DIGITS or len(to_hour + to_minute) < MILITARY):
        return None
    return _written(match, 60 * (int(to_hour) - int(hour)) + int(to_minute) - int(minute), longest)


def _written(match: re.Match[str], minutes: int, longest: int) -> Written | None:
    minutes += HALF_A_DAY if minutes < 0 else 0
    return Written(match.start(), match.end(), minutes) if 0 < minutes <= longest else None

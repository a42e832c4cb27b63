"""Finds where a phrase may go over the end of a line, two blanks or a no-break space ("gait<line end>training")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

LONGEST = 24
"""A word before a break is not longer than this."""

_BREAK = re.compile(
    r"(?:\r?\n[\ \t]*|\r[\ \t]*(?!\n)|\ \ (?<=\w\ \ )|[\u00a0\u202f](?<=\w[\u00a0\u202f]))(?=([^\W_]+))"
)
"""A break with the word after it: an empty line, a tab or three blanks part more than words."""
_WORD_BEFORE = re.compile(r"([^\W_]+)[\ \t]*\Z")


class Wraps:
    r"""The words that stand side by side in phrases, which are in lower case.

    >>> wraps = Wraps(["gait training"])
    >>> wraps.find("took part in gait\n  training")
    [(17, 20)]
    >>> wraps.find("gait\n\ntraining")
    []
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._pairs = {pair for phrase in phrases for pair in pairwise(phrase.split())}
        self._seconds = {second for _, second in self._pairs}

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return the breaks, as characters [start, end), between two words that stand side by side in a phrase."""
        breaks = []
        for match in _BREAK.finditer(text):
            if match[1].lower() in self._seconds:
                before = _WORD_BEFORE.search(text, max(match.start() - LONGEST, 0), match.start())
                if before and (before[1].lower(), match[1].lower()) in self._pairs:
                    breaks.append((before.end(1), match.end()))
        return breaks

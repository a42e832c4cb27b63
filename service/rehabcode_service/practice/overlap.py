"""How far the marked words are the words that prove."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:[./'’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Words of the gold evidence, words that were marked, and those that are both."""

    gold: int
    marked: int
    shared: int

    @property
    def share(self) -> float:
        """Twice the shared words over all words of both sides (F1): 1 where they are the same, 0 where none is."""
        return 2 * self.shared / (self.gold + self.marked) if self.gold + self.marked else 1.0


def overlap(note: str, gold: Iterable[tuple[int, int]], marked: Iterable[tuple[int, int]]) -> Overlap:
    """Compare two sets of stretches of a note by whole words; a word that is touched counts as marked.

    >>> overlap("quad sets x 10 and heel raises", [(0, 14)], [(0, 9)])
    Overlap(gold=4, marked=2, shared=2)
    """
    words = [found.span() for found in _WORD.finditer(note)]
    proving, chosen = _touched(words, gold), _touched(words, marked)
    return Overlap(len(proving), len(chosen), len(proving & chosen))


def _touched(words: list[tuple[int, int]], spans: Iterable[tuple[int, int]]) -> set[int]:
    return {index for start, end in spans for index, (first, last) in enumerate(words) if first < end and start < last}

"""Words that are meant where what is typed begins none: a slip or two of the fingers, or the vowels left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

SHORTEST, SHORTEST_TWICE = 4, 8
"""Letters that are typed before one slip is thought of, and before two are."""

SHORTEST_BONES = 3
BONES = frozenset("bcdfghjklmnpqrstvwxyz")
COST, BONES_COST = 0.1, 0.3
"""What a guess is worth beside a word that is typed right: for each slip, and for vowels left out."""


class Meant(NamedTuple):
    """A word that may be meant, and how far it is to be believed."""

    word: str
    worth: float


class Slips:
    """Finds what is meant among the known words."""

    def __init__(self, words: Sequence[str]) -> None:
        """`words` are in lower case and in order."""
        known = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
        self._by_letter: dict[str, list[str]] = {}
        for word in known:
            self._by_letter.setdefault(word[0], []).append(word)
        self._bones = sorted((bones(word), word) for word in known)

    def meant(self, typed: str) -> list[Meant]:
        """Return the words that `typed`, in lower case, may begin with a slip or abbreviate; best first."""
        if not typed.isalpha():
            return []
        guesses: dict[str, float] = {}
        for guess in (*self._bare(typed), *self._slipped(typed)):
            guesses[guess.word] = max(guess.worth, guesses.get(guess.word, 0.0))
        return [Meant(word, worth) for word, worth in sorted(guesses.items(), key=lambda item: (-item[1], item[0]))]

    def _slipped(self, typed: str) -> list[Meant]:
        """Return the words with the same first letter (or the first two swapped) that begin within a slip or two."""
        length = len(typed)
        if length < SHORTEST:
            return []
        most = 2 if length >= SHORTEST_TWICE else 1
        words = [
            word
            for letter in dict.fromkeys(typed[:2])
            for word in self._by_letter.get(letter, ())
            if len(word) >= length - most and (word[0] == typed[0] or word[:2] == typed[1::-1])
        ]
        if not words:
            return []
        cuts = [word[: length + more] for more in (-1, 0, 1) for word in words]
        slips = cdist([typed], cuts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8).reshape(3, -1).min(axis=0)
        return [Meant(words[place], COST ** int(slips[place])) for place in np.flatnonzero(slips <= most).tolist()]

    def _bare(self, typed: str) -> list[Meant]:
        """Return the words of which the consonants are typed ("trng")."""
        if len(typed) < SHORTEST_BONES or not BONES.issuperset(typed[1:]):
            return []
        own = bones(typed)
        found, place = [], bisect_left(self._bones, (own, ""))
        while place < len(self._bones) and self._bones[place][0].startswith(own):
            found.append(Meant(self._bones[place][1], BONES_COST))
            place += 1
        return found


def bones(word: str) -> str:
    """Return the first letter and the consonants after it, each run of one letter once.

    >>> bones("training"), bones("trng")
    ('trng', 'trng')
    """
    kept = word[:1]
    for letter in word[1:]:
        if letter in BONES and letter != kept[-1]:
            kept += letter
    return kept

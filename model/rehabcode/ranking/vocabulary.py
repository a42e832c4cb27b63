"""The words, word pairs and word parts that the clause model knows, as columns of its feature matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from rehabcode.ranking.clause_table import Ints

PARTS_FROM, PART = 5, 4
"""Words of at least five characters are also known by their parts of four, so that an unseen form is no stranger."""


def normal(word: str) -> str:
    """Return the form under which a word is counted: numbers are one word, but a code (five digits) stays itself.

    >>> [normal(word) for word in ("squats", "12", "97110", "0.5")]
    ['squats', '#', '97110', '#']
    """
    return "#" if word[0].isdigit() and len(word) != 5 else word


def parts(word: str) -> list[str]:
    """Return the distinct parts of a word, its edges marked."""
    if len(word) < PARTS_FROM or not word[0].isalpha():
        return []
    edged = f"^{word}$"
    return list(dict.fromkeys(edged[place : place + PART] for place in range(len(edged) - PART + 1)))


@dataclass(frozen=True)
class Vocabulary:
    """Columns of words (`words`), of pairs (`pairs`: sorted keys first * size + second) and of parts (`parts`)."""

    words: dict[str, int]
    pairs: Ints
    parts: dict[str, int]
    parts_of: list[Ints] = field(repr=False)

    @classmethod
    def fit(cls, notes: Iterable[Sequence[str]], *, least_words: int, least_pairs: int, least_parts: int) -> Vocabulary:
        """Return the vocabulary of notes (each a sequence of lower-case words): what stands in at least so many."""
        word_notes: Counter[str] = Counter()
        pair_notes: Counter[tuple[str, str]] = Counter()
        part_notes: Counter[str] = Counter()
        for note in notes:
            words = [normal(word) for word in note]
            word_notes.update(set(words))
            pair_notes.update(set(pairwise(words)))
            part_notes.update({part for word in set(words) for part in parts(word)})
        known = {
            word: i for i, word in enumerate(sorted(w for w, n in word_notes.items() if n >= least_words and w.strip()))
        }
        size = len(known)
        keys = sorted(
            known[one] * size + known[other]
            for (one, other), n in pair_notes.items()
            if n >= least_pairs and one in known and other in known
        )
        known_parts = {part: i for i, part in enumerate(sorted(p for p, n in part_notes.items() if n >= least_parts))}
        parts_of = [_columns(word, known_parts) for word in known]
        return cls(known, np.asarray(keys, dtype=np.int64), known_parts, parts_of)

    def part_columns(self, word: str, index: int) -> Ints:
        """Return the columns of a word's parts; `index` is its own column, or -1 for a word that is not known."""
        return self.parts_of[index] if index >= 0 else _columns(word, self.parts)


def _columns(word: str, known: dict[str, int]) -> Ints:
    return np.asarray([known[part] for part in parts(word) if part in known], dtype=np.int64)

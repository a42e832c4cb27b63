"""Mends misspelled words of the lexicon, so that "mobilizaton" is found where "mobilization" is a phrase's word."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST, SHORTEST_CHANGED = 9, 11
LONGEST = 24
"""Words of fewer letters are left alone: one letter off, they are other words ("adduction"). A changed letter makes
another word more often than a dropped, added or swapped one does, so it takes a longer word to tell."""

HALF = 4
"""A slip of one letter leaves the first or the last letters of a long word, so many, as they are."""


class Spelling:
    """The long words that phrases are made of; `mend(word)` returns the one that a slip of one letter makes of it.

    `others` are words of the language that stand one letter from a known one ("complaint"): they are never mended.
    """

    def __init__(self, words: Iterable[str], others: Iterable[str] = ()) -> None:
        self._others = frozenset(others)
        self.words = frozenset(word for word in words if len(word) >= SHORTEST and word.isalpha())
        self._beginnings = frozenset(word[:HALF] for word in self.words)
        self._endings = frozenset(word[-HALF:] for word in self.words)
        self._by_deletion: dict[str, str] = {}
        for word in sorted(self.words):
            for shorter in _deletions(word):
                self._by_deletion.setdefault(shorter, word)

    def mend(self, word: str) -> str | None:
        """Return the known word that `word` (lower case) misspells by one letter dropped, added, changed or swapped.

        None where `word` is known, short, another word, differs in its first letter, or is nobody's misspelling.
        """
        if not SHORTEST <= len(word) <= LONGEST or word in self.words or not word.isalpha() or self._is_other(word):
            return None
        if word[:HALF] not in self._beginnings and word[-HALF:] not in self._endings:
            return None
        british = word.replace("isation", "ization").replace("oedema", "edema")
        if british in self.words:
            return british
        for shorter in (word, *_deletions(word)):
            known = self._by_deletion.get(shorter)
            if known is None and shorter in self.words:
                known = shorter
            if known is not None and known[0] == word[0] and known[:-1] != word and word[:-1] != known:
                return known if _one_slip(word, known) else None
        return None

    def _is_other(self, word: str) -> bool:
        return word in self._others or (word[-1] == "s" and word[:-1] in self._others)


def _deletions(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _one_slip(word: str, known: str) -> bool:
    """Whether one dropped, added, changed or swapped letter makes `known` of `word`.

    A changed last letter makes another form of the word, which is no slip ("transporter", "transported").
    """
    if abs(len(word) - len(known)) == 1:
        return True
    differing = [place for place, (one, other) in enumerate(zip(word, known, strict=True)) if one != other]
    if len(differing) == 1:
        return len(word) >= SHORTEST_CHANGED and differing[0] < len(word) - 1
    return (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and (word[differing[0]] == known[differing[1]] and word[differing[1]] == known[differing[0]])
    )

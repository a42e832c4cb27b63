"""The phrases that may be offered, in the order of their keys: those of the lexicon and those that notes share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rehabcode.completion.words import LONGEST, key_of, plainly
from rehabcode.lexicon import Lexicon

DESCRIBED = "described"
"""The technique of a phrase that names none."""

LEXICON_WEIGHT = 0.5
"""A phrase of the lexicon counts like so much of a note that has it."""

_LAST = "\uffff"


class MinedPhrase(NamedTuple):
    """A phrase that several notes share: as it is shown, and in how many labels of each code it stands."""

    say: str
    codes: Mapping[str, float]


class Expansion(NamedTuple):
    """What an abbreviation stands for, by the key of its name."""

    key: str
    technique: str


class Phrases:
    """Phrases by key. `counts` and `allowed` have the shape (phrases, codes): how often, and 1 where ever.

    `words` are the single words of all keys. Phrases with a word of `slips` (misspelled ones) are left out.
    """

    def __init__(
        self, lexicon: Lexicon, mined: Iterable[MinedPhrase], codes: Sequence[str], slips: Iterable[str] = ()
    ) -> None:
        place = {code: index for index, code in enumerate(codes)}
        misspelled = frozenset(slips)
        named = _named(lexicon, misspelled)
        says = {key: say for key, (say, _) in named.items()}
        found = {key_of(phrase.say): phrase for phrase in mined}
        for key, phrase in found.items():
            if misspelled.isdisjoint(key.split()):
                says.setdefault(key, phrase.say)
        self.keys = tuple(sorted(says))
        self.says = tuple(says[key] for key in self.keys)
        self.techniques = tuple(_technique(key, named) for key in self.keys)
        self.words = tuple(sorted({word for key in self.keys for word in key.split()}))
        self.known_words = frozenset(self.words)
        self.counts: NDArray[np.float32] = np.zeros((len(self.keys), len(codes)), dtype=np.float32)
        self.allowed: NDArray[np.float32] = np.ones(self.counts.shape, dtype=np.float32)
        for row, key in enumerate(self.keys):
            if key in found:
                for code, count in found[key].codes.items():
                    self.counts[row, place[code]] += count
            if key in named:
                self._restrict(row, place, [lexicon.techniques[each].priors for each in named[key][1]])
            elif self.techniques[row] != DESCRIBED:
                own = {place[code] for code in lexicon.techniques[self.techniques[row]].codes if code in place}
                self.allowed[row] = self.counts[row] > 0
                self.allowed[row, [*own]] = 1
        self.expansions = _expansions(lexicon)
        self._places = {key: row for row, key in enumerate(self.keys)}

    def __len__(self) -> int:
        return len(self.keys)

    def beginning(self, prefix: str) -> tuple[int, int]:
        """Return the rows [first, last) of the phrases whose key begins so."""
        first = bisect_left(self.keys, prefix)
        return first, bisect_left(self.keys, prefix + _LAST, lo=first)

    def row(self, key: str) -> int | None:
        """Return the row of a key, or None."""
        return self._places.get(key)

    def _restrict(self, row: int, place: Mapping[str, int], priors: Iterable[Mapping[str, float]]) -> None:
        """Let a phrase that names techniques stand for their codes alone."""
        self.allowed[row] = 0
        for prior in priors:
            for code, chance in prior.items():
                if code in place:
                    self.allowed[row, place[code]] = 1
                    self.counts[row, place[code]] += LEXICON_WEIGHT * chance
        self.counts[row] *= self.allowed[row]


_Named = Mapping[str, tuple[str, tuple[str, ...]]]


def _named(lexicon: Lexicon, misspelled: frozenset[str]) -> _Named:
    """Return, for each key of the lexicon, how it is shown and the techniques that it names."""
    named: dict[str, tuple[str, tuple[str, ...]]] = {}
    for phrase in lexicon.phrases:
        say = plainly(phrase.say)
        key = key_of(say)
        if key and misspelled.isdisjoint(key.split()) and lexicon.techniques[phrase.technique].codes:
            shown, techniques = named.get(key, (say, ()))
            named[key] = (shown, (*techniques, phrase.technique))
    return named


def _technique(key: str, named: _Named) -> str:
    """Return the technique of the longest phrase of the lexicon in a key."""
    words = key.split()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            if part in named:
                return named[part][1][0]
    return DESCRIBED


def _expansions(lexicon: Lexicon) -> Mapping[str, tuple[Expansion, ...]]:
    """Return, for each abbreviation in the lexicon's own case, the names that it stands for.

    An abbreviation has the first letter of the name and others of it, in their order.
    """
    names = {phrase.technique: key_of(plainly(phrase.say)) for phrase in lexicon.phrases if phrase.canonical}
    found: dict[str, tuple[Expansion, ...]] = {}
    for phrase in lexicon.phrases:
        name, key = names.get(phrase.technique, ""), key_of(phrase.say)
        if key and key.count(" ") < LONGEST and not name.startswith(key) and _abbreviates(key, name):
            found[key] = (*found.get(key, ()), Expansion(name, phrase.technique))
    return found


def _abbreviates(short: str, name: str) -> bool:
    letters = iter(name)
    return short[0] == name[:1] and all(letter in letters for letter in short)

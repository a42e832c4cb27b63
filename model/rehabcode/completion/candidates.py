"""The phrases that what is typed may become, each with how well each code would explain it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rehabcode.completion.phrases import DESCRIBED, Phrases
from rehabcode.completion.slips import SHORTEST_TWICE, Slips
from rehabcode.completion.words import Typed

BACKGROUND = 1.0
"""So many labels of each code are taken to be spread over the phrases as all codes together spread over them."""

SPEAKS = 0.65
"""The power of what a phrase says of the code, beside what the place says of it."""

JOINED = 3.0
"""How much more a phrase counts that the words before the one that is typed belong to."""

EXPANDED, EXPANDED_IN_CAPITALS = 0.5, 20.0
"""What an abbreviation that is typed in full counts as its name, in small letters and as charts write it."""

LEAST_LETTERS = 2
"""Letters that begin a phrase; one is enough where words before it belong to the phrase too."""


class Candidates(NamedTuple):
    """Phrases by `rows`, without their first `dropped` characters; accepted, they replace the text from `starts`.

    `support` has the shape (candidates, codes): the chance of the phrase where this code is meant, to a factor.
    """

    rows: NDArray[np.intp]
    dropped: NDArray[np.intp]
    starts: NDArray[np.intp]
    support: NDArray[np.float32]


class CandidateFinder:
    """Looks phrases up."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._slips = Slips(phrases.words)
        self._lengths = np.asarray([len(key) for key in phrases.keys], dtype=np.intp)
        self._totals = phrases.counts.sum(axis=1)
        self._speaks = _speaks(phrases)
        self._named = np.asarray([technique != DESCRIBED for technique in phrases.techniques])

    def find(self, typed: Typed) -> Candidates | None:
        """Return the candidates that are longer than what is typed; None where there are none.

        Slips are thought of only where what is typed begins no phrase and is no word of one.
        """
        words = self._mended(typed.words)
        parts = [*self._beginning(typed, words, 1.0), *self._expanded(typed, words)]
        if not parts and words[-1] not in self._phrases.known_words:
            for word, worth in self._slips.meant(words[-1]):
                first, stop = self._phrases.beginning(word)
                often = float(self._totals[first:stop].sum())
                parts += self._beginning(typed, (*words[:-1], word), worth * often)
        if not parts:
            return None
        if len(parts) == 1:
            return parts[0]
        return self._merged(Candidates(*(np.concatenate(each) for each in zip(*parts, strict=True))))

    def saved(self, found: Candidates) -> NDArray[np.intp]:
        """Return the letters that each candidate has left, those that are typed included."""
        return self._lengths[found.rows] - found.dropped

    def read(self, found: Candidates, place: int) -> str:
        """Return the key of a candidate, as far as it is not written before it."""
        return self._phrases.keys[int(found.rows[place])][int(found.dropped[place]) :]

    def _beginning(self, typed: Typed, words: Sequence[str], worth: float) -> Iterator[Candidates]:
        """Yield the phrases that the last word begins, alone and together with the words before it."""
        last = words[-1]
        for count in range(1 if len(last) >= LEAST_LETTERS else 2, len(words) + 1):
            prefix = " ".join(words[-count:])
            first, stop = self._phrases.beginning(prefix)
            dropped = len(prefix) - len(last)
            least = len(last) + (last == typed.words[-1])
            kept = np.flatnonzero(self._lengths[first:stop] - dropped >= least)
            if not last:
                kept = kept[self._named[first:stop][kept]]
            if len(kept):
                support = self._explained(first, stop)[kept] * np.float32(worth if count == 1 else worth * JOINED)
                start = typed.starts[-1]
                yield Candidates(kept + first, np.full(len(kept), dropped), np.full(len(kept), start), support)

    def _explained(self, first: int, stop: int) -> NDArray[np.float32]:
        """Return the chance of each of these phrases among them, by code."""
        totals = self._totals[first:stop]
        explained: NDArray[np.float32] = (totals / max(float(totals.sum()), 1.0))[:, None] * self._speaks[first:stop]
        return explained

    def _mended(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words with the one before the last as it is meant, where it is long and nobody knows it."""
        if len(words) > 1 and len(words[-2]) >= SHORTEST_TWICE and words[-2] not in self._phrases.known_words:
            for word, _ in self._slips.meant(words[-2])[:1]:
                return (*words[:-2], word, words[-1])
        return words

    def _expanded(self, typed: Typed, words: Sequence[str]) -> Iterator[Candidates]:
        """Yield the names of the abbreviation that is typed, in place of all of its words."""
        for count in range(1, len(words) + 1):
            key = " ".join(words[-count:])
            worth = EXPANDED_IN_CAPITALS if all(map(str.isupper, typed.written[-count:])) else EXPANDED
            for expansion in self._phrases.expansions.get(key, ()):
                row = self._phrases.row(expansion.key)
                if row is not None and not expansion.key.startswith(key):
                    support = self._phrases.counts[row] / max(float(self._phrases.counts[row].max()), 1.0)
                    start = typed.starts[-count]
                    yield Candidates(np.array([row]), np.array([0]), np.array([start]), support[None, :] * worth)

    def _merged(self, found: Candidates) -> Candidates:
        """Add up candidates that would read the same: what is kept is the longest phrase, with its own codes."""
        last: dict[tuple[str, int], int] = {}
        support = found.support.copy()
        for place, start in enumerate(found.starts.tolist()):
            text = (self.read(found, place), start)
            if text in last:
                support[place] += support[last[text]]
            last[text] = place
        kept = [*last.values()]
        rows = found.rows[kept]
        return Candidates(rows, found.dropped[kept], found.starts[kept], support[kept] * self._phrases.allowed[rows])


def _speaks(phrases: Phrases) -> NDArray[np.float32]:
    """Return how much likelier each phrase makes each code than it is by itself, shape (phrases, codes)."""
    usual = phrases.counts.sum(axis=0) + 1
    usual /= usual.sum()
    totals = phrases.counts.sum(axis=1, keepdims=True)
    speaks: NDArray[np.float32] = (phrases.counts + BACKGROUND * usual) / ((totals + BACKGROUND) * usual)
    return speaks ** np.float32(SPEAKS) * phrases.allowed

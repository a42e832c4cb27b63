"""What the ranker knows of a candidate: named numbers, each with its meaning in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rehabcode.lexicon import Lexicon, Technique
from rehabcode.ranking.clause_model import ClauseScores, Floats
from rehabcode.ranking.clause_table import ClauseTable

Doubles = NDArray[np.float64]

FEATURES: Mapping[str, str] = {
    "proof": "log-odds of the clause that proves the code best",
    "proof_second": "log-odds of the second best",
    "both": "log-odds of the clause best by proof and done together",
    "both_second": "log-odds of the second best",
    "both_third": "log-odds of the third best",
    "support": "log of the summed proof of all clauses",
    "named": "highest prior of a technique named for the code, times that its clause tells of something done",
    "named_plainly": "the same, of techniques that no cue speaks against",
    "named_often": "log of how many techniques with the code as their likeliest are named and done",
    "named_any": "highest prior of a technique named for the code, done or not",
    "named_spoken": "the same, of techniques that no cue speaks against, as bare lists name them",
    "done": "log-odds that the best clause tells of something done",
    "lead": "how far the code leads the others in its best clause, in log-odds",
    "place": "how many codes have a better clause in this note",
    "best_other": "log-odds of the best clause of any other code",
    "note": "log-odds that a note of these words earns the code",
    "earns": "log-odds that a note of these words earns anything",
    "done_most": "log-odds of the clause likeliest to tell of something done",
    "done_mean": "log-odds of the mean over clauses that something was done",
    "typed": "1 where the code itself is typed in a clause that tells of something done",
    "typed_any": "1 where the code itself is typed anywhere",
    "timed": "1 where the best clause or its line bears minutes",
    "clauses": "log of the number of clauses",
}
FLOOR = 1e-4


def log_odds(chances: NDArray[np.floating]) -> Doubles:
    """Return log-odds, kept finite."""
    clipped = np.clip(np.asarray(chances, dtype=np.float64), FLOOR, 1 - FLOOR)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float64)


class CandidateFeatures:
    """Makes the rows of a note's candidates: FEATURES, then one column a code."""

    def __init__(self, lexicon: Lexicon, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        index = {code: place for place, code in enumerate(self.codes)}
        self._priors = {technique.id: _priors(technique, index) for technique in lexicon.techniques.values()}
        self._index = index

    @property
    def width(self) -> int:
        return len(FEATURES) + len(self.codes)

    def rows(self, table: ClauseTable, scores: ClauseScores, note: Floats) -> Doubles:
        """Return the rows of all codes, shape (n_codes, width). Raises ValueError for a note without clauses."""
        if not len(table):
            raise ValueError("a note without clauses has no candidates; ask for the rows of notes that have some")
        count = len(self.codes)
        both = together(scores)
        here = np.arange(count)
        proof, top, best = _top(scores.proof, 2), _top(both, 3), both.argmax(axis=0)
        rivals = both[best]
        rivals[here, here] = 0.0
        first, second = np.sort(top[0])[-1:-3:-1]
        best_other = np.where(top[0] >= first, second, first)
        odds = log_odds(np.stack([*proof, *top, scores.done[best], rivals.max(axis=1), best_other, note[:-1]]))
        whole = log_odds(np.array([note[-1], scores.done.max(), scores.done.mean()]))
        rows = np.zeros((self.width, count))
        rows[: len(FEATURES)] = np.stack(
            [
                *odds[:5], np.log(scores.proof.sum(axis=0) + 0.01), *self._named(table, scores),
                odds[5], odds[2] - odds[6], count - np.searchsorted(np.sort(top[0]), top[0], side="right"), *odds[7:],
                *np.repeat(whole[:, None], count, axis=1), *self._typed(table, scores),
                table.timed_lines()[best], np.full(count, np.log1p(len(table))),
            ]
        )  # fmt: skip
        rows[len(FEATURES) + here, here] = 1.0
        return rows.T

    def _named(self, table: ClauseTable, scores: ClauseScores) -> tuple[Doubles, ...]:
        named, plainly, often, named_any, spoken = (np.zeros(len(self.codes)) for _ in range(5))
        for mention, clause in zip(table.reading.mentions, table.of_mentions.tolist(), strict=True):
            done = float(scores.done[clause])
            for place, (code, prior) in enumerate(self._priors[mention.technique]):
                named_any[code] = max(named_any[code], prior)
                named[code] = max(named[code], prior * done)
                if mention.assertion == "performed":
                    spoken[code] = max(spoken[code], prior)
                    plainly[code] = max(plainly[code], prior * done)
                    often[code] += done if place == 0 and prior > 0.5 else 0.0
        return named, plainly, np.log1p(often), named_any, spoken

    def _typed(self, table: ClauseTable, scores: ClauseScores) -> tuple[Doubles, Doubles]:
        typed, typed_any = np.zeros(len(self.codes)), np.zeros(len(self.codes))
        words = table.reading.words
        for token in [token for token, word in enumerate(words) if word in self._index]:
            code = self._index[words[token]]
            clause = max(int(np.searchsorted(table.first, token, side="right")) - 1, 0)
            typed_any[code] = 1.0
            typed[code] = max(typed[code], float(scores.done[clause] > 0.5))
        return typed, typed_any


def together(scores: ClauseScores) -> Floats:
    """Return proof and done as one number: the square root of their product, shape (n_clauses, n_codes)."""
    joint: Floats = np.sqrt(scores.proof * scores.done[:, None])
    return joint


def _priors(technique: Technique, index: Mapping[str, int]) -> list[tuple[int, float]]:
    return [(index[code], prior) for code, prior in technique.priors.items() if code in index]


def _top(chances: Floats, count: int) -> Doubles:
    """Return the `count` highest of each column, highest first; zeros where there are fewer rows."""
    ordered = np.sort(chances, axis=0)[: -count - 1 : -1]
    padded = np.zeros((count, chances.shape[1]))
    padded[: len(ordered)] = ordered
    return padded

"""What the ranker knows of a candidate: named numbers, each with its meaning in one line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rehabcode.lexicon import Lexicon, Technique
from rehabcode.ranking.clause_features import mention_clauses
from rehabcode.ranking.clause_model import ClauseScores
from rehabcode.records import Reading

Doubles = NDArray[np.float64]

FEATURES: Mapping[str, str] = {
    "proof": "log-odds of the clause that proves the code best",
    "proof_second": "log-odds of the second best",
    "told": "log-odds of the best clause about the code's service, times that it was done",
    "told_second": "log-odds of the second best",
    "both": "log-odds of the clause best by proof, content and done together",
    "both_second": "log-odds of the second best",
    "both_third": "log-odds of the third best",
    "support": "log of the summed proof of all clauses",
    "named": "highest prior of a technique named for the code, times that its clause tells of something done",
    "named_plainly": "the same, of techniques that no cue speaks against",
    "named_often": "log of how many techniques with the code as their likeliest are named and done",
    "named_any": "highest prior of a technique named for the code, done or not",
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
    "untold": "1 where no clause is about the code's service",
}
FLOOR, UNTOLD = 1e-4, 0.1


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

    def rows(self, reading: Reading, scores: ClauseScores, note: NDArray[np.float32]) -> Doubles:
        """Return the rows of all codes, shape (n_codes, width)."""
        both = together(scores)
        plain = self._plain(reading, scores, both, _top(both, 3), note)
        return np.hstack([plain, np.eye(len(self.codes))])

    def _plain(
        self, reading: Reading, scores: ClauseScores, both: NDArray[np.float32], top: Doubles, note: NDArray[np.float32]
    ) -> Doubles:
        count = len(self.codes)
        proof, told = _top(scores.proof, 2), _top(scores.content * scores.done[:, None], 2)
        best = both.argmax(axis=0) if len(both) else np.zeros(count, dtype=np.int64)
        named, plainly, often, named_any = self._named(reading, scores)
        typed, typed_any = self._typed(reading, scores)
        ranked = np.sort(top[0])[::-1]
        best_other = np.where(top[0] >= ranked[0], ranked[1], ranked[0])
        timed = _timed(reading)
        done = scores.done if len(both) else np.zeros(1, np.float32)
        lines = both[best] if len(both) else np.zeros((count, count), np.float32)
        own = lines[np.arange(count), np.arange(count)].copy()
        rivals = lines.copy()
        rivals[np.arange(count), np.arange(count)] = 0.0
        chances = np.stack(
            [
                proof[0], proof[1], told[0], told[1], top[0], top[1], top[2], best_other, note[:-1], done[best], own,
                rivals.max(axis=1), np.full(count, note[-1]), np.full(count, done.max()), np.full(count, done.mean()),
            ]
        )  # fmt: skip
        odds = log_odds(chances)
        columns = (
            *odds[:7], np.log(scores.proof.sum(axis=0) + 0.01), named, plainly, np.log1p(often), named_any,
            odds[9], odds[10] - odds[11], (top[0][None, :] > top[0][:, None]).sum(axis=1), odds[7], odds[8], odds[12],
            odds[13], odds[14], typed, typed_any, timed[best] if len(both) else np.zeros(count),
            np.full(count, np.log1p(len(both))), told[0] < UNTOLD,
        )  # fmt: skip
        return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)

    def _named(self, reading: Reading, scores: ClauseScores) -> tuple[Doubles, Doubles, Doubles, Doubles]:
        named, plainly, often, named_any = (np.zeros(len(self.codes)) for _ in range(4))
        for mention, clause in zip(reading.mentions, mention_clauses(reading), strict=True):
            done = float(scores.done[clause])
            for place, (code, prior) in enumerate(self._priors[mention.technique]):
                named_any[code] = max(named_any[code], prior)
                named[code] = max(named[code], prior * done)
                if mention.assertion == "performed":
                    plainly[code] = max(plainly[code], prior * done)
                    often[code] += done if place == 0 and prior > 0.5 else 0.0
        return named, plainly, often, named_any

    def _typed(self, reading: Reading, scores: ClauseScores) -> tuple[Doubles, Doubles]:
        typed, typed_any = np.zeros(len(self.codes)), np.zeros(len(self.codes))
        starts = [clause.start for clause in reading.clauses]
        for word, start in zip(reading.words, reading.word_starts, strict=True):
            if len(word) == 5 and word in self._index:
                code = self._index[word]
                clause = max(bisect_right(starts, start) - 1, 0)
                typed_any[code] = 1.0
                typed[code] = max(typed[code], float(scores.done[clause] > 0.5))
        return typed, typed_any


def together(scores: ClauseScores) -> NDArray[np.float32]:
    """Return proof, content and done as one number: the square root of their product, shape (n_clauses, n_codes)."""
    joint: NDArray[np.float32] = np.sqrt(scores.proof * scores.content * scores.done[:, None])
    return joint


def _priors(technique: Technique, index: Mapping[str, int]) -> list[tuple[int, float]]:
    return [(index[code], prior) for code, prior in technique.priors.items() if code in index]


def _top(chances: NDArray[np.float32], count: int) -> Doubles:
    """Return the `count` highest of each column, highest first; zeros where there are fewer rows."""
    ordered = -np.sort(-chances, axis=0)[:count]
    padded = np.zeros((count, chances.shape[1]))
    padded[: len(ordered)] = ordered
    return padded


def _timed(reading: Reading) -> Doubles:
    starts = [clause.start for clause in reading.clauses]
    lines = {reading.clauses[max(bisect_right(starts, one.start) - 1, 0)].line for one in reading.durations if starts}
    return np.asarray([float(clause.line in lines) for clause in reading.clauses])

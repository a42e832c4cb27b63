"""The learned reading of a clause: which code its words speak for, and whether they tell of something done today.

Two questions, answered from one hidden layer over the same sparse row: what speaks for one code helps to see another.
`proof`   P(this clause proves the code), per code;
`done`    P(what it tells of was performed today by the therapist).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from rehabcode.ranking.clause_features import ClauseFeatures
from rehabcode.records import Reading

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class ClauseScores:
    """Probabilities of each clause: `proof` of shape (n_clauses, n_codes), `done` of shape (n_clauses,)."""

    proof: Floats
    done: Floats


@dataclass(frozen=True)
class ClauseTargets:
    """What the annotators said of each clause: 1 yes, -1 no, 0 not asked. Same shapes as ClauseScores."""

    proof: NDArray[np.int8]
    done: NDArray[np.int8]

    def of(self, clauses: NDArray[np.bool_]) -> ClauseTargets:
        """Return the targets of some of the clauses, a mask."""
        return ClauseTargets(self.proof[clauses], self.done[clauses])


@dataclass(frozen=True)
class ClauseModel:
    """The features, and what was fitted over them: `weights` (columns, n_hidden) and `biases` (n_hidden,) make the
    hidden layer, `heads` (n_hidden, n_codes + 1) and `intercepts` (n_codes + 1,) the log-odds; `done` is the last.
    """

    codes: tuple[str, ...]
    features: ClauseFeatures
    weights: Floats
    biases: Floats
    heads: Floats
    intercepts: Floats

    def scores(self, reading: Reading) -> ClauseScores:
        """Return the probabilities of a reading's clauses; empty arrays for a blank note."""
        if not reading.clauses:
            return no_scores(len(self.codes))
        return self.from_matrix(self.features.matrix(reading))

    def from_matrix(self, rows: sparse.csr_matrix) -> ClauseScores:
        """Return the probabilities of the clauses whose feature rows these are."""
        return self.from_hidden(np.asarray(rows @ self.weights) + self.biases)

    def from_hidden(self, inner: Floats) -> ClauseScores:
        """Return the probabilities for what reaches the hidden layer, shape (n_clauses, n_hidden)."""
        chances = expit(np.maximum(inner, 0.0) @ self.heads + self.intercepts)
        return ClauseScores(chances[:, :-1], chances[:, -1])


def no_scores(codes: int) -> ClauseScores:
    """Return the scores of a note without clauses."""
    return ClauseScores(np.zeros((0, codes), np.float32), np.zeros(0, np.float32))

"""The learned reading of a clause: which code its words speak for, and whether they tell of something done today.

Two questions, answered by logistic regressions over the same sparse row (scikit-learn's SGDClassifier, averaged):
`proof`   P(this clause proves the code), per code;
`done`    P(what it tells of was performed today by the therapist).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
from sklearn.linear_model import SGDClassifier

from rehabcode.ranking.clause_features import ClauseFeatures
from rehabcode.records import Reading

Floats = NDArray[np.float32]
NEVER = -12.0
"""The log-odds of a code that no clause of the fitting corpus proves."""


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


@dataclass(frozen=True)
class ClauseModel:
    """Fitted weights, shape (columns, n_codes + 1), and the features that they weigh."""

    codes: tuple[str, ...]
    features: ClauseFeatures
    weights: Floats
    intercepts: Floats

    def scores(self, reading: Reading) -> ClauseScores:
        """Return the probabilities of a reading's clauses; empty arrays for a blank note."""
        if not reading.clauses:
            return no_scores(len(self.codes))
        return self.from_matrix(self.features.matrix(reading))

    def from_matrix(self, rows: sparse.csr_matrix) -> ClauseScores:
        """Return the probabilities of the clauses whose feature rows these are."""
        chances = expit(np.asarray(rows @ self.weights) + self.intercepts)
        return ClauseScores(chances[:, :-1], chances[:, -1])


def no_scores(codes: int) -> ClauseScores:
    """Return the scores of a note without clauses."""
    return ClauseScores(np.zeros((0, codes), np.float32), np.zeros(0, np.float32))


def fit_clause_model(
    features: ClauseFeatures, codes: tuple[str, ...], rows: sparse.csr_matrix, targets: ClauseTargets,
    *, alpha: float, epochs: int, processes: int,
) -> ClauseModel:  # fmt: skip
    """Return the model fitted on clause rows, shape (n_clauses, columns), and their targets."""
    columns = [*targets.proof.T, targets.done]
    fitted = Parallel(n_jobs=processes)(delayed(fit_one)(rows, column, alpha, epochs) for column in columns)
    weights = np.stack([weight for weight, _ in fitted], axis=1)
    return ClauseModel(codes, features, weights, np.asarray([bias for _, bias in fitted], dtype=np.float32))


def fit_one(rows: sparse.csr_matrix, target: NDArray[np.int8], alpha: float, epochs: int) -> tuple[Floats, float]:
    """Return weights and intercept of one logistic regression; the rows whose target is 0 are not asked."""
    asked = target != 0
    if (target > 0).sum() < 2 or not (target < 0).any():
        return np.zeros(rows.shape[1], np.float32), NEVER
    estimator = SGDClassifier(loss="log_loss", alpha=alpha, max_iter=epochs, tol=None, average=True, random_state=0)
    estimator.fit(rows[asked], target[asked] > 0)
    return estimator.coef_[0].astype(np.float32), float(estimator.intercept_[0])

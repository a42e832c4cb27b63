"""Fits the clause model: one hidden layer, shared by all codes, learned by stochastic gradient descent (Adagrad).

Written here because scikit-learn's MLPClassifier can neither leave a target unasked nor leave out words at random, and
both are needed: annotators mark four spans a code at most, and a model that may lean on any one word leans on the
neighbours of a service instead of its name. A framework of neural networks would weigh more than all else together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
from threadpoolctl import threadpool_limits

from rehabcode.ranking.clause_features import ClauseFeatures
from rehabcode.ranking.clause_model import ClauseModel, ClauseTargets, Floats

NEVER = -12.0
"""The log-odds of a code that fewer than two clauses prove: too few to learn from."""
LIFT = 64.0
"""Without a hidden layer, what is added in its place and taken off behind it: more than any log-odds, so that no unit
falls silent and all is passed on as it came."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the model is fitted.

    `hidden` are the units of the layer; with none, each question is weighed on its own, a logistic regression.
    `words_left_out` and `units_left_out` are the shares of a row's entries, and of the hidden units, that each step
    does without; `done_weight` is how much the question "was it done?" counts beside one code.
    """

    hidden: int = 64
    epochs: int = 6
    batch: int = 256
    rate: float = 0.1
    words_left_out: float = 0.4
    units_left_out: float = 0.3
    done_weight: float = 3.0
    seed: int = 0


def fit_clause_model(
    features: ClauseFeatures, codes: tuple[str, ...], rows: sparse.csr_matrix, targets: ClauseTargets,
    settings: Settings = Settings(),
) -> ClauseModel:  # fmt: skip
    """Return the model fitted on clause rows, shape (n_clauses, columns), and their targets.

    The same on any number of cores: the sums are made in one order.
    """
    asked = np.column_stack([targets.proof, targets.done])
    learnt = ((asked > 0).sum(axis=0) > 1) & (asked < 0).any(axis=0)
    with threadpool_limits(limits=1):
        net = _Net(rows.shape[1], np.where(learnt, asked, 0).astype(np.int8), settings)
        net.learn(rows)
    intercepts = np.where(learnt, net.intercepts, NEVER).astype(np.float32)
    return ClauseModel(codes, features, net.weights, net.biases, np.where(learnt, net.heads, 0.0), intercepts)


class _Net:
    """The weights while they are learned, and for each the sum of its squared gradients."""

    def __init__(self, columns: int, targets: NDArray[np.int8], settings: Settings) -> None:
        self._random = np.random.default_rng(settings.seed)
        self._targets, self._settings = targets, settings
        outputs = targets.shape[1]
        hidden, bias = (settings.hidden, 0.1) if settings.hidden else (outputs, LIFT)
        self.weights = np.zeros((columns, hidden), np.float32)
        self.biases = np.full(hidden, bias, np.float32)
        heads = 0.1 * self._random.standard_normal((hidden, outputs)) if settings.hidden else np.eye(outputs)
        self.heads = heads.astype(np.float32)
        share = np.clip((targets > 0).sum(axis=0) / np.maximum((targets != 0).sum(axis=0), 1), 1e-5, 1 - 1e-5)
        self.intercepts = (np.log(share / (1 - share)) - (0.0 if settings.hidden else LIFT)).astype(np.float32)
        self._weighing = np.ones(outputs, np.float32)
        self._weighing[-1] = settings.done_weight
        self._squares = [
            np.full_like(of, 1e-3) for of in (self.weights, self.biases, self.heads, self.intercepts)
        ]  # fmt: skip

    def learn(self, rows: sparse.csr_matrix) -> None:
        """Go through the rows `epochs` times in random order, at a rate that falls to nothing."""
        count, size = rows.shape[0], self._settings.batch
        batches = [slice(first, first + size) for first in range(0, count, size)]
        steps = self._settings.epochs * len(batches)
        for epoch in range(self._settings.epochs):
            order = self._random.permutation(count)
            for number, batch in enumerate(batches):
                done = (epoch * len(batches) + number) / steps
                self._step(rows[order[batch]], self._targets[order[batch]], self._settings.rate * (1 - done))

    def _step(self, rows: sparse.csr_matrix, targets: NDArray[np.int8], rate: float) -> None:
        """Move the weights of the words in these rows, and all others, down the gradient of the log loss."""
        columns, row_columns = np.unique(rows.indices, return_inverse=True)
        words = rows.data * self._kept(rows.data.shape, self._settings.words_left_out)
        rows = sparse.csr_matrix((words, row_columns.astype(np.int32), rows.indptr), (len(targets), len(columns)))
        inner = np.asarray(rows @ self.weights[columns]) + self.biases
        kept = self._kept(inner.shape, self._settings.units_left_out if self._settings.hidden else 0.0) * (inner > 0)
        hidden = inner * kept
        chances = expit(hidden @ self.heads + self.intercepts)
        slopes = np.where(targets == 0, 0.0, chances - (targets > 0)).astype(np.float32) * self._weighing
        inner_slopes = (slopes @ self.heads.T) * kept
        of_weights, of_biases, of_heads, of_intercepts = self._squares
        _descend(self.intercepts, of_intercepts, slopes.sum(axis=0), rate)
        if self._settings.hidden:
            _descend(self.heads, of_heads, hidden.T @ slopes, rate)
            _descend(self.biases, of_biases, inner_slopes.sum(axis=0), rate)
        slope = np.asarray(rows.T @ inner_slopes)
        of_weights[columns] += slope**2
        self.weights[columns] -= rate * slope / np.sqrt(of_weights[columns])

    def _kept(self, shape: tuple[int, ...], left_out: float) -> Floats:
        """Return 0 for what is left out at random, and for the rest what makes up for it."""
        kept: Floats = (self._random.random(shape) >= left_out).astype(np.float32) / np.float32(1 - left_out)
        return kept


def _descend(weights: Floats, squares: Floats, slope: Floats, rate: float) -> None:
    """Take one step of Adagrad (Duchi 2011), in place."""
    squares += slope**2
    weights -= rate * slope / np.sqrt(squares)

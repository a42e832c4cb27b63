"""The learned reading of a note as a whole: does it earn anything, and which codes go with the words it uses?

What one clause cannot know, the note does: that all was done in the pool, in a group, by a surgeon.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
from sklearn.linear_model import SGDClassifier

from rehabcode.ranking.clause_model import Floats
from rehabcode.ranking.clause_table import Ints
from rehabcode.ranking.vocabulary import Vocabulary, normal
from rehabcode.records import Reading

LENGTH = 3.0
NEVER = -12.0
"""The log-odds of a code that fewer than two notes earn."""


@dataclass(frozen=True)
class NoteModel:
    """Fitted weights over a note's words, shape (n_words, n_codes + 1): per code, and last "earns anything"."""

    vocabulary: Vocabulary
    weights: Floats
    intercepts: Floats

    def scores(self, reading: Reading) -> Floats:
        """Return probabilities, shape (n_codes + 1,): that the note earns each code, and that it earns any."""
        columns = _columns(self.vocabulary, reading)
        scale = LENGTH / np.sqrt(max(len(columns), 1))
        chances: Floats = expit(self.weights[columns].sum(axis=0) * scale + self.intercepts)
        return chances

    def from_matrix(self, rows: sparse.csr_matrix) -> Floats:
        """Return the probabilities of the notes whose rows these are."""
        chances: Floats = expit(np.asarray(rows @ self.weights) + self.intercepts)
        return chances


def note_row(vocabulary: Vocabulary, reading: Reading) -> sparse.csr_matrix:
    """Return the row of a note, shape (1, n_words): each of its known words once, whatever its length."""
    columns = _columns(vocabulary, reading)
    values = np.full(len(columns), LENGTH / np.sqrt(max(len(columns), 1)), dtype=np.float32)
    return sparse.csr_matrix((values, (np.zeros_like(columns), columns)), shape=(1, len(vocabulary.words)))


def _columns(vocabulary: Vocabulary, reading: Reading) -> Ints:
    words = set(reading.words)
    known = {*map(vocabulary.words.get, words)}
    if any(word[0].isdigit() and normal(word) != word for word in words):
        known.add(vocabulary.words.get(normal("0")))
    return np.asarray(sorted(column for column in known if column is not None), dtype=np.int64)


def fit_note_model(
    vocabulary: Vocabulary, rows: sparse.csr_matrix, earned: NDArray[np.bool_], *, alpha: float, epochs: int
) -> NoteModel:
    """Return the model fitted on note rows and `earned`, shape (n_notes, n_codes)."""
    targets = [np.where(column, 1, -1).astype(np.int8) for column in (*earned.T, earned.any(axis=1))]
    fitted = [fit_one(rows, target, alpha, epochs) for target in targets]
    weights = np.stack([weight for weight, _ in fitted], axis=1)
    return NoteModel(vocabulary, weights, np.asarray([bias for _, bias in fitted], dtype=np.float32))


def fit_one(rows: sparse.csr_matrix, target: NDArray[np.int8], alpha: float, epochs: int) -> tuple[Floats, float]:
    """Return weights and intercept of one logistic regression; the rows whose target is 0 are not asked."""
    asked = target != 0
    if (target > 0).sum() < 2 or not (target < 0).any():
        return np.zeros(rows.shape[1], np.float32), NEVER
    estimator = SGDClassifier(loss="log_loss", alpha=alpha, max_iter=epochs, tol=None, average=True, random_state=0)
    estimator.fit(rows[asked], target[asked] > 0)
    return estimator.coef_[0].astype(np.float32), float(estimator.intercept_[0])

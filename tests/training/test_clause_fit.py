"""The clause model learns what it is asked, the same every time, and says nothing of codes that it has hardly met."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from rehabcode.ranking.clause_features import ClauseFeatures
from rehabcode.ranking.clause_model import ClauseModel, ClauseTargets
from rehabcode.ranking.vocabulary import Vocabulary
from rehabcode_training.clause_fit import NEVER, Settings, fit_clause_model

WORDS = Vocabulary.fit([], least_words=1, least_pairs=1, least_parts=1)
FEATURES = ClauseFeatures(WORDS, {})
SETTINGS = Settings(hidden=8, epochs=60, batch=16)
CODES = ("97116", "97140")
DRAWN = np.random.default_rng(7)
ROWS = sparse.csr_matrix((DRAWN.random((80, FEATURES.columns)) < 0.3).astype(np.float32))
FIRST, SECOND = (np.where(ROWS.toarray()[:, column] > 0, 1, -1).astype(np.int8) for column in (0, 1))


def fitted(proof: np.ndarray, done: np.ndarray, settings: Settings = SETTINGS) -> ClauseModel:
    return fit_clause_model(FEATURES, CODES, ROWS, ClauseTargets(proof.astype(np.int8), done), settings)


def test_each_question_is_answered_by_the_words_that_decide_it() -> None:
    scores = fitted(np.column_stack([FIRST, SECOND]), FIRST, replace(SETTINGS, words_left_out=0.0)).from_matrix(ROWS)
    answers = np.column_stack([scores.proof, scores.done]) > 0.5
    assert (answers == (np.column_stack([FIRST, SECOND, FIRST]) > 0)).mean() > 0.97


def test_what_is_not_asked_is_no_no() -> None:
    half = FIRST.copy()
    half[np.flatnonzero(FIRST > 0)[::2]] = 0
    scores = fitted(np.column_stack([half, SECOND]), FIRST, replace(SETTINGS, words_left_out=0.0)).from_matrix(ROWS)
    assert scores.proof[half == 0, 0].min() > 0.8


@pytest.mark.parametrize("yes", [0, 1], ids=["no-yes", "one-yes"])
def test_a_code_that_too_little_speaks_for_is_never_proven(yes: int) -> None:
    rare = np.full(80, -1)
    rare[:yes] = 1
    model = fitted(np.column_stack([FIRST, rare]), FIRST)
    assert model.intercepts[1] == NEVER
    assert model.from_matrix(ROWS).proof[:, 1].max() < 1e-4


def test_a_code_that_nothing_speaks_against_is_never_proven() -> None:
    assert fitted(np.column_stack([FIRST, np.ones(80)]), FIRST).intercepts[1] == NEVER


def test_two_fits_give_the_same_numbers_and_another_seed_gives_others() -> None:
    proof = np.column_stack([FIRST, SECOND])
    one, again = fitted(proof, FIRST), fitted(proof, FIRST)
    other = fitted(proof, FIRST, replace(SETTINGS, seed=1))
    np.testing.assert_array_equal(one.weights, again.weights)
    assert not np.array_equal(one.weights, other.weights)

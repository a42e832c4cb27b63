"""The ranker keeps scikit-learn's contract, and its folded weights are the pipeline that it was fitted as."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator

from rehabcode.ranking.ranker import CandidateRanker

Rows = NDArray[np.float64]


def checked(part: Any) -> str:
    """Return the name of a check, or of what it checks."""
    return getattr(getattr(part, "func", part), "__name__", type(part).__name__)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Features far apart in mean and spread, the last of them constant."""
    drawn = np.random.default_rng(0).normal(size=(200, 4))
    rows: Rows = drawn * np.asarray([1.0, 30.0, 0.01, 0.0]) + np.asarray([0.0, 500.0, -3.0, 7.0])
    return rows


@pytest.fixture(scope="module")
def earned(rows: Rows) -> NDArray[np.bool_]:
    noise = np.random.default_rng(1).normal(size=len(rows))
    return np.asarray(rows[:, 0] + (rows[:, 1] - 500) / 30 + noise > 0)


@pytest.mark.parametrize(
    ("estimator", "check"), [*estimator_checks_generator(CandidateRanker(), mark="xfail")], ids=checked
)
def test_contract(estimator: Any, check: Callable[[Any], None]) -> None:
    check(estimator)


@pytest.mark.parametrize("strength", [0.01, 0.1, 10.0])
def test_folded_weights_are_the_plain_pipeline(strength: float, rows: Rows, earned: NDArray[np.bool_]) -> None:
    plain = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=400)).fit(rows, earned)
    ranker = CandidateRanker(C=strength).fit(rows, earned)
    np.testing.assert_allclose(ranker.predict_proba(rows), plain.predict_proba(rows), atol=1e-9)
    np.testing.assert_array_equal(ranker.predict(rows), plain.predict(rows))


def test_chances_are_the_probabilities(rows: Rows, earned: NDArray[np.bool_]) -> None:
    ranker = CandidateRanker().fit(rows, earned)
    np.testing.assert_allclose(ranker.chances(rows), ranker.predict_proba(rows)[:, 1], rtol=1e-12)
    assert np.ptp(ranker.chances(rows)) > 0.5


def test_a_second_fit_is_the_first(rows: Rows, earned: NDArray[np.bool_]) -> None:
    one, other = CandidateRanker().fit(rows, earned), CandidateRanker().fit(rows, earned)
    np.testing.assert_array_equal(one.weights_, other.weights_)
    assert one.intercept_ == other.intercept_


def test_candidates_of_one_kind_teach_nothing(rows: Rows) -> None:
    with pytest.raises(ValueError, match=r"1 class\(es\); give candidates that were earned and some that were not"):
        CandidateRanker().fit(rows, np.ones(len(rows), dtype=bool))


def test_an_unfitted_ranker_says_so(rows: Rows) -> None:
    with pytest.raises(NotFittedError, match="not fitted yet"):
        CandidateRanker().predict(rows)

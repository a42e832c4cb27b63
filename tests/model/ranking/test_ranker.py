"""The ranker keeps scikit-learn's contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.utils.estimator_checks import parametrize_with_checks

from rehabcode.ranking.ranker import CandidateRanker


@parametrize_with_checks([CandidateRanker()])  # type: ignore[untyped-decorator]
def test_contract(estimator: Any, check: Callable[[Any], None]) -> None:
    check(estimator)


def test_chances_are_the_probabilities() -> None:
    rows = np.random.default_rng(0).normal(size=(60, 4))
    ranker = CandidateRanker().fit(rows, rows[:, 0] > 0)
    assert np.allclose(ranker.chances(rows), ranker.predict_proba(rows)[:, 1])

"""The ranker: how likely each candidate is, as a calibrated probability."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data


class CandidateRanker(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn publishes no types, so that its bases are Any
    """A logistic regression over scaled features, fitted on scores that the clause model gave to notes it had not seen.

    Parameters
    ----------
    C : inverse strength of the regularisation.
    max_iter : iterations of the solver.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
    weights_ : ndarray of shape (n_features,), over the raw features (the scaling is folded in)
    intercept_ : float
    """

    def __init__(self, C: float = 0.1, max_iter: int = 400) -> None:
        self.C = C
        self.max_iter = max_iter

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> CandidateRanker:
        """Fit on candidates X, shape (n_candidates, n_features), and whether each was earned. Raises ValueError."""
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        if len(self.classes_) != 2:
            raise ValueError(
                "Only binary classification is supported. The type of the target has "
                f"{len(self.classes_)} class(es); give candidates that were earned and some that were not"
            )
        scaler = StandardScaler().fit(X)
        regression = LogisticRegression(C=self.C, max_iter=self.max_iter).fit(scaler.transform(X), y)
        self.n_iter_ = regression.n_iter_
        self.weights_: NDArray[np.float64] = regression.coef_[0] / scaler.scale_
        self.intercept_ = float(regression.intercept_[0] - scaler.mean_ @ self.weights_)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return log-odds, shape (n_candidates,)."""
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False)
        odds: NDArray[np.float64] = rows @ self.weights_ + self.intercept_
        return odds

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return probabilities, shape (n_candidates, 2)."""
        earned = expit(self.decision_function(X))
        return np.stack([1 - earned, earned], axis=1)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the likelier class of each candidate, shape (n_candidates,)."""
        likely = self.decision_function(X) > 0
        likelier: NDArray[Any] = self.classes_[likely.astype(int)]
        return likelier

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each row being earned, shape (n_candidates,), without checking the rows again."""
        earned: NDArray[np.float64] = expit(rows @ self.weights_ + self.intercept_)
        return earned

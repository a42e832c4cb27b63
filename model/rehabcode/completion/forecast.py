"""Which codes a place in a note expects: a logistic regression over signs, kept small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNSEEN = 1e-3
"""The chance of a code that no note was labelled with."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A fitted forecast over `codes`.

    `rows` gives the row of each sign; `weights` has the shape (signs, codes) in whole steps of `steps` (signs,), and
    `bias` the shape (codes,), with -inf for a code that no note was labelled with.
    """

    codes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.int8]
    steps: NDArray[np.float32]
    bias: NDArray[np.float32]

    def level(self, signs: Mapping[str, float]) -> NDArray[np.float32]:
        """Return what these signs say for each code, shape (codes,): levels of parts of the signs add up."""
        rows = self.rows
        known = [name for name in signs if name in rows]
        places = [rows[name] for name in known]
        factors = np.asarray([signs[name] for name in known], dtype=np.float32) * self.steps[places]
        level: NDArray[np.float32] = factors @ self.weights[places].astype(np.float32)
        return level

    def chances(self, level: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the chance of each code at a level, shape (codes,): what is written here supports this one."""
        level = level + self.bias
        odds = np.exp(level - level.max())
        chances: NDArray[np.float32] = np.maximum(odds / odds.sum(), np.float32(UNSEEN))
        return chances


def shrunk(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return weights of shape (signs, codes) in 127 whole steps to either side, and the step of each row."""
    steps = np.maximum(np.abs(weights).max(axis=1), 1e-6) / 127
    return np.rint(weights / steps[:, None]).astype(np.int8), steps.astype(np.float32)

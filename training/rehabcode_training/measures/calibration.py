"""Does a score of 0.8 mean right four times in five? Expected calibration error over everything ranked.

A label that was never ranked has no score and no place here; recall counts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rehabcode_training.answers import Answered
from rehabcode_training.measures.code_set import as_number
from rehabcode_training.measures.measure import Cases, Measure, ratio

BINS = 10
ENOUGH = 20
"""A code is judged alone from this many ranked cases on; its bins hold at least as many, so that a bin is a rate."""


def _ranked(row: Answered) -> Iterator[Sequence[float]]:
    """Yield code (as a number), score, right."""
    for entry in row.ranking:
        yield as_number(entry.code), entry.score, row.verdict(entry.code) == "right"


def calibration_error(scores: Cases, right: Cases, bins: int) -> float:
    """Return the mean gap between score and rate over bins of equal mass, nan without cases.

    >>> float(calibration_error(np.array([0.2, 0.4, 0.9, 0.7]), np.array([0.0, 1.0, 1.0, 1.0]), bins=2)).__round__(3)
    0.2
    """
    order = np.argsort(scores, kind="stable")
    bins = min(bins, len(scores))
    if not bins:
        return float("nan")
    edges = np.linspace(0, len(scores), bins + 1).astype(int)
    gaps = np.add.reduceat(scores[order] - right[order], edges[:-1])
    return ratio(np.abs(gaps).sum(), len(scores))


def _pooled(cases: Cases) -> float:
    return calibration_error(cases[:, 1], cases[:, 2], BINS)


def errors_by_code(cases: Cases) -> dict[int, float]:
    """Return the error of each code (as a number) with enough cases."""
    codes, counts = np.unique(cases[:, 0], return_counts=True)
    errors = {}
    for code, count in zip(codes[counts >= ENOUGH], counts[counts >= ENOUGH], strict=True):
        own = cases[cases[:, 0] == code]
        errors[int(code)] = calibration_error(own[:, 1], own[:, 2], min(BINS, int(count) // ENOUGH))
    return errors


def _worst(cases: Cases) -> float:
    return max(errors_by_code(cases).values(), default=float("nan"))


CALIBRATION_ERROR = Measure(
    "calibration_error",
    "expected calibration error, pooled",
    3,
    _ranked,
    _pooled,
    needs="score",
    floor="0.05",
    aim="0.03",
)
WORST_CALIBRATION_ERROR = Measure(
    "worst_calibration_error",
    "the same, worst code with ≥ 20 cases",
    3,
    _ranked,
    _worst,
    needs="score",
    floor="0.10",
    aim="0.05",
)

CALIBRATION = (CALIBRATION_ERROR, WORST_CALIBRATION_ERROR)

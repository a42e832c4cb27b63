"""What a measure is: what each note contributes, and what all contributions together amount to.

Kept apart so that a bootstrap can draw notes again without asking for their answers again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rehabcode_training.answers import Answered

Cases = NDArray[np.float64]
Needs = Literal["codes", "evidence", "minutes", "score", "faithfulness"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure about answered notes.

    `cases` gives the rows that one note contributes, each of `width` numbers; `value` takes the rows of all notes,
    shape (rows, width), and is nan where there is nothing to measure. `needs` is what an answer must really hold
    for the figure to mean something. `floor` and `aim` are the bar that the project set itself, in words.
    """

    name: str
    title: str
    width: int
    cases: Callable[[Answered], Iterable[Sequence[float]]]
    value: Callable[[Cases], float]
    needs: Needs = "codes"
    percent: bool = False
    floor: str = ""
    aim: str = ""

    def of(self, rows: Iterable[Answered]) -> float:
        """Return the figure for these answered notes; nan where there is nothing to measure."""
        return self.value(np.concatenate([np.empty((0, self.width)), *(self.table(row) for row in rows)]))

    def table(self, row: Answered) -> Cases:
        """Return what one note contributes, shape (rows, width)."""
        return np.asarray(list(self.cases(row)), dtype=np.float64).reshape(-1, self.width)


def ratio(part: float, whole: float) -> float:
    """Return part / whole, nan where the whole is nothing.

    >>> ratio(1, 4), ratio(0, 0)
    (0.25, nan)
    """
    return float(part) / float(whole) if whole else float("nan")


def harmonic(precision: float, recall: float) -> float:
    """Return F1: nan where there was nothing to find, nought where nothing right was found.

    >>> harmonic(0.5, 1.0), harmonic(float("nan"), 0.0), harmonic(0.5, float("nan"))
    (0.6666666666666666, 0.0, nan)
    """
    if np.isnan(recall):
        return float("nan")
    return 2 * precision * recall / (precision + recall) if precision > 0 and recall > 0 else 0.0


def mean(cases: Cases) -> float:
    """Return the mean of the first column, nan without rows."""
    return ratio(cases[:, 0].sum(), len(cases))

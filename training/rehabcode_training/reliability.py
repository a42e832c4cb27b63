"""The calibration curve: of what was given about this score, how much was right?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rehabcode_training.answers import Answered
from rehabcode_training.measures.calibration import BINS, CALIBRATION_ERROR
from rehabcode_training.results import BinLine


def bin_lines(rows: Sequence[Answered]) -> list[BinLine]:
    """Return a line for each tenth of all that was ranked, by rising score; fewer where less was ranked."""
    cases = np.concatenate([np.empty((0, CALIBRATION_ERROR.width)), *(CALIBRATION_ERROR.table(row) for row in rows)])
    ordered = cases[np.argsort(cases[:, 1], kind="stable")]
    parts = np.array_split(ordered, min(BINS, len(ordered))) if len(ordered) else []
    return [BinLine(score=part[:, 1].mean(), right=part[:, 2].mean(), codes=len(part)) for part in parts]

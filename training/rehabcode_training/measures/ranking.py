"""Does the ranking, suggested then considered, put the right codes first?

Notes that support no code have nothing to rank and do not count here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rehabcode_training.answers import Answered
from rehabcode_training.measures.measure import Cases, Measure, mean, ratio

TOP = 3
WANTED_PRECISION = 0.95
UNRANKED = -1.0


def _first_is_right(row: Answered) -> Iterator[Sequence[float]]:
    if row.demanded:
        first = row.ranking[:1]
        yield (any(row.verdict(entry.code) == "right" for entry in first),)


def _found_at_top(row: Answered) -> Iterator[Sequence[float]]:
    """Yield the share of labels among the first three; three of four labels is all that three places can hold."""
    if row.demanded:
        found = len(row.found_among(row.ranking[:TOP]))
        yield (min(found, TOP) / min(len(row.demanded), TOP),)


def _sweep(row: Answered) -> Iterator[Sequence[float]]:
    """Yield score, right, labels answered: one row for each ranked code, and one for each label never ranked."""
    answered: set[str] = set()
    for entry in row.ranking:
        labels = {gold.code for gold in row.labels(entry.code)}
        yield entry.score, bool(labels), len(labels - answered)
        answered |= labels
    for gold in row.demanded:
        if gold.code not in answered:
            yield UNRANKED, 0, 1


def _recall_at_wanted_precision(cases: Cases) -> float:
    """Return the best recall of any threshold that keeps precision; nought where none does."""
    labels = cases[:, 2].sum()
    ranked = cases[cases[:, 0] > UNRANKED]
    if not labels or not len(ranked):
        return ratio(0, labels)
    ranked = ranked[np.argsort(-ranked[:, 0], kind="stable")]
    right, found = np.cumsum(ranked[:, 1]), np.cumsum(ranked[:, 2])
    # A threshold cannot part equal scores: only the last of each run of equals is a place to stop.
    stops = np.append(ranked[1:, 0] < ranked[:-1, 0], True)
    precise = right / np.arange(1, len(ranked) + 1) >= WANTED_PRECISION
    return ratio(np.max(found, where=stops & precise, initial=0), labels)


P_AT_1 = Measure("p_at_1", "P@1", 1, _first_is_right, mean, floor="0.95", aim="0.98")
R_AT_3 = Measure("r_at_3", "R@3", 1, _found_at_top, mean, floor="0.92", aim="0.97")
RECALL_AT_95 = Measure(
    "recall_at_95",
    "recall at 95% precision",
    3,
    _sweep,
    _recall_at_wanted_precision,
    needs="score",
    floor="0.65",
    aim="0.85",
)

RANKING = (P_AT_1, R_AT_3, RECALL_AT_95)

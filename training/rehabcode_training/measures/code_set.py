"""Is the set of suggested codes the one that the note supports?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rehabcode_training.answers import Answered
from rehabcode_training.measures.measure import Cases, Measure, harmonic, mean, ratio

SEEN_OFTEN = 5
"""A code counts in the macro figures from this many labels on."""


def _counts(row: Answered) -> Iterator[Sequence[float]]:
    """Yield right, wrong, found, demanded: right and found differ only where a label accepts equals."""
    yield len(row.right), len(row.wrong), len(row.found), len(row.demanded)


def _precision(cases: Cases) -> float:
    right, wrong, _, _ = cases.sum(axis=0)
    return ratio(right, right + wrong)


def _recall(cases: Cases) -> float:
    _, _, found, demanded = cases.sum(axis=0)
    return ratio(found, demanded)


def _f1(cases: Cases) -> float:
    return harmonic(_precision(cases), _recall(cases))


def _counts_by_code(row: Answered) -> Iterator[Sequence[float]]:
    """Yield code (as a number), right, wrong, found, demanded.

    A right suggestion counts under its label, not under the equal that was suggested.
    """
    for entry in row.right:
        label = row.labels(entry.code)[0].code
        yield as_number(label), 1, 0, 0, 0
    for entry in row.wrong:
        yield as_number(entry.code), 0, 1, 0, 0
    found = row.found
    for gold in row.demanded:
        yield as_number(gold.code), 0, 0, gold in found, 1


def as_number(code: str) -> int:
    """Return the code as a number, so that it can stand in a table of numbers.

    >>> as_number("97110") == as_number("G0283"), as_number("0000A")
    (False, 10)
    """
    return int(code, 36)


def _macro(cases: Cases, column: int) -> float:
    """Return the mean over the codes seen often; column 0 is precision, 1 recall, 2 F1."""
    codes, place = np.unique(cases[:, 0], return_inverse=True)
    sums = np.zeros((len(codes), 4))
    np.add.at(sums, place, cases[:, 1:])
    figures = []
    for right, wrong, found, demanded in sums[sums[:, 3] >= SEEN_OFTEN]:
        # A code that was never suggested has no precision; it counts as nought so that silence earns nothing.
        precision = float(np.nan_to_num(ratio(right, right + wrong)))
        recall = ratio(found, demanded)
        figures.append((precision, recall, harmonic(precision, recall))[column])
    return ratio(sum(figures), len(figures))


def _exact(row: Answered) -> Iterator[Sequence[float]]:
    yield (not row.wrong and not row.missed,)


def _leaning(row: Answered) -> Iterator[Sequence[float]]:
    """Yield whether more codes are wrong than missed, and whether fewer are."""
    wrong, missed = len(row.wrong), len(row.missed)
    yield wrong > missed, wrong < missed


def _over_to_under(cases: Cases) -> float:
    over, under = cases.sum(axis=0)
    return ratio(over, under)


MICRO_PRECISION = Measure("micro_precision", "micro-precision", 4, _counts, _precision)
MICRO_RECALL = Measure("micro_recall", "micro-recall", 4, _counts, _recall)
MICRO_F1 = Measure("micro_f1", "micro-F1 of the code set", 4, _counts, _f1, floor="0.87", aim="0.95")
MACRO_PRECISION = Measure(
    "macro_precision", "macro-precision, codes seen ≥ 5 times", 5, _counts_by_code, lambda cases: _macro(cases, 0)
)
MACRO_RECALL = Measure(
    "macro_recall", "macro-recall, codes seen ≥ 5 times", 5, _counts_by_code, lambda cases: _macro(cases, 1)
)
MACRO_F1 = Measure(
    "macro_f1",
    "macro-F1, codes seen ≥ 5 times",
    5,
    _counts_by_code,
    lambda cases: _macro(cases, 2),
    floor="0.75",
    aim="0.88",
)
EXACT_SET = Measure("exact_set", "exact code set", 1, _exact, mean, floor="0.60", aim="0.82")
OVER_TO_UNDER = Measure(
    "over_to_under",
    "notes over-suggested : under-suggested",
    2,
    _leaning,
    _over_to_under,
    floor="0.7–1.2",
    aim="0.9–1.1",
)

CODE_SET = (
    MICRO_PRECISION,
    MICRO_RECALL,
    MICRO_F1,
    MACRO_PRECISION,
    MACRO_RECALL,
    MACRO_F1,
    EXACT_SET,
    OVER_TO_UNDER,
)

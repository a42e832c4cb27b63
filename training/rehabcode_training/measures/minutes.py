"""Are the documented minutes bound to the right code? Over pairs of code and minutes, where minutes are given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rehabcode_training.answers import Answered
from rehabcode_training.measures.measure import Cases, Measure, harmonic, mean, ratio


def _pairs(row: Answered) -> Iterator[Sequence[float]]:
    """Yield pairs in common, suggested, gold."""
    gold = {(label.code, label.minutes) for label in row.demanded if label.minutes is not None}
    given = {(entry.code, entry.minutes) for entry in row.right + row.wrong if entry.minutes is not None}
    yield len(gold & given), len(given), len(gold)


def _f1(cases: Cases) -> float:
    common, given, gold = cases.sum(axis=0)
    return harmonic(ratio(common, given), ratio(common, gold))


def _of_found(row: Answered) -> Iterator[Sequence[float]]:
    """Yield, for each label found under its own code, whether its minutes are right."""
    minutes = {entry.code: entry.minutes for entry in row.right}
    for label in row.demanded:
        if label.minutes is not None and label.code in minutes:
            yield (minutes[label.code] == label.minutes,)


MINUTES_F1 = Measure("minutes_f1", "minutes, F1", 3, _pairs, _f1, needs="minutes", floor="0.90", aim="0.97")
MINUTES_OF_FOUND = Measure(
    "minutes_of_found", "minutes right, of codes found that have them", 1, _of_found, mean, needs="minutes"
)

MINUTES = (MINUTES_F1, MINUTES_OF_FOUND)

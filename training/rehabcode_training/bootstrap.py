"""How far a figure could lie from where it does if other notes had been drawn: 95% percentile bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rehabcode_training.answers import Answered
from rehabcode_training.measures.measure import Cases, Measure

DRAWS = 1000
SEED = 20240701
TAILS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value between the ends of its 95% interval; all are nan where there is nothing to measure."""

    value: float
    low: float
    high: float


def figure(measure: Measure, rows: Sequence[Answered], *, clusters: Sequence[str] | None = None) -> Figure:
    """Return the measure of these rows with its interval, the same every time.

    Notes of one cluster are drawn together; each note stands alone where `clusters` is None, else it names the
    cluster of each row.
    """
    tables = [measure.table(row) for row in rows]
    cases = np.concatenate([np.empty((0, measure.width)), *tables])
    names, cluster = np.unique(range(len(rows)) if clusters is None else clusters, return_inverse=True)
    owner = np.repeat(cluster, [len(table) for table in tables])
    value = measure.value(cases)
    if np.isnan(value):
        return Figure(value, value, value)
    chance = np.random.default_rng(SEED)
    draws = chance.multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    values = [measure.value(np.repeat(cases, draw[owner], axis=0)) for draw in draws]
    low, high = np.nanpercentile(values, TAILS)
    return Figure(value, float(low), float(high))


def paired(measure: Measure, cases: Cases, against: Cases) -> Figure:
    """Return how much more a measure is here than `against`, over the same notes: both are drawn together.

    For measures that depend on the sums of their cases alone, one case a note. Raises ValueError where the two are not
    of the same notes.
    """
    if cases.shape != against.shape:
        raise ValueError(f"{len(cases)} notes cannot be compared with {len(against)}; measure both on the same notes")
    count = len(cases)
    draws = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=DRAWS)
    ours, theirs = (draws @ of for of in (cases, against))
    values = [measure.value(one[None]) - measure.value(other[None]) for one, other in zip(ours, theirs, strict=True)]
    low, high = np.nanpercentile(values, TAILS)
    return Figure(measure.value(cases) - measure.value(against), float(low), float(high))

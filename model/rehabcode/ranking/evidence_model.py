"""Which clauses are shown as proof of a code, and which neighbours among them are one span: two small regressions.

An annotator marks some of the clauses that speak for a code and joins an exercise with its dose; both habits are
learned from the corpus, on scores by clause models that had not seen the note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from rehabcode.ranking.clause_model import Floats
from rehabcode.ranking.clause_table import ClauseTable, Ints
from rehabcode.records import Reading

Doubles = NDArray[np.float64]

SHOWS = (
    "log-odds of the clause's strength for the code", "the same, less that of the best clause",
    "log-odds of the clause's strongest other code, less its own", "log-odds of the clause before it in its line",
    "log-odds of the clause after it in its line", "1 for a label", "log of its length in characters",
    "1 where it names a technique of the code", "1 where minutes stand in it",
    "log of how many clauses are half as strong as the best", "its rank among the clauses, up to eight",
)  # fmt: skip
"""The numbers that decide whether a clause is shown."""
JOINS = (
    "log of the length of the first", "log of the length of the second",
    "log-odds of the first", "log-odds of the second",
    "1 where only blanks part them", "1 where a slash or a plus parts them", "1 where a full stop parts them",
    "1 in one sentence", "1 where the first is a label", "1 where minutes stand in the first",
)  # fmt: skip
"""The numbers that decide whether two neighbours of one line are shown as one span."""
FAINTEST = 0.02
"""A clause with less than this share of the best clause's strength is never shown."""
SHOWN = 0.4
"""A clause is shown from this chance on; chosen by hand on a cross-validation by author of an earlier ranker."""
DEEPEST = 8
MOST = 8
"""Spans a code: more would no longer point at anything."""


@dataclass(frozen=True)
class EvidenceModel:
    """Weights of SHOWS and of JOINS, the intercept last in each; words that open or close a clause unshown, sorted.

    They are tuples, for a set is written to the artifact in another order by every process.
    """

    shows: Doubles
    joins: Doubles
    openers: tuple[str, ...]
    closers: tuple[str, ...]

    def shown(
        self, table: ClauseTable, strength: Floats, places: Sequence[int], names: NDArray[np.bool_]
    ) -> list[Ints]:
        """Return, for each code in `places`, the clauses that are shown for it, in order: at least the best one.

        `strength` has the shape (n_clauses, n_codes), `names` (n_clauses, n_places).
        """
        columns = show_columns(table, strength, places, names)
        weighed = (weight * column for weight, column in zip(self.shows.tolist(), columns, strict=False))
        chances = expit(sum(weighed, np.full(names.shape, self.shows[-1])))
        own = strength[:, list(places)]
        good = (chances >= SHOWN) & (own >= FAINTEST * own.max(axis=0))
        good[own.argmax(axis=0), np.arange(len(places))] = True
        return [np.flatnonzero(column) for column in good.T]

    def trimmed(self, reading: Reading, first: int, last: int) -> tuple[int, int]:
        """Return the tokens [first, last) less the words at either edge that say nothing of what was done."""
        words = reading.words
        while first < last - 1 and words[first] in self.openers:
            first += 1
        while first < last - 1 and words[last - 1] in self.closers:
            last -= 1
        return first, last

    def joined(self, table: ClauseTable, own: Floats, shown: Ints) -> list[list[int]]:
        """Return the shown clauses of one code in groups that are one span each; `own` is its strength (n_clauses,)."""
        groups: list[list[int]] = []
        for clause in shown.tolist():
            near = groups and groups[-1][-1] == clause - 1 and table.line[clause - 1] == table.line[clause]
            if near and sum(map(mul, join_row(table, own, clause - 1), self.joins)) + self.joins[-1] > 0:
                groups[-1].append(clause)
            else:
                groups.append([clause])
        groups.sort(key=lambda group: -max(own[group]))
        return sorted(groups[:MOST])


def named(count: int, names: Sequence[Mapping[int, object]]) -> NDArray[np.bool_]:
    """Return which of `count` clauses name a technique of each code, shape (count, n_codes)."""
    marks = np.zeros((count, len(names)), dtype=bool)
    for position, clauses in enumerate(names):
        marks[list(clauses), position] = True
    return marks


def show_rows(
    table: ClauseTable, strength: Floats, places: Sequence[int], names: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return what SHOWS says of each clause for each code, shape (n_clauses, n_places, len(SHOWS))."""
    return np.stack(np.broadcast_arrays(*show_columns(table, strength, places, names)), axis=2).astype(np.float64)


def show_columns(
    table: ClauseTable, strength: Floats, places: Sequence[int], names: NDArray[np.bool_]
) -> tuple[NDArray[Any], ...]:
    """Return the same, one array a column of SHOWS, each to be broadcast to (n_clauses, n_places)."""
    count = len(table)
    own = strength[:, list(places)]
    best = own.max(axis=0)
    odds = _odds(own)
    first, second = np.partition(strength, -2, axis=1)[:, :-3:-1].T[:, :, None]
    other = _odds(np.where(own >= first, second, first))
    before, after = np.full_like(odds, _FAINT), np.full_like(odds, _FAINT)
    same = (table.line[1:] == table.line[:-1])[:, None]
    before[1:] = np.where(same, odds[:-1], _FAINT)
    after[:-1] = np.where(same, odds[1:], _FAINT)
    timed = np.zeros((count, 1))
    timed[table.of_durations] = 1.0
    order = np.argsort(-own, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(count)[:, None], axis=0)
    return (
        odds, odds - _odds(best), other - odds, before, after, table.is_label[:, None],
        np.log(table.ends - table.starts)[:, None], names, timed,
        np.log1p((own > 0.5 * best).sum(axis=0)), np.minimum(rank, DEEPEST),
    )  # fmt: skip


def join_row(table: ClauseTable, own: Floats, clause: int) -> list[float]:
    """Return what JOINS says of a clause and the next."""
    one, other = table.reading.clauses[clause : clause + 2]
    parting = table.reading.text[one.end : other.start].strip()
    return [
        log(one.end - one.start), log(other.end - other.start), _odds_of(float(own[clause])),
        _odds_of(float(own[clause + 1])), float(not parting), float("/" in parting or "+" in parting),
        float("." in parting), float(one.sentence == other.sentence), float(one.is_label),
        float(clause in table.of_durations.tolist()),
    ]  # fmt: skip


def _odds_of(strength: float) -> float:
    return log((strength + 1e-3) / (1.001 - strength))


def _odds(strength: NDArray[np.floating]) -> Doubles:
    odds: Doubles = np.log((strength + 1e-3) / (1.001 - strength))
    return odds


_FAINT = _odds_of(0.0)

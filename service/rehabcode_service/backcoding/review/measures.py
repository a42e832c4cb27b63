"""How far reviewers and suggestions agree, how far reviewers agree with each other, and how long a note takes."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

Row = Mapping[str, Any]

_Z = 1.96
"""For an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`accepted` of `decided` suggestions, with the interval of 95 % (Wilson); `added` codes were left out."""

    decided: int
    accepted: int
    changed: int
    rejected: int
    added: int

    @property
    def share(self) -> float | None:
        """The share of suggestions accepted, None where nothing was decided."""
        return self.accepted / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the share, None where nothing was decided."""
        if not self.decided:
            return None
        share, count = self.accepted / self.decided, self.decided
        middle = share + _Z**2 / (2 * count)
        around = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
        whole = 1 + _Z**2 / count
        return max(0.0, (middle - around) / whole), min(1.0, (middle + around) / whole)


@dataclass(frozen=True, slots=True)
class Measures:
    """What the decisions tell.

    `at_random` is of the notes drawn at random, the only ones that speak for all; `by_code` is of all. `seconds` is the
    median time of a note, None where there is none; `reviewers_agree` is the share of codes on which any two reviewers
    of the same note say the same, None where no note has two.
    """

    notes: int
    at_random: Agreement
    uncertain: Agreement
    by_code: Mapping[str, Agreement]
    seconds: float | None
    reviewers_agree: float | None


def measured(rows: Iterable[Row]) -> Measures:
    """Measure exported rows."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    by_code: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: dict[tuple[int, str], float] = {}
    final: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        seconds[row["source_row"], row["reviewer"]] = row["seconds"]
        codes = final[row["source_row"]][row["reviewer"]]
        if row["code"] is not None:
            verdicts[row["drawn"]][row["verdict"]] += 1
            by_code[row["code"]][row["verdict"]] += 1
            if row["verdict"] != "reject":
                codes.add(row["changed_to"] or row["code"])
    return Measures(
        len(final), _agreement(verdicts["random"]), _agreement(verdicts["uncertain"]),
        {code: _agreement(counts) for code, counts in sorted(by_code.items())},
        statistics.median(seconds.values()) if seconds else None, _between(final.values()),
    )  # fmt: skip


def _agreement(counts: Counter[str]) -> Agreement:
    decided = counts["accept"] + counts["change"] + counts["reject"]
    return Agreement(decided, counts["accept"], counts["change"], counts["reject"], counts["add"])


def _between(notes: Iterable[Mapping[str, set[str]]]) -> float | None:
    same = every = 0
    for reviewers in notes:
        for one, other in combinations(reviewers.values(), 2):
            same += len(one & other)
            every += len(one | other)
    return same / every if every else None

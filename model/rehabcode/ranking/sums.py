"""The minutes of a code from all its times: parts of a longer time, and times told twice, count once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from rehabcode.ranking.time_words import time_words
from rehabcode.ranking.timed import Timed
from rehabcode.records import Clause

Codes = Mapping[int, Sequence[str]]
"""The codes that each clause proves, likeliest first; a clause that proves none is left out."""
MOST_DOSE, LEAST_UNTIMED = 6, 2
"""So few minutes of one exercise, beside so many clauses of others without any, are no time of the service."""


class Share(NamedTuple):
    """A time that is a code's, and the clauses that it covers.

    `is_charge` says that the clause of the time only names the code, as a line of charges does.
    """

    code: str
    time: Timed
    scope: Sequence[int]
    is_charge: bool

    @property
    def minutes(self) -> int:
        return self.time.minutes


def summed(clauses: Sequence[Clause], codes_of: Codes, shares: Iterable[Share]) -> dict[str, int]:
    """Return the minutes of each code."""
    runs: dict[str, list[list[Share]]] = {}
    for code, run in groupby(shares, key=lambda share: share.code):
        runs.setdefault(code, []).append(list(run))
    words = time_words()
    bound: dict[str, int] = {}
    for code, of_code in runs.items():
        every = [share for run in of_code for share in run]
        if code in words.once:
            bound[code] = max(share.minutes for share in every)
            continue
        proven = [index for index, codes in codes_of.items() if codes[0] == code]
        if _is_dose(every, proven, clauses):
            continue
        lines = {clauses[index].line for index in proven} if len(every) > 1 else set()
        kept = [share for run in of_code for share in _without_parts(run, clauses, lines)]
        bound[code] = _sum(kept, told_once=code in words.concurrent)
    return bound


def _is_dose(shares: list[Share], proven: Sequence[int], clauses: Sequence[Clause]) -> bool:
    if sum(share.minutes for share in shares) > MOST_DOSE:
        return False
    for share in shares:
        time = share.time
        if time.kind != "service" or time.bare or time.clock or share.is_charge or clauses[time.clause].is_label:
            return False
    covered = {index for share in shares for index in share.scope}
    return sum(index not in covered for index in proven) >= LEAST_UNTIMED


def _sum(shares: list[Share], *, told_once: bool) -> int:
    """Return what shares sum up to: a charge tells again, or tells all, of what the lines above it tell in parts."""
    kept: dict[bool, list[Share]] = {True: [], False: []}
    seen: set[tuple[bool, int, bool]] = set()
    for share in shares:
        of_kind = kept[share.is_charge]
        told = sum(one.minutes for one in of_kind[:2])
        is_sum = share.minutes == told and (share.time.clock or len(of_kind) == 2)
        twin = (share.is_charge, share.minutes, not share.time.clock)
        again = twin in seen or (
            (share.is_charge or told_once) and (share.is_charge, share.minutes, share.time.clock) in seen
        )
        if not is_sum and not again:
            of_kind.append(share)
        seen.add((share.is_charge, share.minutes, share.time.clock))
    charged = sum(share.minutes for share in kept[True])
    if charged and charged >= max((share.minutes for share in kept[False]), default=0):
        return charged
    return sum(share.minutes for share in kept[False])


def _without_parts(run: list[Share], clauses: Sequence[Clause], lines: Collection[int]) -> list[Share]:
    """Return the shares of a run without those that are parts of a longer one at its beginning or end."""
    if len(run) == 1:
        return run
    by_line: dict[int, list[Share]] = {}
    for share in run:
        by_line.setdefault(clauses[share.time.clause].line, []).append(share)
    kept = [share for of_line in by_line.values() for share in _longest(of_line)]
    if len(by_line) == 1:
        return kept
    first, last = min(by_line), max(by_line)
    untimed = any(first - 1 <= line <= last + 1 and line not in by_line for line in lines)
    return _longest(kept) if untimed else kept


def _longest(run: list[Share]) -> list[Share]:
    """Return the first or last share alone where it is longer than all others together, else all."""
    total = sum(share.minutes for share in run)
    for share in (run[0], run[-1]):
        if 2 * share.minutes > total or share.time.kind == "gathered":
            return [share]
    return run

"""Parts clauses that name two services ("moist heat and electrical stimulation", "US/ES", "STM followed by gait")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from rehabcode.clause_words import clause_words
from rehabcode.pipes.sayings import Sayings
from rehabcode.pipes.techniques import Found
from rehabcode.records import Clause


def part_services(
    clauses: Sequence[Clause], found: Sequence[Found], words: Sequence[str], starts: Sequence[int],
    codes: Mapping[str, str],
) -> tuple[Clause, ...]:  # fmt: skip
    """Return the clauses, parted before each mention of another service that a joiner leads to.

    `words` are in lower case; `codes` gives the likeliest code of each technique that has one. Labels stay whole.
    """
    joiners = _joiners()
    cuts = [
        (item.first - length, item.first)
        for before, item in pairwise(found)
        if (length := joiners.ends(words, item.first)) and before.last <= item.first - length
        if _differ(codes.get(before.techniques[0]), codes.get(item.techniques[0]))
    ]
    return _parted(clauses, cuts, words, starts) if cuts else tuple(clauses)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


@cache
def _joiners() -> Sayings:
    return Sayings(clause_words()["joins"])


def _parted(
    clauses: Sequence[Clause], cuts: Sequence[tuple[int, int]], words: Sequence[str], starts: Sequence[int]
) -> tuple[Clause, ...]:
    parted: list[Clause] = []
    places: list[int] = [-1] * (len(clauses) + 1)  # the last one is that of -1, no clause
    at = 0
    for index, clause in enumerate(clauses):
        places[index] = len(parted)
        rest = clause._replace(label=places[clause.label], head=places[clause.head])
        while at < len(cuts) and cuts[at][0] < clause.last:
            last, first = cuts[at]
            at += 1
            if clause.is_label or not rest.first < last or not first < clause.last:
                continue
            parted.append(rest._replace(end=starts[last - 1] + len(words[last - 1]), last=last))
            rest = rest._replace(start=starts[first], first=first, opens_line=False, after_blank=False)
        parted.append(rest)
    return tuple(parted)

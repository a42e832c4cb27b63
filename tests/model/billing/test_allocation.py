"""The pool agrees with a reference that tries every allocation, and keeps the laws of the rule for any minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.billing.allocation import Pool, Share, allocations, earned, share_alone, share_pool
from rehabcode.payers import Payers

CODES = ("97110", "97112", "97116", "97140", "97530", "97535")
SEED = 20_260
TABLE = {
    0: (0, 7),
    1: (8, 22),
    2: (23, 37),
    3: (38, 52),
    4: (53, 67),
    5: (68, 82),
    6: (83, 97),
    7: (98, 112),
    8: (113, 127),
}

MINUTES = st.dictionaries(st.sampled_from(CODES), st.integers(0, 120), max_size=len(CODES))


@cache
def tables() -> Payers:
    return Payers.load()


def alone(code: str, minutes: int) -> Share:
    return share_alone(code, minutes, tables().pooled_kind)


def pool_of(minutes: Mapping[str, int]) -> Pool:
    return share_pool(minutes, tables().pooled_kind, tables().unit_rules["cms"].tie_breaks)


def units_of(pool: Pool) -> dict[str, int]:
    return {share.code: share.units for share in pool.shares}


def compositions(units: int, codes: int) -> Iterator[tuple[int, ...]]:
    """Give every way to hand `units` to a number of codes."""
    if codes == 1:
        yield (units,)
        return
    for first in range(units + 1):
        yield from ((first, *rest) for rest in compositions(units - first, codes - 1))


def reference(minutes: Mapping[str, int]) -> set[tuple[int, ...]]:
    """Return every right allocation, in the order of the codes, by trying all.

    The units are read from Medicare's table; of all ways to hand them out, the right ones lie closest to the minutes,
    15 a unit. That is another way to say "whole blocks first, then the most minutes left".
    """
    (units,) = [number for number, (least, most) in TABLE.items() if least <= sum(minutes.values()) <= most]
    distance = {
        each: sum(abs(own - 15 * given) for own, given in zip(minutes.values(), each, strict=True))
        for each in compositions(units, len(minutes))
    }
    closest = min(distance.values())
    return {each for each, far in distance.items() if far == closest}


def ours(minutes: Mapping[str, int]) -> set[tuple[int, ...]]:
    return {tuple(each.get(code, 0) for code in minutes) for each in allocations(pool_of(minutes))}


def drawn(random: Random) -> dict[str, int]:
    """Draw a day of one to four codes that the table holds."""
    codes = random.sample(CODES, random.randint(1, 4))
    step = random.choice((1, 5))  # therapists write round numbers, and those tie
    return {code: random.randrange(0, 32, step) for code in codes}


def test_it_agrees_with_every_allocation_tried_on_10_000_days() -> None:
    random = Random(SEED)
    days = [drawn(random) for _ in range(10_000)]
    assert [day for day in days if ours(day) != reference(day)] == []
    # Many days tie, or the reference would say little of ties.
    assert sum(len(ours(day)) > 1 for day in days) > 1000


def test_a_wrong_pool_would_be_seen() -> None:
    assert reference({"97110": 33, "97140": 7}) == {(2, 1)}
    assert reference({"97110": 20, "97112": 20}) == {(2, 1), (1, 2)}


@pytest.mark.parametrize(("units", "least", "most"), [(units, *row) for units, row in TABLE.items()])
def test_what_together_is_earned_is_medicares_table(units: int, least: int, most: int) -> None:
    assert [earned(minutes, tables().pooled_kind) for minutes in (least, most)] == [units, units]
    assert earned(most + 1, tables().pooled_kind) == units + 1


@given(MINUTES)
def test_the_parts_of_a_share_make_up_its_minutes(minutes: dict[str, int]) -> None:
    shares = pool_of(minutes).shares
    assert {share.code: share.minutes for share in shares} == minutes
    assert all(share.minutes == 15 * share.blocks + share.rounded + share.left_over for share in shares)
    assert all(0 <= share.rounded < 15 and 0 <= share.left_over < 15 for share in shares)


@given(MINUTES)
def test_never_more_units_than_the_minutes_allow(minutes: dict[str, int]) -> None:
    pool = pool_of(minutes)
    assert sum(units_of(pool).values()) == pool.units == max(0, sum(minutes.values()) + 7) // 15
    assert {sum(each.values()) for each in allocations(pool)} == {pool.units}


@given(MINUTES, st.randoms(use_true_random=False))
def test_the_order_of_the_codes_does_not_matter(minutes: dict[str, int], random: Random) -> None:
    shuffled = dict(random.sample(list(minutes.items()), len(minutes)))
    assert pool_of(shuffled) == pool_of(minutes)


@given(MINUTES, st.sampled_from(CODES), st.integers(0, 40))
def test_more_minutes_never_earn_less(minutes: dict[str, int], code: str, more: int) -> None:
    before = pool_of(minutes)
    after = pool_of({**minutes, code: minutes.get(code, 0) + more})
    assert after.units >= before.units
    assert units_of(after)[code] >= units_of(before).get(code, 0)


@given(MINUTES)
def test_the_recommended_allocation_is_the_first_of_the_ways(minutes: dict[str, int]) -> None:
    pool = pool_of(minutes)
    ways = list(allocations(pool))
    assert ways[0] == {code: units for code, units in units_of(pool).items() if units}
    assert len({tuple(sorted(each.items())) for each in ways}) == len(ways) == (pool.tie.ways if pool.tie else 1)


@given(MINUTES)
def test_of_equal_codes_more_minutes_of_the_day_are_recommended(minutes: dict[str, int]) -> None:
    tie = pool_of(minutes).tie
    ranked = [(-minutes[code], code) for code in tie.codes] if tie else []
    assert ranked == sorted(ranked)


@given(st.sampled_from(CODES), st.integers(0, 1440))
def test_a_code_by_itself_is_the_same_by_both_rules(code: str, minutes: int) -> None:
    assert pool_of({code: minutes}).shares == (alone(code, minutes),)


@given(MINUTES, st.sampled_from(CODES), st.integers(0, 120))
def test_by_midpoint_a_code_earns_the_same_whatever_stands_beside_it(
    minutes: dict[str, int], code: str, own: int
) -> None:
    beside = {each: alone(each, spent) for each, spent in {**minutes, code: own}.items()}
    assert beside[code] == alone(code, own)
    assert beside[code].units == own // 15 + (own % 15 >= 8)

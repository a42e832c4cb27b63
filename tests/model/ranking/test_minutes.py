"""Minutes go to the code that they were written for, and to none where that is not said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.ranking.minutes import bind
from rehabcode.ranking.timed import timed
from rehabcode.reader import Reader
from rehabcode.records import Reading

CHAINS = {"97551": "97550", "97130": "97129", "90913": "90912", "97546": "97545"}
CODES = ["97110", "97116", "97140", "97550", "97551"]
WORDS = ["squats", "STM", "15 min", "8 min", "total 40 min", "each", ":", ",", ";", "\n", "\n\n", "|", "9:00-9:15"]
ClauseOf = Callable[[Reading, str], int]


@pytest.mark.cases("minutes.yaml")
def test_minutes(case: dict[str, Any], reader: Reader, clause_of: ClauseOf) -> None:
    reading = reader.read(case["note"])
    codes_of = {clause_of(reading, words): codes for words, codes in case["proves"].items()}
    suggested = sorted({code for codes in codes_of.values() for code in codes})
    assert bind(reading, timed(reading), codes_of, suggested, CHAINS) == case["expect"]


@pytest.mark.parametrize(("base", "add_on"), [(base, add_on) for add_on, base in CHAINS.items()])
def test_a_chain_shares_its_time_only_where_both_are_suggested(
    base: str, add_on: str, reader: Reader, clause_of: ClauseOf
) -> None:
    reading = reader.read("Session with wife x 45 min")
    codes_of = {clause_of(reading, "wife"): [base]}
    assert bind(reading, timed(reading), codes_of, [base], CHAINS) == {base: 45}
    assert bind(reading, timed(reading), codes_of, [base, add_on], CHAINS) == {}


@pytest.mark.parametrize("times", [(15, 10), (10, 15), (8, 23)])
def test_unequal_times_of_one_code_are_summed(times: tuple[int, int], reader: Reader, clause_of: ClauseOf) -> None:
    reading = reader.read("Squats 3x10, {} min\nBridges 3x10, {} min".format(*times))
    codes_of = {clause_of(reading, words): ["97110"] for words in ("Squats", "Bridges")}
    assert bind(reading, timed(reading), codes_of, ["97110"], CHAINS) == {"97110": sum(times)}


def test_minutes_of_what_is_no_service_are_nobodys(reader: Reader, clause_of: ClauseOf) -> None:
    reading = reader.read("Patient was 10 min late.\nGait training with cane.")
    assert bind(reading, timed(reading), {clause_of(reading, "Gait"): ["97116"]}, ["97116"], CHAINS) == {}


def test_the_total_of_a_visit_of_one_service_is_its_time(reader: Reader, clause_of: ClauseOf) -> None:
    reading = reader.read("Gait training with cane.\nTotal time: 25 min")
    assert bind(reading, timed(reading), {clause_of(reading, "Gait"): ["97116"]}, ["97116"], CHAINS) == {"97116": 25}


@given(
    text=st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    proven=st.lists(st.lists(st.sampled_from(CODES), max_size=2, unique=True), min_size=30, max_size=30),
)
def test_no_code_gets_more_than_is_written(text: str, proven: list[list[str]], reader: Reader) -> None:
    reading = reader.read(text)
    codes_of: dict[int, Sequence[str]] = {
        index: codes for index, codes in zip(range(len(reading.clauses)), proven, strict=False) if codes
    }
    bound = bind(reading, timed(reading), codes_of, CODES[:3], CHAINS)
    assert set(bound) <= {code for codes in codes_of.values() for code in codes} | set(CODES[:3])
    assert all(0 < minutes <= sum(one.minutes for one in reading.durations) for minutes in bound.values())

"""Documented minutes become units: the worked examples of both rules, codes outside the pool, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from rehabcode import errors
from rehabcode.billing.unit_count import MOST_ALLOCATIONS, CodeUnits, UnitCount
from rehabcode.billing.units import count_units
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers


def billed(count: UnitCount) -> dict[str, int]:
    """The codes that earn a unit."""
    return {code: units for code, units in count.units.items() if units}


def of(count: UnitCount, code: str) -> CodeUnits:
    (one,) = [one for one in count.codes if one.code == code]
    return one


@pytest.mark.cases("unit_examples.yaml")
def test_a_worked_example_of_the_pool(case: dict[str, Any], payers: Payers, codebook: Codebook) -> None:
    count = count_units(case["minutes"], "medicare", payers, codebook)
    expected = case["cms"]
    assert (count.timed_minutes, count.timed_units) == (case["total"], expected["units"])
    assert billed(count) == expected["allocation"] == count.allocations[0]
    right = expected.get("or", [expected["allocation"]])
    assert sorted(map(sorted, map(dict.items, count.allocations))) == sorted(map(sorted, map(dict.items, right)))
    assert (count.tie is not None) is ("or" in expected)


@pytest.mark.cases("unit_examples.yaml")
def test_a_worked_example_of_the_midpoint(case: dict[str, Any], payers: Payers, codebook: Codebook) -> None:
    count = count_units(case["minutes"], "commercial", payers, codebook)
    assert (count.timed_minutes, count.timed_units) == (case["total"], case["midpoint"]["units"])
    assert billed(count) == case["midpoint"]["allocation"]
    assert count.allocations == (case["midpoint"]["allocation"],)
    assert count.tie is None


@pytest.mark.cases("units.yaml")
def test_minutes_become_units(case: dict[str, Any], payers: Payers, codebook: Codebook) -> None:
    count = count_units(case["minutes"], case.get("payer", "medicare"), payers, codebook)
    assert count.units == case["expect"]
    assert list(count.units) == sorted(case["expect"])
    assert count.left_over == case.get("left_over", count.left_over)
    assert list(count.undocumented) == case.get("undocumented", list(count.undocumented))
    reasons = case.get("reasons", {})
    assert {code: of(count, code).reason for code in reasons} == reasons
    cautions = case.get("cautions", {})
    assert not [code for code, words in cautions.items() if words not in (of(count, code).caution or "")]


@pytest.mark.parametrize(
    ("payer", "rule", "source"),
    [
        ("medicare", "8-minute rule", "CMS-CH5-EX"),
        ("tricare", "8-minute rule", "CMS-CH5-EX"),
        ("commercial", "midpoint rule", "AMA-MID"),
        ("workers_comp", "midpoint rule", "AMA-MID"),
    ],
)
def test_it_says_by_which_rule(payer: str, rule: str, source: str, payers: Payers, codebook: Codebook) -> None:
    count = count_units({"97110": 15, "97550": 30, "97161": None}, payer, payers, codebook)
    assert (count.payer, count.rule.name, count.source) == (payer, rule, source)
    assert of(count, "97110").source == source
    assert of(count, "97550").source.startswith("CTS")
    assert of(count, "97161").source == "NCCI-PM-2026 I.A"


@pytest.mark.parametrize(
    ("minutes", "first", "by"),
    [
        ({"97140": 25, "97110": 10}, {"97140": 2}, "minutes"),
        ({"97110": 10, "97140": 25}, {"97140": 2}, "minutes"),
        ({"97140": 20, "97110": 20}, {"97110": 2, "97140": 1}, "code"),
        ({"97530": 40, "97140": 25, "97110": 25}, {"97530": 3, "97110": 2, "97140": 1}, "code"),
        ({"97530": 25, "97140": 10, "97110": 10}, {"97530": 2, "97110": 1}, "code"),
    ],
)
def test_a_tie_says_why_one_is_recommended(
    minutes: Mapping[str, int], first: dict[str, int], by: str, payers: Payers, codebook: Codebook
) -> None:
    count = count_units(minutes, "medicare", payers, codebook)
    assert count.tie is not None
    assert count.tie.reason.by == by
    assert count.tie.reason.text.startswith("where as many minutes are left")
    assert count.allocations[0] == billed(count) == first
    assert len(count.allocations) == count.tie.ways > 1


def test_a_tie_of_many_is_told_without_listing_all(payers: Payers, codebook: Codebook) -> None:
    pooled = [code.code for code in codebook if code.timing.unit == "per_15_min"]
    count = count_units(dict.fromkeys(pooled, 20), "medicare", payers, codebook)
    assert count.tie is not None
    assert (len(count.tie.codes), count.tie.units, count.tie.minutes_left) == (len(pooled), len(pooled) // 3, 5)
    assert len(count.allocations) == MOST_ALLOCATIONS < count.tie.ways
    assert count.allocations[0] == billed(count)


def test_only_15_minute_codes_are_pooled(payers: Payers, codebook: Codebook) -> None:
    every = {code.code: 8 for code in codebook}
    count = count_units(every, "medicare", payers, codebook)
    pooled = {one.code for one in count.codes if one.counted == "pooled"}
    assert pooled == {code.code for code in codebook if code.timing.unit == "per_15_min"}
    assert count.timed_minutes == 8 * len(pooled)


def test_every_code_of_the_codebook_is_counted(payers: Payers, codebook: Codebook) -> None:
    count = count_units(
        {code.code: 61 for code in codebook if code.timing.unit != "per_15_min"}, "auto", payers, codebook
    )
    assert {code.code for code in codebook if code.timing.unit != "per_15_min"} <= count.units.keys()
    assert [one.code for one in count.codes if one.units is None] == ["97598"]


@pytest.mark.cases("unit_errors.yaml")
def test_what_is_refused(case: dict[str, Any], payers: Payers, codebook: Codebook) -> None:
    error = getattr(errors, case["error"])
    with pytest.raises(error, match=f"^{re.escape(case['says'])}") as caught:
        count_units(case["minutes"], case.get("payer", "medicare"), payers, codebook)
    assert isinstance(caught.value, errors.RequestError)
    assert not re.search("refused|fifteen|2000|aunt", str(caught.value))


def test_a_number_without_end_is_refused(payers: Payers, codebook: Codebook) -> None:
    with pytest.raises(errors.InvalidMinutes, match=r"^the minutes of 97110 are over 1,440"):
        count_units({"97110": 10**5000}, "medicare", payers, codebook)


def test_a_month_is_not_of_the_day(payers: Payers, codebook: Codebook) -> None:
    count = count_units({"97110": 1440, "98980": 40}, "medicare", payers, codebook)
    assert {one.code: one.per for one in count.codes} == {
        "97110": "day", "98980": "calendar month", "98981": "calendar month",
    }  # fmt: skip

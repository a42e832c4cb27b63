"""Numbers of a note that do not agree are found, and those that may agree are left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.billing import reconciliation
from rehabcode.billing.findings import Finding
from rehabcode.billing.reconciliation import compare_totals, compare_units
from rehabcode.billing.units import count_units
from rehabcode.codebook import Codebook
from rehabcode.errors import InvalidMinutes, InvalidUnits, UnknownCode, UnknownPayer
from rehabcode.payers import Payers
from rehabcode.records import Duration
from rehabcode.shelf import cited

MINUTES = st.dictionaries(st.sampled_from(["97110", "97140", "97530", "97550", "97161"]), st.integers(0, 100))


def durations(minutes: list[int]) -> list[Duration]:
    """Stated minutes, one after the other in a note of nothing else."""
    return [Duration(10 * place, 10 * place + 6, f"{each} min", each) for place, each in enumerate(minutes)]


@pytest.mark.cases("unit_mismatches.yaml")
def test_what_does_not_agree_is_found(case: dict[str, Any], payers: Payers, codebook: Codebook) -> None:
    timed, total = durations(case.get("timed", [])), durations(case.get("total", []))
    found = list(compare_totals(case["minutes"], timed, total, payers, codebook))
    if "billed" in case:
        found += compare_units(case["billed"], case["minutes"], case.get("payer", "medicare"), payers, codebook)
    expected = case["expect"]
    assert [finding.kind for finding in found] == [kind for kind, _ in expected]
    assert [finding.message for finding in found if not _is_told(finding, expected)] == []


def _is_told(finding: Finding, expected: list[tuple[str, str]]) -> bool:
    return any(words in finding.message for _, words in expected)


def test_a_finding_points_at_the_totals_and_names_the_codes(payers: Payers, codebook: Codebook) -> None:
    total = durations([40])
    (finding,) = compare_totals({"97110": 25, "97140": 20, "98980": 20}, (), total, payers, codebook)
    assert (finding.codes, finding.spans) == (("97110", "97140"), tuple(total))
    assert finding.remedy == "correct the minutes of a code or the total minutes, so that they agree"


def test_totals_that_differ_are_both_pointed_at(payers: Payers, codebook: Codebook) -> None:
    timed = durations([40, 45])
    (finding,) = compare_totals({}, timed, (), payers, codebook)
    assert (finding.codes, finding.spans, finding.source) == ((), tuple(timed), "CMS-CH15-NOTE")


def test_a_finding_of_units_says_what_to_bill(payers: Payers, codebook: Codebook) -> None:
    (finding,) = compare_units({"97110": 3}, {"97110": 37}, "medicare", payers, codebook)
    assert (finding.codes, finding.remedy) == (("97110",), "bill 2, or correct its minutes")
    assert finding.source == "CMS-CH5-EX"


@pytest.mark.parametrize("citation", [reconciliation.TOTALS, reconciliation.OVERLAP])
def test_what_is_cited_is_known(citation: str, codebook: Codebook) -> None:
    assert set(cited(citation)) <= codebook.sources.keys()


@given(minutes=MINUTES, payer=st.sampled_from(["medicare", "commercial"]))
def test_what_is_billed_as_counted_is_right(
    minutes: dict[str, int], payer: str, payers: Payers, codebook: Codebook
) -> None:
    count = count_units(minutes, payer, payers, codebook)
    billed = {code: units for code, units in count.units.items() if units is not None}
    assert compare_units(billed, minutes, payer, payers, codebook) == ()


@pytest.mark.parametrize(
    ("billed", "error", "says"),
    [
        ({"97110": -1}, InvalidUnits, r"^the units of 97110 are below 0; give 0 or more$"),
        ({"97110": True}, InvalidUnits, r"^the units of 97110 are of type bool; give a whole number$"),
        ({"97110": 1.5}, InvalidUnits, r"^the units of 97110 are of type float"),
        ({"97110": None}, InvalidUnits, r"^the units of 97110 are of type NoneType"),
        ({"97110": "two"}, InvalidUnits, r"^the units of 97110 are of type str"),
        ({"97999": 1}, UnknownCode, r"^code '97999' is not in codebook"),
        ({"squats": 1}, UnknownCode, r"^what was given is no code"),
        ({None: 1}, UnknownCode, r"^what was given is no code"),
    ],
)
def test_billed_units_that_are_none_are_refused(
    billed: Any, error: type[Exception], says: str, payers: Payers, codebook: Codebook
) -> None:
    with pytest.raises(error, match=says):
        compare_units(billed, {"97110": 15}, "medicare", payers, codebook)


def test_minutes_that_are_none_are_refused(payers: Payers, codebook: Codebook) -> None:
    with pytest.raises(InvalidMinutes, match=r"^the minutes of 97110 are over 1,440"):
        compare_totals({"97110": 2000}, (), (), payers, codebook)
    with pytest.raises(InvalidMinutes, match=r"^the minutes of 97110 are below 0"):
        compare_units({}, {"97110": -5}, "medicare", payers, codebook)


def test_an_unknown_payer_is_refused(payers: Payers, codebook: Codebook) -> None:
    with pytest.raises(UnknownPayer, match=r"^the payer is not in payers\.jsonl"):
        compare_units({"97110": 1}, {"97110": 15}, "nobody", payers, codebook)

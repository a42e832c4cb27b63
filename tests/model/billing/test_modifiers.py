"""Each modifier is proposed where the note documents it, and where it does not, what is missing is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rehabcode.billing.assistants import assisted_units
from rehabcode.billing.claims import Claim
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.findings import Finding
from rehabcode.billing.modifiers import propose_modifiers
from rehabcode.billing.proposals import ProposedModifier, Treatment
from rehabcode.errors import InvalidMinutes, RequestError

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def tables() -> EditTables:
    return EditTables.packaged()


def written(each: ProposedModifier) -> str:
    """Write a proposed modifier as the cases do."""
    alternative = f"/{each.alternative}" if each.alternative else ""
    units = "" if each.units is None else f" {each.units}"
    return f"{each.code} {each.modifier}{alternative}{units}"


@pytest.mark.cases("modifiers.yaml")
def test_the_modifiers_of_a_claim(case: dict[str, Any], tables: EditTables) -> None:
    claim = TypeAdapter(Claim).validate_python({"day": DAY} | case["claim"])
    payer = tables.rulebook.payers[case["payer"]] if "payer" in case else None
    treatment = TypeAdapter(Treatment).validate_python(case["treatment"]) if "treatment" in case else None
    answer = propose_modifiers(replace(claim, payer=payer), tables, treatment)
    assert [written(each) for each in answer.proposed] == case["expect"]
    assert [each.kind for each in answer.findings] == case.get("findings", [])
    first = answer.findings[0] if answer.findings else Finding("support", (), "-", "-", "-")
    assert case.get("says", "") in first.message
    assert case.get("remedy", "") in first.remedy


def test_a_modifier_says_why_and_by_which_table(tables: EditTables) -> None:
    claim = Claim(DAY, {"97110": 1, "97150": 1}, separate=frozenset({"97110", "97150"}))
    first = propose_modifiers(claim, tables).proposed[0]
    assert first.reason == "the note documents the time of 97110 apart from that of 97150 (indicator 1)"
    assert first.source == "NCCI-PTP-2024Q3 practitioner + NCCI-PM-2026 XI.P.2"


@pytest.mark.parametrize(
    ("units", "minutes", "assistant", "assisted"),
    [
        (1, 15, 0, 0),
        (1, 15, 15, 1),
        (1, 15, 1, 0),  # a tenth of 15 is 1.5
        (1, 15, 10, 1),
        (2, 30, 15, 1),
        (2, 36, 23, 1),
        (3, 38, 8, 1),
        (3, 45, 45, 3),
        (2, 24, 12, 1),
        (2, 28, 14, 1),
        (0, 7, 7, 0),
    ],
)
def test_the_units_of_an_assistant(units: int, minutes: int, assistant: int, assisted: int) -> None:
    assert assisted_units(units, minutes, assistant) == assisted


@given(st.integers(0, 8), st.integers(0, 120), st.integers(0, 120))
def test_an_assistant_has_no_more_units_than_there_are(units: int, therapist: int, assistant: int) -> None:
    assisted = assisted_units(units, therapist + assistant, assistant)
    assert 0 <= assisted <= units
    assert assistant or assisted == 0
    assert therapist or not assistant or assisted == units


def test_negative_minutes_of_an_assistant_are_refused() -> None:
    with pytest.raises(InvalidMinutes, match="minutes of an assistant are negative; give 0 or more"):
        Treatment(assistant={"97110": -1})


@pytest.mark.parametrize("amount", [-1.0, float("nan")])
def test_an_amount_that_is_none_is_refused(amount: float) -> None:
    with pytest.raises(RequestError, match="the amount so far is negative, or no number"):
        Treatment(amount=amount)

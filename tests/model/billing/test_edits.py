"""What the rules of payers find wrong with a claim: the kind, the codes in direction, the remedy and the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from rehabcode.billing.claims import Claim, separate_times
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.edits import edit_findings
from rehabcode.billing.findings import FINDING_KINDS, Finding
from rehabcode.errors import InvalidMinutes, InvalidUnits
from rehabcode.rows import RowError

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def tables() -> EditTables:
    return EditTables.packaged()


def found(case: dict[str, Any], tables: EditTables) -> tuple[Finding, ...]:
    claim = TypeAdapter(Claim).validate_python({"day": DAY} | case["claim"])
    payer = tables.rulebook.payers[case["payer"]] if "payer" in case else None
    return edit_findings(replace(claim, payer=payer), tables)


@pytest.mark.cases("edits.yaml")
def test_what_is_wrong_with_a_claim(case: dict[str, Any], tables: EditTables) -> None:
    findings = found(case, tables)
    assert [[finding.kind, list(finding.codes)] for finding in findings] == case["expect"]
    first = findings[0] if findings else Finding("support", (), "-", "-", "-")
    assert case.get("says", "") in first.message
    assert case.get("remedy", "") in first.remedy
    assert case.get("source", first.source) == first.source


@pytest.mark.parametrize("setting", ["practitioner", "outpatient_hospital"])
def test_every_packaged_pair_is_told_in_its_direction(setting: Any, tables: EditTables) -> None:
    edits = [edit for edit in tables.rulebook.pair_edits.values() if edit.indicator(setting) is not None]
    backwards = [Claim(DAY, {edit.column2: 1, edit.column1: 1}, setting=setting) for edit in edits]
    told = [
        next(each.codes for each in edit_findings(claim, tables) if each.kind == "pair_edit") for claim in backwards
    ]
    assert told
    assert told == [(edit.column1, edit.column2) for edit in edits]


def test_every_add_on_of_the_codebook_is_told(tables: EditTables) -> None:
    add_ons = {row.add_on: row.primary for row in tables.codebook.add_ons}
    told = [each for code in add_ons for each in edit_findings(Claim(DAY, {code: 1}), tables) if each.kind == "add_on"]
    assert {"97551", "97130", "90913", "97546"} <= add_ons.keys()
    assert [each.codes for each in told] == list(add_ons.items())


def test_every_exclusion_is_told(tables: EditTables) -> None:
    rules = tables.rulebook.exclusions
    pairs = [(rule.codes[0], rule.others[0] if rule.others else rule.codes[1]) for rule in rules]
    told = [edit_findings(Claim(DAY, dict.fromkeys(pair, 1)), tables)[0] for pair in pairs]
    assert told
    assert [set(each.codes) for each in told] == [set(pair) for pair in pairs]
    assert {each.kind for each in told} == {"exclusion", "pair_edit"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"others": ("97110",)}, "a code stands in codes and in others; name it in one of them"),
        ({"rule": " "}, "field 'rule' is blank"),
        ({"remedy": ""}, "field 'remedy' is blank"),
    ],
)
def test_an_exclusion_that_is_not_right_is_refused(change: dict[str, Any], says: str, tables: EditTables) -> None:
    rule = replace(tables.rulebook.exclusions[0], codes=("97110", "97140"))
    with pytest.raises(RowError, match=f"^{says}"):
        replace(rule, **change)


@pytest.mark.parametrize(
    ("minutes", "total", "apart"),
    [
        ({"97150": 20, "97110": 15}, 35, {"97150", "97110"}),
        ({"97150": 20, "97110": 15}, 34, set()),
        ({"97150": 20, "97110": 15}, None, set()),
        ({"97150": 20, "97110": 0}, 20, {"97150"}),
        ({}, 45, set()),
    ],
)
def test_times_stand_apart_where_they_fit_into_the_visit(
    minutes: dict[str, int], total: int | None, apart: set[str]
) -> None:
    assert separate_times(minutes, total) == apart


def test_negative_units_are_refused() -> None:
    with pytest.raises(InvalidUnits, match=r"^the units of 97110 are negative; give 0 or more, or None"):
        Claim(DAY, {"97140": 1, "97110": -1})


@pytest.mark.parametrize(
    ("minutes", "total", "says"),
    [({"97110": -5}, None, "the minutes of 97110 are"), ({}, -1, "the total minutes are")],
)
def test_negative_minutes_are_refused(minutes: dict[str, int], total: int | None, says: str) -> None:
    with pytest.raises(InvalidMinutes, match=rf"^{says} negative; give 0 or more"):
        Claim(DAY, {"97110": 1}, minutes=minutes, total_minutes=total)


def test_what_is_no_code_is_not_repeated() -> None:
    with pytest.raises(InvalidUnits, match=r"^the units of a code are negative") as caught:
        Claim(DAY, {"declined gait training": -1})
    assert "gait" not in str(caught.value)


@pytest.mark.parametrize(("message", "remedy", "source"), [("", "-", "-"), ("-", "", "-"), ("-", "-", "")])
def test_a_finding_says_what_and_by_which_rule(message: str, remedy: str, source: str) -> None:
    assert "pair_edit" in FINDING_KINDS
    with pytest.raises(ValueError, match="'minutes' needs a message, a remedy and a source"):
        Finding("minutes", (), message, remedy, source)

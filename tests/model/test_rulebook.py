"""The rules of payers are found by code, by pair and by topic; the worked examples of units agree with themselves."""

from __future__ import annotations

from typing import Any

import pytest

from rehabcode.codebook import Codebook
from rehabcode.rulebook import Rulebook
from rehabcode.rules import Setting


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


@pytest.mark.parametrize(
    ("one", "other", "setting", "columns", "indicator"),
    [
        ("97140", "97124", "practitioner", ("97140", "97124"), 0),
        ("97124", "97140", "outpatient_hospital", ("97140", "97124"), 0),
        ("97110", "97150", "practitioner", ("97150", "97110"), 1),
        ("97161", "97750", "practitioner", ("97161", "97750"), 0),
        ("97161", "97750", "outpatient_hospital", ("97161", "97750"), 1),
        ("98980", "97750", "practitioner", ("98980", "97750"), 0),
        ("98980", "97750", "outpatient_hospital", ("97750", "98980"), 1),
    ],
)
def test_a_pair_edit_is_found_in_either_order(
    one: str, other: str, setting: Setting, columns: tuple[str, str], indicator: int, rulebook: Rulebook
) -> None:
    edit = rulebook.pair_edit(one, other, setting)
    assert edit is not None
    assert (edit.column1, edit.column2) == columns
    assert edit.indicator(setting) == indicator


@pytest.mark.parametrize(
    ("one", "other"),
    [("97530", "97116"), ("97140", "97530"), ("97110", "97140"), ("97161", "97140"), ("97110", "97110")],
)
def test_a_pair_without_an_edit(one: str, other: str, rulebook: Rulebook) -> None:
    assert rulebook.pair_edit(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "enforced"), [("97140", "97530", True), ("97110", "97140", False), ("97110", "97112", None)]
)
def test_what_once_was_an_edit(one: str, other: str, enforced: bool | None, rulebook: Rulebook) -> None:
    former = rulebook.former_edits(other, one)
    assert (any(edit.enforced for edit in former) if former else None) is enforced


def test_no_former_edit_is_in_force(rulebook: Rulebook) -> None:
    former = {(edit.column1, edit.column2) for edit in rulebook.former_pair_edits}
    assert former
    assert not former & rulebook.pair_edits.keys()


def test_no_pair_is_edited_both_ways_in_one_setting(rulebook: Rulebook) -> None:
    columns = {(edit.column1, edit.column2) for edit in rulebook.pair_edits.values() if edit.practitioner is not None}
    assert columns
    assert not [pair for pair in columns if pair[::-1] in columns]


@pytest.mark.parametrize(("code", "most"), [("97110", 6), ("97161", 1), ("97010", 0), ("97551", 2), ("97606", 1)])
def test_the_most_units_of_a_code(code: str, most: int, rulebook: Rulebook) -> None:
    assert rulebook.quantity_edits[code].practitioner == most


@pytest.mark.parametrize(
    ("code", "factors", "elements", "minutes"),
    [("97161", (0, 0), (1, 2), 20), ("97162", (1, 2), (3, None), 30), ("97163", (3, None), (4, None), 45)],
)
def test_what_a_level_of_evaluation_takes(
    code: str, factors: tuple[int, int | None], elements: tuple[int, int | None], minutes: int, rulebook: Rulebook
) -> None:
    level = rulebook.evaluation_levels[code]
    assert (level.factors, level.elements, level.typical_minutes) == (factors, elements, minutes)


def test_every_evaluation_has_a_level(rulebook: Rulebook, codebook: Codebook) -> None:
    assert rulebook.evaluation_levels.keys() == {code.code for code in codebook if code.category == "evaluation"}


def test_typical_minutes_are_the_same_in_both_files(rulebook: Rulebook, codebook: Codebook) -> None:
    levels = rulebook.evaluation_levels.values()
    assert not [row.code for row in levels if codebook[row.code].timing.typical_minutes != row.typical_minutes]


@pytest.mark.parametrize(
    ("modifier", "kind"), [("GP", "discipline"), ("CQ", "assistant"), ("KX", "coverage"), ("59", "edit")]
)
def test_a_modifier_has_a_kind(modifier: str, kind: str, rulebook: Rulebook) -> None:
    assert rulebook.modifiers[modifier].kind == kind


def test_the_threshold_of_a_year(rulebook: Rulebook) -> None:
    assert rulebook.annual_thresholds[2026] == 2480


@pytest.mark.parametrize(("place", "facility"), [("11", False), ("22", True)])
def test_a_place_of_service_tells_the_rate(place: str, facility: bool, rulebook: Rulebook) -> None:
    assert rulebook.places_of_service[place].facility is facility


def test_an_evaluation_is_once_an_episode(rulebook: Rulebook) -> None:
    (rule,) = [rule for rule in rulebook.once_rules if "97161" in rule.codes]
    assert rule.per == "episode"


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("units_cms", "POOLED"),
        ("units_midpoint", "judged alone"),
        ("re_evaluation", "Not payable: progress report"),
        ("mppr", "50% PE"),
        ("pair_edits", "2025-2026"),
        ("suggestion", "units unknown"),
    ],
)
def test_a_statement_is_found_by_topic(topic: Any, words: str, rulebook: Rulebook) -> None:
    assert [rule for rule in rulebook.policy(topic) if words in rule.text]


def test_what_the_guide_says_wrongly_is_kept(rulebook: Rulebook) -> None:
    (claim,) = [claim for claim in rulebook.disputed_claims if claim.claim.startswith("97761 =")]
    assert "97763" in claim.found


@pytest.mark.cases("unit_examples.yaml")
def test_an_example_of_units_agrees_with_itself(case: dict[str, Any], codebook: Codebook) -> None:
    assert sum(case["minutes"].values()) == case["total"]
    assert {codebook[code].timing.unit for code in case["minutes"]} == {"per_15_min"}
    assert sum(case["midpoint"]["allocation"].values()) == case["midpoint"]["units"]
    allocations = [case["cms"]["allocation"], *case["cms"].get("or", [])]
    assert {sum(allocation.values()) for allocation in allocations} == {case["cms"]["units"]}

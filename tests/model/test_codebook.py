"""The codebook holds the codes that it should, tells when each is valid, and refuses a code that it has not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rehabcode.codebook import Codebook
from rehabcode.codes import CODE, Code, Validity
from rehabcode.errors import RequestError, UnknownCode

# The codes that the beginner guide describes, each under a heading of its own.
GUIDE = (
    "97110", "97112", "97116", "97124", "97140", "97150", "97161", "97162", "97163", "97164", "97530", "97535",
    "97550", "97551", "97552", "97750", "97761",
)  # fmt: skip
ALWAYS = date(1990, 1, 1)


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


def test_it_holds_92_codes(codebook: Codebook) -> None:
    assert len(codebook) == len({code.code for code in codebook}) == 92


def test_every_code_has_the_shape_of_one(codebook: Codebook) -> None:
    assert all(CODE.fullmatch(code.code) for code in codebook)


@pytest.mark.parametrize("number", GUIDE)
def test_it_holds_the_codes_of_the_guide(number: str, codebook: Codebook) -> None:
    assert number in codebook
    assert codebook[number].seed


def test_no_other_code_is_marked_as_of_the_guide(codebook: Codebook) -> None:
    assert {code.code for code in codebook if code.seed} == set(GUIDE)


@pytest.mark.parametrize("number", ["G0283", "97014", "97113", "97165", "97760", "97763", "20560", "95992", "0101T"])
def test_it_holds_codes_beside_those_of_the_guide(number: str, codebook: Codebook) -> None:
    assert codebook[number].code == number


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (
            "97141",
            r"code '97141' is not in codebook 2\d{3}\.\d\d\+\w{8}; take one of its codes, or add a row to codebook",
        ),
        ("97001", r"code '97001' is outside codebook .+: deleted 1/1/2017; use: 97161-97168"),
        ("99213", r"code '99213' is outside codebook .+therapists do not bill"),
        ("G0542", r"code 'G0542' is outside codebook .+beside G0541"),
        ("9714", r'^what was given is no code; give five characters, as in "97140"$'),
        ("", r"^what was given is no code; give five characters"),
        ("joint mobs today", r"^what was given is no code; give five characters"),
    ],
)
def test_a_code_that_it_has_not_is_told(number: str, message: str, codebook: Codebook) -> None:
    assert number not in codebook
    with pytest.raises(UnknownCode, match=message) as caught:
        codebook[number]
    assert isinstance(caught.value, RequestError)


@pytest.mark.parametrize("look_up", ["documentation", "look_alikes", "caveats"])
def test_nothing_is_said_of_an_unknown_code(look_up: str, codebook: Codebook) -> None:
    with pytest.raises(UnknownCode, match="'97141' is not in codebook"):
        getattr(codebook, look_up)("97141")


@pytest.mark.parametrize(
    ("number", "first"),
    [
        ("97161", "2017-01-01"),
        ("97168", "2017-01-01"),
        ("97763", "2018-01-01"),
        ("20560", "2020-01-01"),
        ("97129", "2020-01-01"),
        ("90913", "2020-01-01"),
        ("98975", "2022-01-01"),
        ("97550", "2024-01-01"),
        ("97037", "2024-01-01"),
        ("G0541", "2025-01-01"),
        ("98979", "2026-01-01"),
        ("98986", "2026-01-01"),
    ],
)
def test_a_code_is_valid_from_its_first_day(number: str, first: str, codebook: Codebook) -> None:
    day = date.fromisoformat(first)
    assert codebook[number].valid_on(day)
    assert not codebook[number].valid_on(date.fromordinal(day.toordinal() - 1))


@pytest.mark.parametrize("number", ["97110", "97140", "97760", "97761", "G0283"])
def test_an_unknown_first_day_forbids_nothing(number: str, codebook: Codebook) -> None:
    assert codebook[number].valid_on(ALWAYS)


@pytest.mark.parametrize(("day", "valid"), [("2023-12-31", True), ("2024-01-01", False)])
def test_a_code_is_valid_until_its_last_day(day: str, valid: bool, codebook: Codebook) -> None:
    closed = replace(codebook["97110"], valid=Validity(source="MEM", verified=False, last=date(2023, 12, 31)))
    assert closed.valid_on(date.fromisoformat(day)) is valid


@pytest.mark.parametrize(
    ("number", "timed", "unit", "base"),
    [
        ("97110", True, "per_15_min", 15),
        ("97150", False, "untimed_per_session", None),
        ("97161", False, "untimed_per_session", None),
        ("97550", True, "initial_30_min", 30),
        ("97551", True, "each_additional_15_min", 15),
        ("97545", True, "initial_120_min", 120),
        ("G0283", False, "untimed_per_session", None),
    ],
)
def test_how_a_code_is_timed(number: str, timed: bool, unit: str, base: int | None, codebook: Codebook) -> None:
    timing = codebook[number].timing
    assert (timing.timed, timing.unit, timing.base_minutes) == (timed, unit, base)


@pytest.mark.parametrize(
    ("number", "status"),
    [("97110", "A"), ("97010", "B"), ("97014", "I"), ("97037", "N"), ("98985", "A"), ("98986", None)],
)
def test_the_newer_status_of_medicare_counts(number: str, status: str | None, codebook: Codebook) -> None:
    assert codebook[number].medicare.status == status


def test_add_ons_name_their_primary_code(codebook: Codebook) -> None:
    named = {code.code: code.add_on_to for code in codebook if code.add_on_to}
    assert named == {row.add_on: row.primary for row in codebook.add_ons}
    assert named["97551"] == "97550"


def test_every_code_of_pt_and_ot_asks_for_documentation(codebook: Codebook) -> None:
    silent = {code.category for code in codebook if not codebook.documentation(code.code)}
    assert silent == {"slp_reference"}


def test_what_a_note_must_say(codebook: Codebook) -> None:
    must = {row.id for row in codebook.documentation("97140") if row.level == "must"}
    assert {"technique", "duration", "response", "area"} <= must


def test_look_alikes_are_codes_of_the_book(codebook: Codebook) -> None:
    others = [row for code in codebook for row in codebook.look_alikes(code.code)]
    assert others
    assert not [row for row in others if row.other is not None and row.other not in codebook]


@pytest.mark.parametrize(
    ("number", "other"),
    [("97140", "97124"), ("97110", "97530"), ("97530", "97535"), ("97116", "97112"), ("97164", None)],
)
def test_a_look_alike_comes_with_a_question(number: str, other: str | None, codebook: Codebook) -> None:
    (row,) = [row for row in codebook.look_alikes(number) if row.other == other]
    assert row.question.endswith("?")
    assert row.choose_this_if != row.choose_other_if


def test_a_family_of_codes_is_named(codebook: Codebook) -> None:
    assert "29xxx" in str([row.family for row in codebook.look_alikes("97760") if row.other is None])


def test_a_caveat_names_its_source(codebook: Codebook) -> None:
    (caveat,) = [row for row in codebook.caveats("97124") if "indicator 0" in row.text]
    assert codebook.sources[caveat.source].kind.startswith("primary")


@pytest.mark.parametrize(("code", "covered"), [("97001", True), ("97004", True), ("97005", False), ("97000", False)])
def test_a_range_outside_the_book_covers_its_ends(code: str, covered: bool, codebook: Codebook) -> None:
    assert (codebook.outside_code(code) is not None) is covered


def test_no_code_stands_inside_and_outside(codebook: Codebook) -> None:
    assert not [code.code for code in codebook if codebook.outside_code(code.code)]


@pytest.mark.parametrize("change", [{"code": "9711O"}, {"name": " "}, {"description": ""}])
def test_a_code_refuses_what_it_cannot_be(change: dict[str, Any], codebook: Codebook) -> None:
    with pytest.raises(ValueError, match=re.compile("shape of a code|is blank")):
        replace(codebook["97110"], **change)


def test_a_code_is_frozen(codebook: Codebook) -> None:
    code: Code = codebook["97110"]
    with pytest.raises(AttributeError, match="cannot assign to field 'name'"):
        code.__setattr__("name", "another")

"""A note before a code's first day gets the code of its day, with the evidence and score of the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rehabcode import Evidence, Suggester, Suggestion
from rehabcode.billing.day_codes import DayCodes
from rehabcode.codebook import Codebook
from rehabcode.errors import UnknownCode, UnknownPayer
from rehabcode.payers import Payers

EVALUATION = "PT initial evaluation, low complexity. No comorbidities, stable."
COGNITION = "Cognitive retraining: attention process training 30 min, cues for memory strategy."
STIMULATION = "Unattended e-stim IFC to low back x 15 min for pain."


@pytest.fixture(scope="module")
def day_codes(codebook: Codebook, payers: Payers) -> DayCodes:
    return DayCodes(codebook, payers)


def suggestion(code: str, score: float, start: int, minutes: int | None) -> Suggestion:
    return Suggestion(code, "A name", score, (Evidence(start, start + 1, "x", "t", "interventions", "named"),), minutes)


@pytest.mark.cases("day_codes.yaml")
def test_the_code_of_a_day(case: dict[str, Any], day_codes: DayCodes) -> None:
    shown = day_codes.on(case["code"], case.get("day"), case.get("payer"))
    assert (shown.code if shown else None) == case["shown"]
    assert shown is None or (shown.note is None) is (shown.code == case["code"])


def test_the_note_says_why_and_by_which_source(day_codes: DayCodes) -> None:
    former = day_codes.on("97161", date(2016, 12, 31), None)
    swapped = day_codes.on("97014", None, "medicare")
    assert former
    assert former.note == "the code of that day for 97161: in force up to 2016-12-31 (EVAL + MEM)"
    assert swapped
    assert swapped.note == "in place of 97014, which Medicare Part B does not take (CMS-CH5-EX)"


def test_evidence_and_score_are_those_of_the_code_it_stands_for(suggester: Suggester) -> None:
    (now,) = suggester.suggest(EVALUATION).suggestions
    (then,) = suggester.suggest(EVALUATION, date_of_service=date(2015, 3, 2)).suggestions
    assert (now.code, then.code) == ("97161", "97001")
    assert (then.score, then.evidence, then.minutes) == (now.score, now.evidence, now.minutes)
    assert then.name == "PT initial evaluation (before 2017)"
    assert now.note is None


@pytest.mark.parametrize(
    ("day", "payer", "code", "units"),
    [
        (date(2017, 6, 1), None, "97532", 2),
        (date(2019, 6, 1), None, "97127", 1),
        (date(2019, 6, 1), "medicare", "G0515", 2),
    ],
    ids=str,
)
def test_units_of_former_codes(day: date, payer: str | None, code: str, units: int, suggester: Suggester) -> None:
    answer = suggester.suggest(COGNITION, date_of_service=day, payer=payer)
    assert [(one.code, one.units) for one in answer.billing.codes] == [(code, units)]
    assert {one.code for one in answer.billing.documentation} == {code}


def test_medicares_own_code_bills_in_place_of_the_other(suggester: Suggester) -> None:
    answer = suggester.suggest(STIMULATION, payer="medicare")
    assert [one.code for one in answer] == ["G0283"]
    assert [(one.code, one.units) for one in answer.billing.codes] == [("G0283", 1)]
    assert "97014" not in {one.code for one in answer.considered}


def test_a_typed_code_of_its_day_is_borne_out(suggester: Suggester) -> None:
    answer = suggester.suggest(f"{EVALUATION}\nBilled: 97001 x1", date_of_service=date(2015, 3, 2))
    assert not [one for one in answer.billing.findings if one.kind == "support"]


def test_two_that_share_a_code_become_one(day_codes: DayCodes) -> None:
    judged = [suggestion("97129", 0.9, 5, 15), suggestion("97130", 0.8, 1, 20)]
    (one,) = day_codes.suggestions(judged, date(2017, 6, 1), None)
    assert (one.code, one.score, one.minutes) == ("97532", 0.9, 35)
    assert [each.start for each in one.evidence] == [1, 5]


def test_minutes_of_one_of_two_are_kept(day_codes: DayCodes) -> None:
    judged = [suggestion("97129", 0.9, 5, None), suggestion("97130", 0.8, 1, 20)]
    (one,) = day_codes.suggestions(judged, date(2017, 6, 1), None)
    assert one.minutes == 20


def test_what_is_suggested_is_not_considered_too(day_codes: DayCodes) -> None:
    taken = day_codes.suggestions([suggestion("97014", 0.9, 5, None)], None, "medicare")
    assert day_codes.suggestions([suggestion("G0283", 0.2, 5, None)], None, "medicare", taken=taken) == ()


def test_what_has_no_code_on_its_day_is_left_out(day_codes: DayCodes) -> None:
    assert day_codes.suggestions([suggestion("97550", 0.9, 5, None)], date(2023, 12, 31), None) == ()


def test_what_is_withheld_names_the_codes_of_its_day(suggester: Suggester) -> None:
    note = "Manual therapy: STM 15 min. P: dry needling next visit, ultrasound declined."
    withheld = suggester.suggest(note, date_of_service=date(2019, 12, 31)).withheld
    assert {one.quote: one.codes for one in withheld} == {"dry needling": (), "ultrasound": ("97035",)}


@pytest.mark.parametrize(
    ("code", "others", "same"),
    [
        ("97001", ["97161"], True),
        ("97161", ["97001"], True),
        ("97162", ["97161"], False),
        ("97014", ["G0283"], True),
        ("G0283", ["97014"], True),
        ("97110", ["97110"], True),
        ("97110", ["97112"], False),
        ("97110", [], False),
    ],
)
def test_codes_that_stand_for_each_other(code: str, others: list[str], same: bool, day_codes: DayCodes) -> None:
    assert day_codes.same(code, others) is same


def test_the_code_itself_bears_out_first(day_codes: DayCodes) -> None:
    given = [suggestion("97014", 0.9, 1, None), suggestion("G0283", 0.5, 1, None)]
    found = day_codes.borne_out("G0283", given)
    assert found
    assert found.code == "G0283"


def test_an_unknown_code_is_refused(day_codes: DayCodes) -> None:
    with pytest.raises(UnknownCode, match="'97141' is not in codebook"):
        day_codes.on("97141", None, None)


def test_an_unknown_payer_is_refused(day_codes: DayCodes) -> None:
    with pytest.raises(UnknownPayer, match="take one of medicare"):
        day_codes.on("97110", None, "nobody")


def test_former_codes_stand_outside_the_codebook(codebook: Codebook) -> None:
    held = codebook.with_former()
    assert [row.code for row in codebook.former if row.code in codebook] == []
    assert [row.code for row in codebook.former if row.code not in held] == []
    assert [held[row.code].valid_on(row.last) for row in codebook.former] == [True] * len(codebook.former)
    assert all(codebook.outside_code(row.code) for row in codebook.former)


def test_other_names_leave_all_else(codebook: Codebook) -> None:
    named = codebook.named({"97110": "Made-up name", "00000": "of no code"})
    assert (named["97110"].name, named["97140"].name) == ("Made-up name", codebook["97140"].name)
    assert codebook["97110"].name != "Made-up name"
    assert len(named) == len(codebook)
    assert named.version == codebook.version

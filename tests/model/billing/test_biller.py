"""What a note's suggestions bill: units, modifiers, findings and documentation, each with words that stand there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode import Bill, Suggester, Visit
from rehabcode.billing.biller import Biller
from rehabcode.billing.edit_tables import EditTables
from rehabcode.codebook import Codebook
from rehabcode.errors import InvalidMinutes, RequestError
from rehabcode.payers import Payers

NOTE = """O: TherEx (20 min): SLR 3x10, mini squats 2x10. Manual therapy: grade III patellar mobilizations 15 min.
Gait training with cane x 10 min, cues for heel strike. Patient declined ultrasound. Total 50 min
"""
EVALUATION = """PT initial evaluation: moderate complexity. PMH: diabetes and obesity. Tested ROM, strength and balance;
gait with antalgic pattern. Evolving presentation. Standardized: LEFS 40/80. Plan 2x/week for 6 weeks.
"""


def bill(case: dict[str, Any], suggester: Suggester) -> Bill:
    visit = Visit(**case.get("visit", {}))
    answer = suggester.suggest(case["note"], date_of_service=case.get("day"), payer=case.get("payer"), visit=visit)
    return answer.billing


@pytest.mark.cases("bills.yaml")
def test_units(case: dict[str, Any], suggester: Suggester) -> None:
    found = bill(case, suggester)
    units = {one.code: one.units for one in found.codes}
    assert units == case.get("units", units)
    timed = [found.timed_minutes, found.timed_units, found.left_over]
    assert timed == case.get("timed", timed)
    assert [*found.alternatives] == case.get("alternatives", [])
    assert {one.code: one.caution for one in found.codes if one.caution} == case.get("cautions", {})


@pytest.mark.cases("bills.yaml")
def test_modifiers(case: dict[str, Any], suggester: Suggester) -> None:
    modifiers = {one.code: [each.modifier for each in one.modifiers] for one in bill(case, suggester).codes}
    assert modifiers == case.get("modifiers", modifiers)


@pytest.mark.cases("bills.yaml")
def test_findings(case: dict[str, Any], suggester: Suggester) -> None:
    found = [(one.kind, frozenset(one.codes)) for one in bill(case, suggester).findings]
    expected = [(kind, frozenset(codes)) for kind, codes in case["findings"]] if "findings" in case else found
    assert found == expected
    assert {(kind, frozenset(codes)) for kind, codes in case.get("finds", [])} <= set(found)


@pytest.mark.cases("bills.yaml")
def test_every_span_is_what_stands_there(case: dict[str, Any], suggester: Suggester) -> None:
    found = bill(case, suggester)
    spans = [span for finding in found.findings for span in finding.spans]
    spans += [span for element in found.documentation for span in element.spans]
    assert [case["note"][span.start : span.end] for span in spans] == [span.quote for span in spans]


@pytest.mark.cases("bills.yaml")
def test_nothing_is_billed_that_is_not_suggested(case: dict[str, Any], suggester: Suggester) -> None:
    visit = Visit(**case.get("visit", {}))
    answer = suggester.suggest(case["note"], date_of_service=case.get("day"), payer=case.get("payer"), visit=visit)
    assert [one.code for one in answer.billing.codes] == [one.code for one in answer.suggestions]
    assert {one.code for one in answer.billing.documentation} <= {one.code for one in answer.suggestions}


def test_every_finding_about_a_code_points_at_words(suggester: Suggester) -> None:
    note = "Swedish massage, effleurage to low back 15 min. Grade III lumbar joint mobilization 15 min."
    (finding,) = suggester.suggest(note).billing.findings
    assert {note[span.start : span.end] for span in finding.spans} >= {"Grade III lumbar joint mobilization 15 min"}
    assert finding.source == "NCCI-PTP-2024Q3 practitioner"


def test_no_message_repeats_a_word_of_the_note(suggester: Suggester) -> None:
    found = suggester.suggest(NOTE.replace("patellar", "zyzzyva")).billing
    said = [text for one in found.findings for text in (one.message, one.remedy)]
    said += [text for one in found.documentation for text in (one.name, one.remedy or "")]
    assert said
    assert not [text for text in said if "zyzzyva" in text]


def test_documentation_is_present_with_words_or_missing_with_a_remedy(suggester: Suggester) -> None:
    found = suggester.suggest(NOTE).billing.documentation
    assert {one.present for one in found} == {True, False}
    assert all((one.remedy is None) is one.present for one in found)
    assert all(one.spans and one.source and one.name for one in found)


def test_documentation_stands_in_the_order_of_the_suggestions(suggester: Suggester) -> None:
    answer = suggester.suggest(NOTE)
    codes = dict.fromkeys(one.code for one in answer.billing.documentation)
    assert [*codes] == [one.code for one in answer.suggestions]


def test_an_evaluation_shows_its_grid(suggester: Suggester) -> None:
    answer = suggester.suggest(EVALUATION)
    grid = answer.billing.evaluation
    assert grid is not None
    assert grid.code in {one.code for one in answer.suggestions}
    spans = [span for one in grid.components for span in one.spans]
    assert [EVALUATION[span.start : span.end] for span in spans] == [span.quote for span in spans]
    assert not {one.name for one in grid.components} & {*grid.missing}


def test_a_treatment_has_no_grid(suggester: Suggester) -> None:
    assert suggester.suggest(NOTE).billing.evaluation is None


@pytest.mark.parametrize(
    ("payer", "rule"), [(None, ("medicare", "cms")), ("commercial", ("commercial", "midpoint"))], ids=str
)
def test_the_rule_is_the_payers(payer: str | None, rule: tuple[str, str], suggester: Suggester) -> None:
    found = suggester.suggest(NOTE, payer=payer).billing
    assert (found.payer, found.rule) == rule
    assert found.rule_source


def test_minutes_of_more_than_a_day_are_a_finding(suggester: Suggester) -> None:
    lines = [
        "Therapeutic exercise: squats 3x10 240 min.",
        "Manual therapy: joint mobilization grade III 240 min.",
        "Gait training with cane, cues 240 min.",
        "Neuromuscular re-education balance on foam 240 min.",
        "Therapeutic activities: lifting boxes 240 min.",
        "Self care training dressing 240 min.",
        "Aquatic therapy in pool 240 min.",
    ]
    found = suggester.suggest("\n".join([*lines, "Total 240 min"])).billing
    assert [one.kind for one in found.findings if one.kind == "minutes"]
    assert all(one.units is None or one.units < 96 for one in found.codes)


def test_a_code_of_former_days_is_documented_as_what_took_its_place(suggester: Suggester) -> None:
    answer = suggester.suggest(EVALUATION, date_of_service=date(2015, 3, 2))
    elements = {one.element for one in answer.billing.documentation}
    assert {one.code for one in answer.billing.documentation} == {"97001"}
    assert "history" in elements
    assert "level_support" not in elements


def test_the_edit_tables_are_those_that_were_loaded(codebook: Codebook, payers: Payers) -> None:
    biller = Biller.packaged(codebook, payers)
    assert isinstance(biller.all_codes, EditTables)
    assert "97001" in biller.all_codes.codebook
    assert "97001" not in codebook


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"discipline": "SLP"}, "the discipline is none; give one of PT, OT"),
        ({"setting": "zyzzyva"}, "the setting is none; give one of practitioner, outpatient_hospital"),
        ({"amount": -1}, "the amount so far is negative"),
        ({"amount": float("nan")}, "the amount so far is negative, or no number"),
    ],
    ids=str,
)
def test_a_visit_that_is_none_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError, match=message) as caught:
        Visit(**given)
    assert "zyzzyva" not in str(caught.value)


def test_negative_minutes_of_an_assistant_are_refused() -> None:
    with pytest.raises(InvalidMinutes, match="minutes of an assistant are negative"):
        Visit(assistant={"97110": -5})


CLAUSES = st.builds(
    "{} {} min{}".format,
    st.sampled_from(
        [
            "Therapeutic exercise: squats 3x10",
            "Manual therapy: grade III patellar mobilizations",
            "Gait training with cane, cues for heel strike",
            "Group therapy with 3 patients",
            "Aquatic therapy in pool",
            "97140",
            "Total",
            "Timed",
            "Moist heat to low back",
            "Declined ultrasound",
            "Caregiver training without the patient present",
            "Attention process training",
        ]
    ),
    st.one_of(st.integers(-20, 90), st.sampled_from([240, 480, 1440, 2000, 99999999])),
    st.sampled_from([". ", ".\n", ", ", " x 2\n", " | "]),
)


@given(
    clauses=st.lists(CLAUSES, max_size=8),
    day=st.sampled_from([None, date(2015, 3, 2), date(2019, 3, 2), date(2026, 3, 2)]),
    payer=st.sampled_from([None, "medicare", "commercial"]),
    billed=st.lists(st.tuples(st.sampled_from(["97110", "97140", "97001", "G0515", "97551", "x"]), st.integers(0, 9))),
)
def test_whatever_is_written_is_billed_and_audited(
    suggester: Suggester,
    clauses: list[str],
    day: date | None,
    payer: str | None,
    billed: list[tuple[str, int]],
) -> None:
    note = "".join(clauses)
    answer = suggester.suggest(note, date_of_service=day, payer=payer)
    assert [one.code for one in answer.billing.codes] == [one.code for one in answer.suggestions]
    audit = suggester.audit(note, billed, date_of_service=day, payer=payer)
    told = [line.code for line in audit.lines if line.code]
    assert len(told) == len(set(told))
    assert {code for code, units in billed if units and code != "x"} <= set(told)
    spans = [span for finding in (*answer.billing.findings, *audit.conflicts) for span in finding.spans]
    assert [note[span.start : span.end] for span in spans] == [span.quote for span in spans]

"""An audit: every code of the claim and of the note in one line, with a reason and the words."""

from __future__ import annotations

from typing import Any, cast

import pytest

from rehabcode import Audit, BilledItem, Suggester, Visit
from rehabcode.billing.audits import VERDICTS, Verdict
from rehabcode.billing.billed_items import billed_items
from rehabcode.errors import InvalidDate, InvalidUnits, NoteNotText, UnknownPayer
from rehabcode.records import bare

NOTE = """O: Therapeutic exercise: SLR 3x10, mini squats 2x10, 30 min.
Manual therapy: grade III patellar mobilizations 15 min.
Gait training with cane x 10 min, cues for heel strike. Patient declined ultrasound.
P: Add dry needling next visit.
"""


def fields(given: Any) -> Any:
    """Return a row of a case as it is given in Python: a list is a tuple there."""
    return tuple(given) if isinstance(given, list) else given


def audited(case: dict[str, Any], suggester: Suggester) -> Audit:
    billed = [fields(one) for one in case["billed"]]
    note = case.get("note", NOTE)
    return suggester.audit(note, billed, date_of_service=case.get("day"), payer=case.get("payer"))


@pytest.mark.cases("audits.yaml")
def test_lines(case: dict[str, Any], suggester: Suggester) -> None:
    found = audited(case, suggester)
    billed, rest = split(found)
    expected = [(verdict, code) for verdict, code in case["lines"]]
    assert billed == [one for one in expected if one[0] not in ("missed", "bundled")]
    assert sorted(rest) == sorted(one for one in expected if one[0] in ("missed", "bundled"))


def split(found: Audit) -> tuple[list[tuple[Verdict, str]], list[tuple[Verdict, str]]]:
    """Return what is said of the claim, in its order, and of what was not billed."""
    said = [(line.verdict, line.code) for line in found.lines]
    rest = [one for one in said if one[0] in ("missed", "bundled")]
    return said[: len(said) - len(rest)], rest


@pytest.mark.cases("audits.yaml")
def test_conflicts(case: dict[str, Any], suggester: Suggester) -> None:
    found = [[one.kind, [*one.codes]] for one in audited(case, suggester).conflicts]
    assert found == case.get("conflicts", [])


@pytest.mark.cases("audits.yaml")
def test_reasons_and_spans(case: dict[str, Any], suggester: Suggester) -> None:
    lines = {line.code: line for line in audited(case, suggester).lines}
    assert {code: part in lines[code].reason for code, part in case.get("says", {}).items()} == dict.fromkeys(
        case.get("says", {}), True
    )
    assert {code: [span.quote for span in lines[code].spans] for code in case.get("spans", {})} == case.get("spans", {})


@pytest.mark.cases("audits.yaml")
def test_over_and_under_stand_side_by_side(case: dict[str, Any], suggester: Suggester) -> None:
    found = audited(case, suggester)
    assert [line.code for line in found.over] == case.get("over", [])
    assert sorted(line.code for line in found.under) == sorted(case.get("under", []))


@pytest.mark.cases("audits.yaml")
def test_every_line_has_a_reason_and_words_that_stand_there(case: dict[str, Any], suggester: Suggester) -> None:
    found, note = audited(case, suggester), case.get("note", NOTE)
    spans = [span for line in found.lines for span in line.spans]
    spans += [span for finding in found.conflicts for span in finding.spans]
    assert [note[span.start : span.end] for span in spans] == [span.quote for span in spans]
    assert all(line.reason and line.remedy for line in found.lines)
    assert {line.verdict for line in found.lines} <= {*VERDICTS}
    assert "zyzzyva" not in "".join(line.reason + line.remedy + line.code for line in found.lines)


def test_what_was_missed_is_put_in_place_of_what_it_is_mistaken_for(suggester: Suggester) -> None:
    note = "Manual therapy: grade III patellar mobilizations 15 min."
    unsupported, missed = suggester.audit(note, [("97124", 1)]).lines
    assert (unsupported.verdict, missed.verdict) == ("unsupported", "missed")
    assert unsupported.instead == ("97140",)
    assert "bill 97140 in its place" in unsupported.remedy


def test_a_code_below_the_operating_point_is_told_as_such(suggester: Suggester) -> None:
    note = "squats 3x10"
    considered = suggester.suggest(note).considered
    assert considered
    (line, *_) = suggester.audit(note, [considered[0].code]).lines
    assert line.verdict == "unsupported"
    assert line.reason.startswith("the note speaks of it, and not clearly enough: its score is 0.")
    assert line.spans == bare(considered[0].evidence)


def test_the_audit_says_who_pays_and_what_made_it(suggester: Suggester) -> None:
    found = suggester.audit(NOTE, [], payer="commercial")
    assert (found.payer, found.rule) == ("commercial", "midpoint")
    assert found.versions == suggester.versions


def test_the_visit_counts(suggester: Suggester) -> None:
    found = suggester.audit(NOTE, [("97110", 2, "GP")], visit=Visit(discipline="OT"))
    assert [one.message for one in found.conflicts] == [
        "97110 is billed without GO: billed under a OT plan of care",
    ]


def test_the_same_audit_twice(suggester: Suggester) -> None:
    assert suggester.audit(NOTE, ["97110", "97035"]) == suggester.audit(NOTE, ["97110", "97035"])


@pytest.mark.parametrize(
    "given",
    ["97140", ("97140",), ("97140", None), ("97140", None, ()), BilledItem("97140")],
    ids=["code", "alone", "no-units", "no-modifiers", "item"],
)
def test_a_code_alone_in_every_form(given: Any) -> None:
    assert billed_items([given]) == (BilledItem("97140"),)


@pytest.mark.parametrize(
    "given",
    [("97140", 2, "59"), ("97140", 2, ["59"]), ("97140", 2, ("59",)), BilledItem("97140", 2, ("59",))],
    ids=["text", "list", "tuple", "item"],
)
def test_a_modifier_in_every_form(given: Any) -> None:
    assert billed_items([given]) == (BilledItem("97140", 2, ("59",)),)


@pytest.mark.cases("bad_billed_items.yaml")
def test_what_is_billed_in_no_form_is_refused(case: dict[str, Any], suggester: Suggester) -> None:
    with pytest.raises(InvalidUnits, match=case["says"]) as caught:
        suggester.audit(NOTE, [fields(one) for one in case["billed"]])
    assert "zyzzyva" not in str(caught.value)
    assert caught.value.field == "billed"


def test_an_unknown_payer_is_refused(suggester: Suggester) -> None:
    with pytest.raises(UnknownPayer, match="take one of medicare"):
        suggester.audit(NOTE, [], payer="zyzzyva")


def test_what_is_no_date_is_refused(suggester: Suggester) -> None:
    with pytest.raises(InvalidDate, match=r"must be a datetime\.date"):
        suggester.audit(NOTE, [], date_of_service=cast("Any", "2026-01-01"))


def test_what_is_no_note_is_refused(suggester: Suggester) -> None:
    with pytest.raises(NoteNotText, match="must be a str, not bytes"):
        suggester.audit(cast("Any", b"zyzzyva"), [])

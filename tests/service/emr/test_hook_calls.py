"""What a call of a CDS service brings along, and the cards or the refusal that it gets."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from rehabcode_service.emr.card_words import quoted

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

SIGN = "/cds-services/rehabcode-note-sign"
HOOK = "org.rehabcode.note-sign"


def call_of(case: dict[str, Any], hook_call: Any, document: Any, searchset: Any) -> dict[str, Any]:
    """Return the body that a row describes."""
    beside = {name: case[name] for name in ("prefetch", "extension") if name in case}
    if "notes" in case:
        beside["prefetch"] = {"notes": searchset(*(document(text * case.get("times", 1)) for text in case["notes"]))}
    body: dict[str, Any] = hook_call(case["hook"], context=case.get("context"), **beside)
    return body


@pytest.mark.cases("hook_calls.yaml")
def test_a_call_is_answered(
    post: Any, hook_call: Any, document: Any, searchset: Any, case: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = post(f"/cds-services/{case['service']}", call_of(case, hook_call, document, searchset))
    assert response.status_code == case["status"], response.text
    assert "Manual" not in " ".join(record.getMessage() for record in caplog.records)
    if case["status"] == 200:
        assert drafted(response.json()) == case["codes"]
    else:
        said = " ".join(issue["diagnostics"] for issue in response.json()["issue"])
        assert case["says"] in said
        assert "Manual" not in response.text


def drafted(answer: dict[str, Any]) -> list[list[str]]:
    """Return the codes of the charge items that each card of codes drafts."""
    cards = [card for card in answer["cards"] if card["summary"].startswith("The note supports")]
    items = [[one["actions"][0]["resource"] for one in card.get("suggestions", ())] for card in cards]
    return [[item["code"]["coding"][0]["code"] for item in card] for card in items]


@pytest.fixture
def cards(post: Any, hook_call: Any, document: Any) -> Callable[..., Any]:
    """A function that signs a note and returns the cards that it gets."""

    def signed(*text: str, **changes: Any) -> Any:
        response = post(SIGN, hook_call(HOOK, context={"note": document(*text, **changes)}))
        assert response.status_code == 200, response.text
        return response.json()["cards"]

    return signed


def test_a_card_names_codes_units_and_words(cards: Any) -> None:
    codes, _, _ = cards()
    assert codes["summary"] == "The note supports 97140 (1 unit), 97116 (0 units)"
    assert "**97140**" in codes["detail"]
    assert "“Manual therapy” (interventions): named, and performed today" in codes["detail"]
    assert "“Ultrasound”: negated" in codes["detail"]


def test_a_claim_is_a_card_of_its_own_with_its_modifiers(cards: Any) -> None:
    _, claim, _ = cards()
    (suggestion,) = claim["suggestions"]
    (item,) = suggestion["actions"][0]["resource"]["item"]
    assert "GP: billed under a PT plan" in claim["detail"]
    assert item["modifier"][0]["coding"][0]["code"] == "GP"


def test_what_is_to_be_put_right_is_a_warning(cards: Any) -> None:
    _, _, findings = cards()
    assert findings["indicator"] == "warning"
    assert findings["summary"] == "2 things to look at before this note is billed"
    assert findings["detail"].splitlines() == [
        "- 97140 + 97530: the two are one service; write their times apart",
        "- 97140: the body region is missing; write which region was treated",
    ]


def test_without_findings_there_is_no_warning(cards: Any) -> None:
    assert {card["indicator"] for card in cards("Manual therapy 15 min to the shoulder.")} == {"info"}


def test_the_context_stands_in_where_the_document_is_silent(cards: Any) -> None:
    item = cards(subject=None, context=None)[0]["suggestions"][0]["actions"][0]["resource"]
    assert item["subject"] == {"reference": "Patient/p1"}
    assert item["context"] == {"reference": "Encounter/e1"}
    assert "occurrenceDateTime" not in item


@pytest.mark.parametrize("subject", ["Patient/p1", "https://emr.example/fhir/Patient/p1", "Patient/p1/_history/3"])
def test_the_patient_may_be_written_in_full(cards: Any, subject: str) -> None:
    assert cards(subject={"reference": subject})


@pytest.mark.parametrize("subject", ["Patient/p10", "Patient/xp1", "Group/p1", "Patient/p1/_history"])
def test_another_subject_is_refused(post: Any, hook_call: Any, document: Any, subject: str) -> None:
    note = document(subject={"reference": subject})
    assert post(SIGN, hook_call(HOOK, context={"note": note})).status_code == 422


def test_the_payer_and_the_day_reach_the_suggester(post: Any, hook_call: Any, document: Any, scripted: Any) -> None:
    post(SIGN, hook_call(HOOK, context={"note": document()}, extension={"org.rehabcode.payer": "commercial"}))
    ((day, payer, visit),) = scripted.asked
    assert (day.isoformat(), payer, visit.discipline) == ("2026-11-20", "commercial", "PT")


def test_an_access_token_is_left_unread(post: Any, hook_call: Any, document: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    body = hook_call(
        HOOK,
        context={"note": document()},
        fhirServer="https://emr.example/fhir",
        fhirAuthorization={"access_token": "zyzzyva", "token_type": "Bearer"},
    )
    response = post(SIGN, body)
    assert response.status_code == 200
    assert "zyzzyva" not in response.text + caplog.text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("STM\n  R  quad", "“STM R quad”"),
        ("*bold* _it_ `c` [l](u) <b>", r"“\*bold\* \_it\_ \`c\` \[l\](u) \<b\>”"),
        ("see http://x.example", r"“see http\://x.example”"),
        ("www.x.example", r"“www\.x.example”"),
        ("x" * 500, f"“{'x' * 159}…”"),
    ],
)
def test_words_of_a_note_are_shown_as_they_are(words: str, shown: str) -> None:
    assert quoted(words) == shown


def test_an_unforeseen_error_is_answered_without_the_note(
    post: Any, hook_call: Any, document: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = post(SIGN, hook_call(HOOK, context={"note": document("crash zyzzyva")}))
    assert (response.status_code, response.json()["issue"][0]["code"]) == (500, "exception")
    assert "zyzzyva" not in response.text + caplog.text


@pytest.mark.parametrize(
    "raw", ['{"hook": "zyzzyva', '["zyzzyva"]', '{"context": {"note": {"zyzzyva": 1}}}', '"\\ud800"']
)
def test_a_body_that_is_none_is_refused(emr: TestClient, sign: Any, raw: str) -> None:
    headers = {"Authorization": f"Bearer {sign(SIGN)}", "Content-Type": "application/json"}
    response = emr.post(SIGN, content=raw, headers=headers)
    assert response.status_code in {400, 422}
    assert response.json()["resourceType"] == "OperationOutcome"
    assert "zyzzyva" not in json.dumps(response.json())

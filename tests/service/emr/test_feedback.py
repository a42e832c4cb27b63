"""What became of cards is kept once, however often it is told, and nothing that a person wrote is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from rehabcode_service.app import create_app
from rehabcode_service.emr import ledger as ledgers
from rehabcode_service.emr.ledger import Ledger, Outcome, ShownCard
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

SIGN = "/cds-services/rehabcode-note-sign"
FEEDBACK = f"{SIGN}/feedback"
CARD, FIRST, SECOND = (str(uuid4()) for _ in range(3))
EARLY, LATE = "2026-11-20T10:00:00Z", "2026-11-20T10:00:01+00:00"


def accepted(*suggestions: str, at: str = EARLY, card: str = CARD) -> dict[str, Any]:
    """Return that a person accepted suggestions."""
    told = [{"id": one} for one in suggestions]
    return {"card": card, "outcome": "accepted", "acceptedSuggestions": told, "outcomeTimestamp": at}


def overridden(reason: dict[str, Any] | None = None, at: str = EARLY) -> dict[str, Any]:
    """Return that a person dismissed the card."""
    beside = {} if reason is None else {"overrideReason": reason}
    return {"card": CARD, "outcome": "overridden", "outcomeTimestamp": at, **beside}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the ledger of `emr` is."""
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def emr(scripted: Any, settings: Settings, file: Path) -> TestClient:
    """A client of the service with its ledger in a file."""
    told = settings.model_copy(update={"cds_ledger": file})
    return TestClient(create_app(cast("Suggester", scripted), told), raise_server_exceptions=False)


@pytest.fixture
def kept(file: Path) -> Callable[[], list[tuple[str, str, str, str | None, str]]]:
    """A function that reads what the service has kept."""

    def read() -> list[tuple[str, str, str, str | None, str]]:
        ledger = Ledger(file)
        found = [(one.card, one.suggestion, one.outcome, one.reason_code, one.at) for one in ledger.outcomes()]
        ledger.close()
        return found

    return read


def test_an_outcome_told_twice_stands_once(post: Any, kept: Any) -> None:
    told = {"feedback": [accepted(FIRST), accepted(FIRST)]}
    assert [post(FEEDBACK, told).status_code for _ in range(2)] == [200, 200]
    assert kept() == [(CARD, FIRST, "accepted", None, "2026-11-20T10:00:00.000000+00:00")]


def test_the_answer_is_empty(post: Any) -> None:
    assert post(FEEDBACK, {"feedback": [overridden()]}).content == b""


def test_several_suggestions_of_a_card_may_be_accepted_one_after_the_other(post: Any, kept: Any) -> None:
    post(FEEDBACK, {"feedback": [accepted(FIRST)]})
    post(FEEDBACK, {"feedback": [accepted(SECOND, at=LATE)]})
    assert [(suggestion, outcome) for _, suggestion, outcome, _, _ in kept()] == [
        (FIRST, "accepted"),
        (SECOND, "accepted"),
    ]


@pytest.mark.parametrize("order", [(EARLY, LATE), (LATE, EARLY)])
def test_the_newest_outcome_counts_in_whatever_order_it_comes(post: Any, kept: Any, order: tuple[str, str]) -> None:
    reasons = {EARLY: "other-code", LATE: "charged"}
    system = "urn:rehabcode:override-reasons"
    told = [overridden({"reason": {"code": reasons[at], "system": system}}, at) for at in order]
    assert [post(FEEDBACK, {"feedback": [one]}).status_code for one in told] == [200, 200]
    assert [reason for *_, reason, _ in kept()] == ["charged"]


@pytest.mark.parametrize(
    "reason",
    [
        {"userComment": "zyzzyva"},
        {"reason": {"code": "other-code", "system": "urn:x", "display": "zyzzyva"}, "userComment": "zyzzyva"},
    ],
)
def test_what_a_person_wrote_is_not_kept(post: Any, file: Path, reason: dict[str, Any]) -> None:
    assert post(FEEDBACK, {"feedback": [overridden(reason)]}).status_code == 200
    assert b"zyzzyva" not in b"".join(one.read_bytes() for one in file.parent.iterdir())


@pytest.mark.parametrize(
    "told",
    [
        {"feedback": []},
        {},
        {"feedback": [accepted()]},
        {"feedback": [{"card": CARD, "outcome": "ignored", "outcomeTimestamp": EARLY}]},
        {"feedback": [{"card": CARD, "outcome": "overridden"}]},
        {"feedback": [overridden(at="2026-11-20")]},
        {"feedback": [overridden(at="2026-11-20T10:00:00")]},
        {"feedback": [{**overridden(), "card": ""}]},
        {"feedback": [{**overridden(), "card": "a\ud800"}]},
    ],
)
def test_feedback_that_is_not_right_is_refused(emr: TestClient, sign: Any, kept: Any, told: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {sign(FEEDBACK)}", "Content-Type": "application/json"}
    response = emr.post(FEEDBACK, content=json.dumps(told), headers=headers)
    assert (response.status_code, response.json()["resourceType"]) == (422, "OperationOutcome")
    assert kept() == []


def test_one_wrong_outcome_keeps_none(post: Any, kept: Any) -> None:
    assert post(FEEDBACK, {"feedback": [accepted(FIRST), {"card": CARD}]}).status_code == 422
    assert kept() == []


@pytest.mark.parametrize("audience", [SIGN, FEEDBACK])
def test_a_client_may_sign_for_the_service_or_its_feedback(post: Any, sign: Any, audience: str) -> None:
    assert post(FEEDBACK, {"feedback": [overridden()]}, token=sign(audience)).status_code == 200


@pytest.mark.parametrize("audience", ["/cds-services", "/cds-services/rehabcode-patient-view"])
def test_a_token_for_another_service_is_refused(post: Any, sign: Any, audience: str) -> None:
    assert post(FEEDBACK, {"feedback": [overridden()]}, token=sign(audience)).status_code == 401


def test_feedback_on_no_service_is_refused(post: Any) -> None:
    assert post("/cds-services/nothing/feedback", {"feedback": [overridden()]}).status_code == 404


def test_a_suggestion_leads_back_to_its_code_and_words(
    post: Any, hook_call: Any, document: Any, file: Path, note: str
) -> None:
    answer = post(SIGN, hook_call("org.rehabcode.note-sign", context={"note": document()})).json()
    card = answer["cards"][0]
    ledger = Ledger(file)
    ((suggestion, code, start, end),) = ledger.shown(card["uuid"])
    ledger.close()
    assert (suggestion, code, note[start:end]) == (card["suggestions"][0]["uuid"], "97140", "Manual therapy")


def test_no_word_of_a_note_is_in_the_ledger(post: Any, hook_call: Any, document: Any, file: Path) -> None:
    post(SIGN, hook_call("org.rehabcode.note-sign", context={"note": document("Manual therapy for zyzzyva")}))
    written = b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert b"97140" in written
    assert b"zyzzyva" not in written
    assert b"Manual" not in written


def test_a_ledger_in_memory_forgets_its_oldest_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "MOST_CARDS_IN_MEMORY", 3)
    ledger = Ledger()
    ledger.show(ShownCard(str(number), "i", "s", "h", ("1", "2", "3"), (("x", "97140", 0, 1),)) for number in range(5))
    ledger.tell(
        Outcome("i", "s", str(number), "", "overridden", None, None, f"2026-01-0{number + 1}") for number in range(5)
    )
    ledger.show([])
    assert [bool(ledger.shown(str(number))) for number in range(5)] == [False, False, True, True, True]
    assert [one.card for one in ledger.outcomes()] == ["2", "3", "4"]


def test_a_ledger_in_a_file_forgets_nothing(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(ledgers, "MOST_CARDS_IN_MEMORY", 1)
    ledger = Ledger(file)
    ledger.show(ShownCard(str(number), "i", "s", "h", ("1", "2", "3"), (("x", "97140", 0, 1),)) for number in range(3))
    assert [len(ledger.shown(str(number))) for number in range(3)] == [1, 1, 1]
    ledger.close()

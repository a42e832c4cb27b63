"""POST /v1/audits: what of a claim the note bears out, in the caller's unit."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from rehabcode import BilledItem, Visit
from rehabcode_service.app import create_app

if TYPE_CHECKING:
    from rehabcode import Suggester

NOTE = (
    "💪 Therapeutic exercise: SLR 3x10, mini squats 2x10, 30 min.\r\n"
    "Gait training with cane x 10 min. Ultrasound declined."
)
LISTS = ("supported", "wrong_units", "unsupported", "missed", "bundled", "unknown")


@pytest.fixture(scope="module")
def live(suggester: Suggester) -> TestClient:
    """A client of the service around the suggester as it ships."""
    from rehabcode_service.settings import Settings

    return TestClient(create_app(suggester, Settings()))


def audit(client: TestClient, text: str, *billed: dict[str, Any], **beside: Any) -> Any:
    response = client.post("/v1/audits", json={"text": text, "billed": [*billed], **beside})
    assert response.status_code == 200, response.text
    return response.json()


def test_each_code_stands_in_its_list(live: TestClient) -> None:
    billed: list[dict[str, Any]] = [{"code": "97110", "units": 4}, {"code": "97035"}, {"code": "97141"}]
    found = audit(live, NOTE, *billed)
    assert {name: [line["code"] for line in found[name]] for name in LISTS} == {
        "supported": [],
        "wrong_units": ["97110"],
        "unsupported": ["97035"],
        "missed": ["97116"],
        "bundled": [],
        "unknown": ["97141"],
    }


def test_over_and_under_coding_stand_side_by_side(live: TestClient) -> None:
    found = audit(live, NOTE, {"code": "97110", "units": 4}, {"code": "97035"})
    assert found["over_coded"] == [
        {"code": "97110", "verdict": "wrong_units", "billed": 4, "documented": 2},
        {"code": "97035", "verdict": "unsupported", "billed": None, "documented": 0},
    ]
    assert found["under_coded"] == [{"code": "97116", "verdict": "missed", "billed": None, "documented": 1}]


def test_a_line_says_why_and_shows_the_words(live: TestClient) -> None:
    (line,) = audit(live, NOTE, {"code": "97035", "units": 1, "modifiers": ["GP"]})["unsupported"]
    assert line["reason"] == "the note names it and does not show it performed today: negated"
    assert line["remedy"] == "write what was done under 97035 if it was, or leave it out"
    assert [span["quote"] for span in line["spans"]] == ["Ultrasound", "declined"]
    assert (line["billed"], line["documented"], line["modifiers"], line["instead"]) == (1, 0, ["GP"], [])


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_every_quote_stands_where_the_audit_says(live: TestClient, unit: str) -> None:
    found = audit(live, NOTE, {"code": "97110", "units": 4}, {"code": "97035"}, offset_unit=unit)
    encoding, size = ("utf-32-le", 4) if unit == "codepoint" else ("utf-16-le", 2)
    units = NOTE.encode(encoding)
    spans = [span for name in (*LISTS, "conflicts") for line in found[name] for span in line["spans"]]
    quotes = [units[size * span["start"] : size * span["end"]].decode(encoding) for span in spans]
    assert len(quotes) > 3
    assert quotes == [span["quote"] for span in spans]


@pytest.mark.parametrize("code", ["zyzzyva", "zyzzyva zyzzyva", "", "97110x2", "9711", "💪"])
def test_what_is_no_code_is_told_by_its_place_and_not_repeated(live: TestClient, code: str) -> None:
    found = audit(live, NOTE, {"code": "97110"}, {"code": code})
    assert [(line["code"], line["reason"]) for line in found["unknown"]] == [
        ("", "billed item 2 is not in the codebook")
    ]
    assert "zyzzyva" not in str(found)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("97141", "billed item 1 is not in the codebook"),
        ("99213", "99213 is outside the codebook: E/M; therapists do not bill; use: 97161-97168"),
    ],
)
def test_unknown_codes_are_lines(live: TestClient, code: str, reason: str) -> None:
    (line,) = audit(live, "", {"code": code})["unknown"]
    assert (line["code"], line["reason"]) == (code, reason)


def test_conflicts_are_about_the_claim(live: TestClient) -> None:
    found = audit(
        live, NOTE, {"code": "97110", "units": 2, "modifiers": ["GP", "59"]}, {"code": "97116", "modifiers": ["GP"]}
    )
    assert [(one["kind"], one["codes"]) for one in found["conflicts"]] == [("modifier", ["97110"])]
    assert found["conflicts"][0]["message"] == "97110 carries 59, and no pair edit of this claim asks for it"


def test_an_audit_says_what_made_it(client: TestClient, fake: Any) -> None:
    found = audit(client, "gait training", revision=7)
    assert found["versions"] == {"rehabcode": "0.1.0", "ranker": "fake", "codebook": fake.codebook.version}
    assert found["text_sha256"] == sha256(b"gait training").hexdigest()
    assert (found["revision"], found["offset_unit"]) == (7, "codepoint")
    assert (found["payer"], found["rule"], found["rule_source"]) == ("medicare", "cms", "CMS-CH5-EX")


def test_what_is_sent_reaches_the_suggester(client: TestClient, fake: Any) -> None:
    billed: list[dict[str, Any]] = [{"code": "97110", "units": 2, "modifiers": ["GP", "59"]}, {"code": "97140"}]
    audit(client, "", *billed, date_of_service="2026-11-20", payer="medicare", visit={"discipline": "OT"})
    ((day, payer),) = fake.asked
    assert (day.isoformat(), payer) == ("2026-11-20", "medicare")
    assert fake.visits == [Visit(discipline="OT")]
    assert fake.billed == [BilledItem("97110", 2, ("GP", "59")), BilledItem("97140")]


def test_nothing_billed_for_nothing_is_an_empty_audit(live: TestClient) -> None:
    found = audit(live, "")
    assert {name: found[name] for name in (*LISTS, "conflicts", "over_coded", "under_coded")} == {
        name: [] for name in (*LISTS, "conflicts", "over_coded", "under_coded")
    }


@pytest.mark.parametrize("number", [200, 201])
def test_a_claim_has_an_end(client: TestClient, number: int) -> None:
    response = client.post("/v1/audits", json={"text": "", "billed": [{"code": "97110"}] * number})
    assert response.status_code == {200: 200, 201: 422}[number]


def test_a_claim_is_sent_as_json(client: TestClient) -> None:
    response = client.post("/v1/audits", content=b"{}", headers={"content-type": "text/plain"})
    assert response.status_code == 415
    assert response.headers["content-type"] == "application/problem+json"

"""POST /v1/completions: the completer's offers, in the caller's unit, and problems that repeat nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

import pytest
from fastapi.testclient import TestClient

from rehabcode import completer
from rehabcode_service.app import create_app
from rehabcode_service.completion_schemas import CompletionsIn, CompletionsOut
from rehabcode_service.problems import Problem
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

NOTE = "💪 Manual therapy x 15 min: soft tis"
STATUSES = ["200", "400", "413", "415", "422"]
SENTINEL = "zyzzyva"


@pytest.fixture(scope="module")
def loaded() -> completer.Completer:
    return completer.load(max_characters=2_000)


@pytest.fixture
def live(fake: Any, loaded: completer.Completer) -> TestClient:
    """A client of the service with the completer that ships, for notes of up to 2,000 characters."""
    return TestClient(create_app(cast("Suggester", fake), Settings(), loaded))


def complete(client: TestClient, text: str, cursor: int, **beside: Any) -> Any:
    response = client.post("/v1/completions", json={"text": text, "cursor": cursor, **beside})
    assert response.status_code == 200, response.text
    return response.json()


def test_an_answer_holds_the_offers(live: TestClient, loaded: completer.Completer) -> None:
    answer = complete(live, NOTE, len(NOTE), revision=7)
    offers = loaded.complete(NOTE, len(NOTE))
    assert [one["insert"] for one in answer["completions"]] == [one.insert for one in offers]
    assert answer["completions"][0] == {
        "start": len(NOTE) - 3,
        "end": len(NOTE),
        "insert": "tissue mobilization",
        "label": "soft tissue mobilization",
        "technique": "soft_tissue_mobilization",
        "codes": ["97140"],
        "add": " — min, area, technique, response",
        "score": pytest.approx(offers[0].score),
    }
    assert (answer["revision"], answer["offset_unit"], answer["version"]) == (7, "codepoint", loaded.version)


def test_utf_16_units_are_counted_on_request(live: TestClient) -> None:
    units = len(NOTE.encode("utf-16-le")) // 2
    first = complete(live, NOTE, units, offset_unit="utf16")["completions"][0]
    assert (first["start"], first["end"]) == (units - 3, units)


@pytest.mark.parametrize(("text", "cursor"), [("", 0), ("gait", 2), ("gait training.", 14)])
def test_no_offer_is_an_answer_too(live: TestClient, text: str, cursor: int) -> None:
    assert complete(live, text, cursor)["completions"] == []


@pytest.mark.parametrize("revision", ["draft-é", 0, None])
def test_a_revision_comes_back(live: TestClient, revision: int | str | None) -> None:
    assert complete(live, "gai", 3, revision=revision)["revision"] == revision


@pytest.mark.parametrize(
    ("body", "status", "field", "says"),
    [
        ({"text": SENTINEL, "cursor": 8}, 422, "cursor", "whole number from 0 to 7"),
        ({"text": SENTINEL, "cursor": -1}, 422, "cursor", "greater than or equal to 0"),
        ({"text": SENTINEL, "cursor": "7"}, 422, "cursor", "valid integer"),
        ({"text": SENTINEL, "cursor": 1.5}, 422, "cursor", "valid integer"),
        ({"text": SENTINEL, "cursor": True}, 422, "cursor", "valid integer"),
        ({"text": SENTINEL}, 422, "cursor", "required"),
        ({"text": "💪" + SENTINEL, "cursor": 1, "offset_unit": "utf16"}, 422, "cursor", "between the two units"),
        ({"text": SENTINEL + "\ud800", "cursor": 1}, 422, "text", "lone surrogate at character 7"),
        ({"text": [SENTINEL], "cursor": 1}, 422, "text", "valid string"),
        ({"text": SENTINEL, "cursor": 1, SENTINEL: 1}, 422, "body", "a field is not known"),
        ({"text": SENTINEL, "cursor": 1, "offset_unit": SENTINEL}, 422, "offset_unit", "codepoint"),
        ({"text": (SENTINEL + " ") * 300, "cursor": 1}, 413, "", "the limit is 2,000"),
    ],
)
def test_bad_input_is_answered_with_a_problem(
    live: TestClient, caplog: pytest.LogCaptureFixture, body: dict[str, Any], status: int, field: str, says: str
) -> None:
    caplog.set_level(logging.DEBUG)
    import json

    headers = {"content-type": "application/json"}
    response = live.post("/v1/completions", content=json.dumps(body).encode(), headers=headers)
    problem = Problem.model_validate(response.json())
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert [each.field for each in problem.errors or ()][:1] == ([field] if field else [])
    assert says in " ".join([problem.detail, *(each.detail for each in problem.errors or ())])
    lines = [record.getMessage() for record in caplog.records if "httpx" not in record.name]
    assert SENTINEL not in " ".join([response.text, *lines])


@pytest.mark.parametrize(("content_type", "status"), [("text/plain", 415), ("application/json", 400)])
def test_what_is_no_json_is_refused(live: TestClient, content_type: str, status: int) -> None:
    response = live.post("/v1/completions", content=b"{", headers={"content-type": content_type})
    assert response.status_code == status


def test_every_status_is_declared(live: TestClient) -> None:
    post = live.get("/openapi.json").json()["paths"]["/v1/completions"]["post"]
    assert sorted(post["responses"]) == STATUSES
    (asked,) = post["requestBody"]["content"]["application/json"]["schema"]["examples"]
    shown = CompletionsOut.model_validate(post["responses"]["200"]["content"]["application/json"]["example"])
    request = CompletionsIn.model_validate(asked)
    assert (shown.offset_unit, shown.revision) == (request.offset_unit, request.revision)
    first = shown.completions[0]
    assert first.label.endswith(first.insert)
    assert first.insert.startswith(request.text[first.start : first.end])
    assert first.end == request.cursor


def test_the_example_of_an_answer_is_true(live: TestClient) -> None:
    post = live.get("/openapi.json").json()["paths"]["/v1/completions"]["post"]
    (asked,) = post["requestBody"]["content"]["application/json"]["schema"]["examples"]
    shown = post["responses"]["200"]["content"]["application/json"]["example"]["completions"][0]
    found = live.post("/v1/completions", json=asked).json()["completions"][0]
    assert {**found, "score": 0} == {**shown, "score": 0}


def test_without_a_completer_there_is_no_route(client: TestClient) -> None:
    assert client.post("/v1/completions", json={"text": "gai", "cursor": 3}).status_code in {404, 405}
    assert "/v1/completions" not in client.get("/openapi.json").json()["paths"]

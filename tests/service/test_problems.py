"""What cannot be taken is answered with a problem that helps and repeats nothing of what was sent."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx2 import Response

SENTINEL = "zyzzyva"


def send(client: TestClient, case: dict[str, Any]) -> Response:
    """Send what a row of the case file says."""
    if "get" in case:
        return client.get(case["get"])
    times = case.get("times", 1)
    if "raw" in case:
        body = case["raw"].encode("latin-1") * times
    else:
        body = json.dumps(case["json"]).replace(SENTINEL + " ", (SENTINEL + " ") * times).encode()
    return client.post(
        case.get("post", "/v1/suggestions"),
        content=body,
        headers=case.get("headers", {"content-type": "application/json"}),
    )


@pytest.mark.cases("http_bad_input.yaml")
def test_bad_input_is_answered_with_a_problem(client: TestClient, case: dict[str, Any]) -> None:
    response = send(client, case)
    problem = response.json()
    assert response.status_code == problem["status"] == case["status"]
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["instance"] == f"urn:uuid:{response.headers['x-request-id']}"
    assert problem["title"]
    assert problem["type"] == case.get("type", problem["type"])
    assert problem.get("limit") == case.get("limit")
    assert [found["field"] for found in problem.get("errors", [])][:1] == ([case["field"]] if "field" in case else [])
    assert case["says"] in " ".join([problem["detail"], *(found["detail"] for found in problem.get("errors", []))])


@pytest.mark.cases("http_bad_input.yaml")
def test_bad_input_comes_back_nowhere(
    client: TestClient, case: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = send(client, case)
    lines = [record.getMessage() + str(record.exc_info) for record in caplog.records if "httpx" not in record.name]
    assert SENTINEL in json.dumps(case), "the row sends no word to look for"
    assert len(lines) >= 1
    assert SENTINEL not in " ".join([response.text, str(response.headers), *lines])


def test_each_wrong_field_is_named(client: TestClient) -> None:
    response = client.post("/v1/suggestions", json={"text": 1, "date_of_service": "soon", "x": 1})
    assert [found["field"] for found in response.json()["errors"]] == ["text", "date_of_service", "body"]
    assert "text, date_of_service, body" in response.json()["detail"]


def test_an_unforeseen_error_is_logged_by_its_kind_and_place(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.post("/v1/suggestions", json={"text": "crash"})
    (line,) = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert f"request={response.headers['x-request-id']} error=KeyError at=" in line
    assert "suggestions.py:" in line


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    assert client.get("/v1/suggestions").headers["allow"] == "POST"

"""Practice over HTTP: nothing of the answer is told before it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from rehabcode_service.app import create_app
from rehabcode_service.practice.cases import Case, CaseBank
from rehabcode_service.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_folder=tmp_path)


@pytest.fixture
def learner(client: TestClient) -> str:
    response = client.post("/v1/practice/learners", json={"name": "ann"})
    assert response.status_code == 200, response.text
    return str(response.json()["learner_id"])


@pytest.fixture
def dealt(client: TestClient, learner: str) -> dict[str, Any]:
    found: dict[str, Any] = client.post(f"/v1/practice/learners/{learner}/cases").json()["case"]
    return found


def case_of(bank: CaseBank, dealt: dict[str, Any]) -> Case:
    (found,) = [case for case in bank if case.text == dealt["text"]]
    return found


def given(case: Case) -> dict[str, Any]:
    return {
        "codes": [
            {
                "code": code.code,
                "evidence": [{"start": span.start, "end": span.end} for span in code.evidence],
                "units": code.units,
                "modifiers": [group[0] for group in code.modifiers],
            }
            for code in case.codes
        ]
    }


def test_a_database_is_made_when_the_first_learner_comes(client: TestClient, tmp_path: Path) -> None:
    assert not (tmp_path / "practice.sqlite").exists()
    client.post("/v1/practice/learners", json={"name": "ann"})
    assert (tmp_path / "practice.sqlite").exists()


def test_what_is_dealt_holds_nothing_but_the_note_and_what_is_asked(dealt: dict[str, Any]) -> None:
    assert {*dealt} == {"attempt_id", "level", "discipline", "payer", "asks", "text"}


def test_dealing_asks_the_suggester_nothing(dealt: dict[str, Any], fake: Any) -> None:
    assert dealt["text"]
    assert fake.asked == []


def test_a_right_answer_earns_everything(client: TestClient, dealt: dict[str, Any], bank: CaseBank) -> None:
    case = case_of(bank, dealt)
    found = client.post(f"/v1/practice/attempts/{dealt['attempt_id']}", json=given(case)).json()
    assert found["score"] == 1
    assert found["title"] == case.title
    assert {line["code"]: line["rationale"] for line in found["lines"]} == {
        code.code: code.rationale for code in case.codes
    }
    assert [trap["fallen"] for trap in found["traps"]] == [False] * len(case.traps)
    assert [(asked["code"], asked["other"]) for asked in found["questions"]] != []


def test_feedback_tells_what_the_model_said_and_where_it_was_wrong(
    client: TestClient, dealt: dict[str, Any], bank: CaseBank, fake: Any
) -> None:
    found = client.post(f"/v1/practice/attempts/{dealt['attempt_id']}", json={}).json()
    gold = [code.code for code in case_of(bank, dealt).codes]
    assert fake.asked == [(None, dealt["payer"])]
    assert found["model"]["missed"] == [code for code in gold if code not in found["model"]["codes"]]


def test_an_empty_answer_is_one(client: TestClient, dealt: dict[str, Any]) -> None:
    found = client.post(f"/v1/practice/attempts/{dealt['attempt_id']}", json={}).json()
    assert found["score"] == 0
    assert {line["verdict"] for line in found["lines"]} == {"missed"}


def test_a_second_answer_is_a_conflict(client: TestClient, dealt: dict[str, Any]) -> None:
    path = f"/v1/practice/attempts/{dealt['attempt_id']}"
    client.post(path, json={})
    again = client.post(path, json={})
    assert (again.status_code, again.json()["title"]) == (409, "Already answered")


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"codes": [{"code": "00000"}]}, 404, "00000"),
        ({"codes": [{"code": "97110"}, {"code": "97110"}]}, 422, "a code is answered twice"),
        ({"codes": [{"code": "97110", "units": -1}]}, 422, "greater than or equal to 0"),
        ({"codes": [{"code": "97110", "modifiers": ["5 9"]}]}, 422, "modifiers|pattern"),
        ({"code": "97110"}, 422, "a field is not known"),
    ],
)
def test_an_answer_that_is_none_is_refused_and_may_be_given_again(
    client: TestClient, dealt: dict[str, Any], body: dict[str, Any], status: int, said: str
) -> None:
    path = f"/v1/practice/attempts/{dealt['attempt_id']}"
    refused = client.post(path, json=body)
    assert refused.status_code == status
    assert any(part in refused.text for part in said.split("|"))
    assert client.post(path, json={}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/v1/practice/attempts/" + "0" * 32),
        ("delete", "/v1/practice/learners/" + "0" * 32),
        ("post", "/v1/practice/learners/" + "0" * 32 + "/cases"),
        ("get", "/v1/practice/learners/" + "0" * 32 + "/progress"),
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path, json={} if "attempts" in path else None)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "x" * 101])
def test_a_name_that_is_none_is_refused(client: TestClient, name: str) -> None:
    assert client.post("/v1/practice/learners", json={"name": name}).status_code == 422


def test_progress_and_forgetting(client: TestClient, learner: str, dealt: dict[str, Any]) -> None:
    client.post(f"/v1/practice/attempts/{dealt['attempt_id']}", json={})
    path = f"/v1/practice/learners/{learner}"
    found = client.get(f"{path}/progress").json()
    assert (found["answered"], found["passed"], found["streak"]) == (1, 0, 1)
    assert client.delete(path).status_code == 204
    assert client.get(f"{path}/progress").status_code == 404


def test_a_database_that_cannot_be_opened_is_said_without_its_url(fake: Any) -> None:
    settings = Settings(practice_database="nosuchdatabase://ann:swordfish@here/name")
    response = TestClient(create_app(fake, settings)).post("/v1/practice/learners", json={"name": "ann"})
    assert (response.status_code, response.json()["title"]) == (503, "No database")
    assert "swordfish" not in response.text


def test_every_route_of_practice_declares_what_it_answers(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    declared = {
        (path, method): sorted(operation["responses"])
        for path, methods in paths.items()
        for method, operation in methods.items()
        if path.startswith("/v1/practice/")
    }
    assert declared == {
        ("/v1/practice/learners", "post"): ["200", "400", "415", "422"],
        ("/v1/practice/learners/{learner_id}", "delete"): ["204", "404", "422"],
        ("/v1/practice/learners/{learner_id}/progress", "get"): ["200", "404", "422"],
        ("/v1/practice/learners/{learner_id}/cases", "post"): ["200", "404", "422"],
        ("/v1/practice/attempts/{attempt_id}", "post"): ["200", "400", "404", "409", "415", "422"],
    }


def test_the_page_is_there_and_asks_for_what_is_there(client: TestClient) -> None:
    page = client.get("/practice")
    assert page.status_code == 200
    assert client.get("/static/practice.js").status_code == 200
    assert 'src="static/practice.js"' in page.text

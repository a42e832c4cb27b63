"""The OpenAPI document: every answer is declared, with an example that is true to its own shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from rehabcode_service.app import create_app
from rehabcode_service.audit_schemas import AuditIn, AuditOut
from rehabcode_service.codebook_schemas import CodeDetailOut, CodesOut
from rehabcode_service.examples import NOTE
from rehabcode_service.problems import Problem
from rehabcode_service.schemas import NoteIn, SuggestionsOut
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from pydantic import BaseModel

DECLARED = [
    ("/v1/suggestions", "post", ["200", "400", "413", "415", "422"], SuggestionsOut),
    ("/v1/audits", "post", ["200", "400", "413", "415", "422"], AuditOut),
    ("/v1/codes", "get", ["200"], CodesOut),
    ("/v1/codes/{code}", "get", ["200", "404"], CodeDetailOut),
]
PROBLEMS = [(path, method, status) for path, method, statuses, _ in DECLARED for status in statuses[1:]]


@pytest.fixture
def document(client: TestClient) -> Any:
    """The document as a client gets it."""
    return client.get("/openapi.json").json()


def test_no_route_is_left_out(document: Any) -> None:
    # Those of an EMR are told of in tests/service/emr: they answer with FHIR's own errors; practice in its own folder.
    own = {path for path in document["paths"] if path.startswith("/v1/") and not path.startswith("/v1/practice/")}
    assert own == {path for path, *_ in DECLARED}


@pytest.mark.parametrize(("path", "method", "statuses", "shape"), DECLARED)
def test_every_status_is_declared(
    document: Any, path: str, method: str, statuses: list[str], shape: type[BaseModel]
) -> None:
    assert [*document["paths"][path]] == [method]
    responses = document["paths"][path][method]["responses"]
    assert sorted(responses) == statuses
    shape.model_validate(responses["200"]["content"]["application/json"]["example"])


@pytest.mark.parametrize(("path", "method", "status"), PROBLEMS)
def test_a_problem_is_declared_as_one(document: Any, path: str, method: str, status: str) -> None:
    content = document["paths"][path][method]["responses"][status]["content"]
    assert [*content] == ["application/problem+json"]
    problem = content["application/problem+json"]
    assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert Problem.model_validate(problem["example"]).status == int(status)


def test_every_shape_that_is_named_is_there(document: Any) -> None:
    named = {ref.rpartition("/")[2] for ref in references(document)}
    assert "Problem" in named
    assert named == {*document["components"]["schemas"]}


def references(part: Any) -> set[str]:
    """Return every $ref in a part of the document."""
    if isinstance(part, list):
        return set().union(*(references(one) for one in part))
    if isinstance(part, dict):
        own = {part["$ref"]} if "$ref" in part else set()
        return own.union(*(references(one) for one in part.values()))
    return set()


def test_the_example_note_has_the_example_answer(document: Any) -> None:
    post = document["paths"]["/v1/suggestions"]["post"]
    (note,) = post["requestBody"]["content"]["application/json"]["schema"]["examples"]
    answer = post["responses"]["200"]["content"]["application/json"]["example"]
    assert NoteIn.model_validate(note).text == NOTE
    spans = [answer["suggestions"][0]["evidence"][0], answer["withheld"][0], answer["withheld"][0]["cue"]]
    assert [NOTE[span["start"] : span["end"]] for span in spans] == [span["quote"] for span in spans]


def test_the_example_claim_has_the_example_audit(document: Any) -> None:
    post = document["paths"]["/v1/audits"]["post"]
    (claim,) = post["requestBody"]["content"]["application/json"]["schema"]["examples"]
    audit = post["responses"]["200"]["content"]["application/json"]["example"]
    billed = {one.code for one in AuditIn.model_validate(claim).billed}
    lines = [*audit["wrong_units"], *audit["unsupported"]]
    assert billed == {line["code"] for line in lines}
    spans = [span for line in lines for span in line["spans"]]
    assert [NOTE[span["start"] : span["end"]] for span in spans] == [span["quote"] for span in spans]


@pytest.mark.parametrize(
    ("url", "servers"),
    [
        ("https://codes.example/api/", [{"url": "https://codes.example/api", "description": "As clients reach it"}]),
        (None, None),
    ],
)
def test_the_public_address_is_shown(fake: Any, url: str | None, servers: list[dict[str, str]] | None) -> None:
    told = Settings.model_validate({"public_base_url": url})
    document = TestClient(create_app(fake, told)).get("/openapi.json").json()
    assert document.get("servers") == servers

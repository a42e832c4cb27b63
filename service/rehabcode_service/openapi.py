"""What the OpenAPI document shows beside the shapes: one example of each answer, and what can go wrong."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from rehabcode.codebook import Codebook
from rehabcode_service.audit_schemas import AuditOut
from rehabcode_service.codebook_schemas import CodeDetailOut, CodeOut, CodesOut
from rehabcode_service.examples import NOTE, audited, found
from rehabcode_service.problems import MEDIA_TYPE, FieldProblem, Problem
from rehabcode_service.schemas import SuggestionsOut

_REQUEST_ID = "urn:uuid:0c2b1f0e-6f0c-4b7e-9a53-0f6f4b9a2f11"
_PROBLEMS = {
    400: Problem(
        title="Bad Request",
        status=400,
        detail="the body is not valid UTF-8 at byte 12; send UTF-8",
        instance=_REQUEST_ID,
    ),
    404: Problem(
        type="urn:rehabcode:problem:unknown-code",
        title="Unknown code",
        status=404,
        detail="code '97001' is outside the codebook: deleted; look at 97161",
        instance=_REQUEST_ID,
    ),
    413: Problem(
        type="urn:rehabcode:problem:note-too-long",
        title="Note too long",
        status=413,
        detail="the note has 214,302 characters; the limit is 200,000. Send one visit at a time",
        instance=_REQUEST_ID,
        limit=200_000,
    ),
    415: Problem(
        title="Unsupported Media Type",
        status=415,
        detail="send the body with the header Content-Type: application/json",
        instance=_REQUEST_ID,
    ),
    422: Problem(
        type="urn:rehabcode:problem:invalid-request",
        title="Invalid request",
        status=422,
        detail="not right in the request: date_of_service",
        instance=_REQUEST_ID,
        errors=[FieldProblem(field="date_of_service", detail="a date of service is written YYYY-MM-DD")],
    ),
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that may answer with these problems."""
    return {status: _shown(_PROBLEMS[status]) for status in statuses}


def describe(app: FastAPI, codebook: Codebook) -> None:
    """Put into the app's OpenAPI document what the framework leaves out.

    That is the shape of a problem, in place of the framework's own, and an example of each answer: those that are
    declared on a route lose their nulls.
    """
    framework = app.openapi
    _, shapes = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    examples = _examples(codebook)

    def described() -> dict[str, Any]:
        document = framework()
        document["components"]["schemas"].update(shapes["$defs"])
        _drop_framework_errors(document)
        for (path, method), shown in examples.items():
            answers = document["paths"][path][method]["responses"]["200"]["content"]
            answers["application/json"]["example"] = shown.model_dump(mode="json")
        return document

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to extend its description


def _examples(codebook: Codebook) -> dict[tuple[str, str], BaseModel]:
    first = next(iter(codebook))
    return {
        ("/v1/suggestions", "post"): SuggestionsOut.of(found(), NOTE, revision=7),
        ("/v1/audits", "post"): AuditOut.of(audited(), NOTE),
        ("/v1/codes", "get"): CodesOut(version=codebook.version, codes=[CodeOut.of(first)]),
        ("/v1/codes/{code}", "get"): CodeDetailOut.looked_up(codebook, first.code),
    }


def _drop_framework_errors(document: dict[str, Any]) -> None:
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    for path in document["paths"].values():
        for operation in path.values():
            unused = operation["responses"].get("422", {}).get("content", {})
            if "application/json" in unused:
                del operation["responses"]["422"]


def _shown(problem: Problem) -> dict[str, Any]:
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": problem.model_dump(exclude_none=True)}
    return {"description": problem.title, "content": {MEDIA_TYPE: content}}

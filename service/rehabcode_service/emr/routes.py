"""Routes that an EMR calls: JSON bodies, FHIR's own media type among them, and answers that are declared."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from rehabcode_service.bodies import StrictRequest
from rehabcode_service.emr.documents import WrongDocument
from rehabcode_service.emr.outcomes import FHIR_JSON
from rehabcode_service.problems import FieldProblem, answer

_TAKEN = frozenset({"application/json", FHIR_JSON})


class FhirResponse(JSONResponse):
    """A resource."""

    media_type = FHIR_JSON


class FhirRoute(APIRoute):
    """A route that takes its body as `application/fhir+json` or `application/json`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if self.body_field and media_type not in _TAKEN:
                raise HTTPException(415, f"send the body with the header Content-Type: {FHIR_JSON} or application/json")
            return await handle(StrictRequest(request.scope, request.receive))

        return strict


def outcomes(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that may answer with an OperationOutcome of these statuses."""
    content = {FHIR_JSON: {"schema": {"type": "object", "description": "An OperationOutcome of FHIR R4B."}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def add_document_problems(app: FastAPI) -> None:
    """Let the app answer a document that cannot be read with a problem that names the element."""
    app.exception_handler(WrongDocument)(_wrong_document)


def _wrong_document(request: Request, error: WrongDocument) -> JSONResponse:
    wrong = FieldProblem(field=error.path, detail=error.detail)
    return answer(request, error.status_code, error.kind, error.detail, errors=[wrong])

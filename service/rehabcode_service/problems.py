"""The only place where an error becomes an HTTP answer: application/problem+json (RFC 9457).

A problem names the thing, the place and the remedy, and never what was sent: `instance` is the request's id,
under which the log has its line.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rehabcode.errors import NoteNotUnicode, NoteTooLong, RequestError, UnknownCode
from rehabcode_service.security import BodyTooLarge

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(description="The field, or `body` for the body as a whole.")
    detail: str


class Problem(BaseModel):
    """A problem as RFC 9457 describes it."""

    type: str = Field(
        default="about:blank", description="`urn:rehabcode:problem:…`, or `about:blank` where the status says all."
    )
    title: str
    status: int
    detail: str = Field(description="What is wrong and what helps; never words of the note.")
    instance: str = Field(description="The request's id, also in the X-Request-ID header and in the log.")
    limit: int | None = Field(
        default=None, description="The limit that was passed, in characters or bytes as `detail` says."
    )
    errors: list[FieldProblem] | None = Field(default=None, description="The fields that are not right.")


def answer(
    request: Request,
    status: int,
    kind: str,
    detail: str,
    *,
    limit: int | None = None,
    errors: Sequence[FieldProblem] = (),
    headers: Any = None,
) -> JSONResponse:
    """Return the problem as a response; an empty `kind` means that the status says all."""
    problem = Problem(
        type=f"urn:rehabcode:problem:{kind}" if kind else "about:blank",
        title=kind.replace("-", " ").capitalize() if kind else HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=f"urn:uuid:{request.state.request_id}",
        limit=limit,
        errors=list(errors) or None,
    )
    content = problem.model_dump(exclude_none=True)
    return JSONResponse(content, status_code=status, headers=headers, media_type=MEDIA_TYPE)


def _http(request: Request, error: HTTPException) -> JSONResponse:
    # Our own raisers write `detail` without anything that was sent; the framework's are fixed phrases.
    return answer(request, error.status_code, "", str(error.detail), headers=error.headers)


def _body_too_large(request: Request, error: BodyTooLarge) -> JSONResponse:
    detail = f"{error.detail}, more than a note of the longest length can need. Send one visit at a time"
    return answer(request, 413, "body-too-large", detail, limit=error.limit)


def _note_too_long(request: Request, error: NoteTooLong) -> JSONResponse:
    detail = f"the note has {error.length:,} characters; the limit is {error.limit:,}. Send one visit at a time"
    return answer(request, 413, "note-too-long", detail, limit=error.limit)


def _note_not_unicode(request: Request, error: NoteNotUnicode) -> JSONResponse:
    return answer(request, 422, "note-not-unicode", str(error), errors=[FieldProblem(field="text", detail=str(error))])


def _request_error(request: Request, error: RequestError) -> JSONResponse:
    wrong = FieldProblem(field=error.field, detail=str(error))
    return answer(request, 422, "invalid-request", f"{error.field} is not right", errors=[wrong])


def _unknown_code(request: Request, error: UnknownCode) -> JSONResponse:
    # The codebook repeats what was given only where it has the shape of a code.
    return answer(request, 404, "unknown-code", str(error))


def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    errors = [_field_problem(found) for found in error.errors()]
    names = ", ".join(dict.fromkeys(found.field for found in errors))
    return answer(request, 422, "invalid-request", f"not right in the request: {names}", errors=errors)


def _field_problem(found: dict[str, Any]) -> FieldProblem:
    """Say what pydantic found without `input`, `ctx`, or a name that the caller made up."""
    place = [str(part) for part in found["loc"][:2]]
    if found["type"] == "extra_forbidden":
        return FieldProblem(field="body", detail="a field is not known; see /openapi.json for those that are")
    return FieldProblem(field=place[-1], detail=found["msg"].removeprefix("Value error, "))


class UnexpectedErrors:
    """Answer 500 for an error that nobody foresaw, and log its kind and place but not its message.

    The message of a stray error may hold words of the note, and a server would print it whole. What is raised after
    the answer began is raised again without its message, so that the server closes the connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            request = Request(scope)
            _log_place(request.state.request_id, error)
            if begun:
                raise RuntimeError("the answer broke off; the log line before this one says where") from None
            detail = "the service failed on this request and has logged where; the note was not kept"
            await answer(request, 500, "", detail)(scope, receive, send)


def _log_place(request_id: str, error: Exception) -> None:
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    places = " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error("unexpected request=%s error=%s at=%s", request_id, type(error).__name__, places)


def add_problems(app: FastAPI) -> None:
    """Let the app answer every foreseen error with a problem."""
    handlers: dict[Any, Any] = {
        HTTPException: _http,
        BodyTooLarge: _body_too_large,
        RequestValidationError: _invalid,
        NoteTooLong: _note_too_long,
        NoteNotUnicode: _note_not_unicode,
        RequestError: _request_error,
        UnknownCode: _unknown_code,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)

"""Problems as an EMR expects them: each becomes an OperationOutcome, with the same status and the same words."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rehabcode_service.emr.checked import checked
from rehabcode_service.problems import MEDIA_TYPE

FHIR_JSON = "application/fhir+json"
PREFIXES = ("/fhir", "/cds-services")

_BY_STATUS = {
    400: "structure",
    401: "login",
    404: "not-found",
    405: "not-supported",
    412: "incomplete",
    413: "too-long",
    415: "not-supported",
    422: "invalid",
    500: "exception",
}
_BY_KIND = {
    "no-plain-text": "not-supported",
    "url-only": "not-supported",
    "unknown-charset": "not-supported",
    "no-data": "required",
    "no-subject": "required",
    "not-current": "business-rule",
    "other-patient": "business-rule",
}
"""Codes of http://hl7.org/fhir/R4B/valueset-issue-type.html, where a kind of problem says more than its status."""


class Outcomes:
    """Answer problems under the EMR's paths as OperationOutcome, whoever raised them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _of_an_emr(scope):
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def translated(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_problem(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body"):
                    await _send_outcome(held, send)

        await self.app(scope, receive, translated)


def operation_outcome(problem: dict[str, Any]) -> dict[str, Any]:
    """Return the OperationOutcome of a problem: one issue a field that is not right, or one for the whole."""
    kind = problem["type"].removeprefix("urn:rehabcode:problem:")
    code = _BY_KIND.get(kind) or _BY_STATUS.get(problem["status"], "processing")
    issue = {"severity": "error", "code": code, "details": {"text": problem["title"]}}
    fields = problem.get("errors") or [{"detail": problem["detail"]}]
    issues = [
        {**issue, "diagnostics": one["detail"], **({"expression": [one["field"]]} if one.get("field") else {})}
        for one in fields
    ]
    return checked({"resourceType": "OperationOutcome", "issue": issues})


def _of_an_emr(scope: Scope) -> bool:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in PREFIXES)


def _is_problem(message: Message) -> bool:
    return MutableHeaders(raw=message["headers"]).get("content-type") == MEDIA_TYPE


async def _send_outcome(held: list[Message], send: Send) -> None:
    start, *rest = held
    problem = json.loads(b"".join(message.get("body", b"") for message in rest))
    body = json.dumps(operation_outcome(problem), ensure_ascii=False).encode("utf-8")
    headers = MutableHeaders(scope=start)
    headers["Content-Type"] = FHIR_JSON
    headers["Content-Length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})

"""One log line a request: who, what, how long, how much. Never a word of what was sent."""

from __future__ import annotations

import logging
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

# A method is free text on the wire, so only known ones are written down.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLog:
    """Give each request an id, send it back as X-Request-ID, and log the request when it is over.

    The path and the query stay out: the route's template says enough, and a caller may have put words in them.
    A status of 0 means that the caller went away before an answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = str(uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        started, status, size = perf_counter(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            log.info(
                "request=%s method=%s route=%s status=%d ms=%d bytes=%d",
                request_id,
                scope["method"] if scope["method"] in _METHODS else "other",
                route_template(scope),
                status,
                round((perf_counter() - started) * 1000),
                size,
            )


def route_template(scope: Scope) -> str:
    """Return the template of the route that took the request, or "-" where one of the page's files or nothing did."""
    return str(getattr(scope.get("route"), "path", "-"))

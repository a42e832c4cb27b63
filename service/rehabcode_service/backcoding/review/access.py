"""Who may see the notes: whoever was given the address that the command prints, on this machine."""

from __future__ import annotations

import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "rehabcode_review"

_CLOSED = "Open the address that `rehabcode review` printed: it holds the key to these notes.\n"


class Keyed:
    """Let requests pass that bring the key: once in the page's address, then in a cookie that no other site sends."""

    def __init__(self, app: ASGIApp, *, key: str) -> None:
        self.app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if self._fits(given):
            answer = RedirectResponse(scope["path"], status_code=303)
            answer.set_cookie(COOKIE, self._key, httponly=True, samesite="strict")
            await answer(scope, receive, send)
            return
        cookie = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
        if cookie is not None and self._fits(cookie.value):
            await self.app(scope, receive, send)
            return
        await PlainTextResponse(_CLOSED, status_code=403)(scope, receive, send)

    def _fits(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._key.encode())

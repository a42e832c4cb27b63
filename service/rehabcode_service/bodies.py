"""JSON bodies, read strictly: declared as JSON, encoded as UTF-8 (RFC 8259, section 8.1), nothing guessed.

The framework would let `json` guess UTF-16 and UTF-32, and would answer a wrong media type with a riddle.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response


class StrictRequest(Request):
    """A request whose JSON is UTF-8 or an error that says so."""

    async def json(self) -> Any:
        body = await self.body()
        try:
            return json.loads(body.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise HTTPException(400, f"the body is not valid UTF-8 at byte {error.start}; send UTF-8") from None
        except json.JSONDecodeError as error:
            detail = f"the body is not JSON at character {error.pos}; inside a string a line break is written \\n"
            raise HTTPException(400, detail) from None
        except (RecursionError, ValueError):
            # Nested past the interpreter's depth, or a number past its digits: no note is sent like that.
            raise HTTPException(400, "the body is JSON that nests too deep or holds too long a number") from None


class StrictRoute(APIRoute):
    """A route that takes its body as `application/json` alone."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            if self.body_field and not _is_json(request.headers.get("content-type", "")):
                raise HTTPException(415, "send the body with the header Content-Type: application/json")
            return await handle(StrictRequest(request.scope, request.receive))

        return strict


def _is_json(content_type: str) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json"

"""The service, put together. Nothing is loaded here: the suggester comes in ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from rehabcode_service.api.audits import audits_router
from rehabcode_service.api.codes import codes_router
from rehabcode_service.api.completions import completions_router
from rehabcode_service.api.health import health_router
from rehabcode_service.api.pages import pages_router
from rehabcode_service.api.suggestions import suggestions_router
from rehabcode_service.emr.outcomes import Outcomes
from rehabcode_service.emr.room import add_emr
from rehabcode_service.openapi import describe
from rehabcode_service.practice.room import add_practice
from rehabcode_service.problems import UnexpectedErrors, add_problems
from rehabcode_service.request_log import RequestLog
from rehabcode_service.security import BodyLimit, SecurityHeaders
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester
    from rehabcode.completer import Completer

_SUMMARY = "Reads a therapy note and suggests the procedure codes that it supports, each with the words that prove it."

# JSON may write one character as two six-byte escapes; the rest is room for the other fields.
_BYTES_PER_CHARACTER = 12
_BYTES_BESIDE_THE_NOTE = 4096


def create_app(suggester: Suggester, settings: Settings, completer: Completer | None = None) -> FastAPI:
    """Build the service around a suggester that is already loaded; its `max_characters` is the limit that counts.

    Without a completer there are no completions: their route is not there.
    """
    app = FastAPI(
        title="rehabcode",
        summary=_SUMMARY,
        version=suggester.versions.rehabcode,
        middleware=_layers(suggester.max_characters, settings),
        servers=_servers(settings),
        docs_url=None,  # both bundled pages fetch scripts from another host, which no page here may
        redoc_url=None,
    )
    add_problems(app)
    app.include_router(suggestions_router(suggester))
    app.include_router(audits_router(suggester))
    app.include_router(codes_router(suggester.codebook))
    if completer is not None:
        app.include_router(completions_router(completer))
    app.include_router(health_router(suggester.versions))
    app.include_router(pages_router())
    add_emr(app, suggester, settings)
    add_practice(app, suggester, settings)
    describe(app, suggester.codebook)
    app.mount("/static", StaticFiles(packages=[("rehabcode_service", "web")]), name="static")
    return app


def _layers(max_characters: int, settings: Settings) -> list[Middleware]:
    """Return the layers, outermost first: an answer gets its id and headers whatever happens further in."""
    limit = max_characters * _BYTES_PER_CHARACTER + _BYTES_BESIDE_THE_NOTE
    return [
        Middleware(RequestLog),
        Middleware(SecurityHeaders),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["X-Request-ID"],
        ),
        Middleware(Outcomes),
        Middleware(UnexpectedErrors),
        Middleware(BodyLimit, limit=limit),
    ]


def _servers(settings: Settings) -> list[dict[str, str]] | None:
    if settings.public_base_url is None:
        return None
    return [{"url": str(settings.public_base_url).rstrip("/"), "description": "As clients reach it"}]

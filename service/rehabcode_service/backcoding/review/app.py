"""The review queue as a small service of its own, for one machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Body, FastAPI, HTTPException, Query
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from rehabcode.codebook import Codebook
from rehabcode_service.backcoding.review.access import Keyed
from rehabcode_service.backcoding.review.bodies import ReviewIn, measures_out, note_out
from rehabcode_service.backcoding.review.decisions import EXPORTED, Decision, ReviewStore
from rehabcode_service.backcoding.review.measures import measured
from rehabcode_service.bodies import StrictRoute
from rehabcode_service.problems import UnexpectedErrors, add_problems
from rehabcode_service.request_log import RequestLog
from rehabcode_service.security import BodyLimit, SecurityHeaders

_WEB = "backcoding/review/web"
_BODY_LIMIT = 64_000
_HOSTS = ("127.0.0.1", "localhost")

_Reviewer = Annotated[str, Query(min_length=1, max_length=100)]


def create_review_app(store: ReviewStore, codebook: Codebook, key: str, hosts: Sequence[str] = _HOSTS) -> FastAPI:
    """Build the service; every request needs the `key`, and is to one of the `hosts`."""
    app = FastAPI(
        title="rehabcode review",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(RequestLog),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(SecurityHeaders),
            Middleware(Keyed, key=key),
            Middleware(UnexpectedErrors),
            Middleware(BodyLimit, limit=_BODY_LIMIT),
        ],
    )
    add_problems(app)
    app.include_router(_notes(store))
    app.include_router(_around(store, codebook))
    app.mount("/static", StaticFiles(packages=[("rehabcode_service", _WEB)]), name="static")
    return app


def _notes(store: ReviewStore) -> APIRouter:
    """Return the routes of one note at a time."""
    router = APIRouter(route_class=StrictRoute)

    def told(row: Mapping[str, Any] | None, reviewer: str) -> dict[str, Any]:
        decided = [] if row is None else store.decisions(reviewer, row["source_row"])
        note = None if row is None else note_out(row, decided)
        return {"note": note, "done": store.done(reviewer), "size": store.size()}

    @router.get("/review/next")
    def show_next(reviewer: _Reviewer) -> dict[str, Any]:
        return told(store.next(reviewer), reviewer)

    @router.get("/review/before")
    def show_before(reviewer: _Reviewer, row: int | None = None) -> dict[str, Any]:
        before = store.before(reviewer, row)
        return told(store.next(reviewer) if before is None else store.note(before), reviewer)

    @router.post("/review/notes/{row}")
    def decide(row: int, reviewer: _Reviewer, review: Annotated[ReviewIn, Body()]) -> dict[str, Any]:
        if store.note(row) is None:
            raise HTTPException(404, "the note is not in the queue; load the page again")
        decisions = [Decision(one.code, one.verdict, one.changed_to) for one in review.decisions]
        store.decide(reviewer, row, decisions, review.seconds)
        return told(store.next(reviewer), reviewer)

    return router


def _around(store: ReviewStore, codebook: Codebook) -> APIRouter:
    """Return the page, and what is not about a single note."""
    router = APIRouter()
    page = files("rehabcode_service").joinpath(f"{_WEB}/index.html").read_text(encoding="utf-8")
    codes = [{"code": code.code, "name": code.name} for code in codebook]

    @router.get("/")
    async def show_page() -> HTMLResponse:
        return HTMLResponse(page)

    @router.get("/review/codes")
    async def show_codes() -> list[dict[str, str]]:
        return codes

    @router.get("/review/measures")
    def show_measures() -> dict[str, Any]:
        return measures_out(measured(store.export()))

    @router.get("/review/decisions.csv")
    def export() -> StreamingResponse:
        kept = {"Content-Disposition": 'attachment; filename="decisions.csv"'}
        return StreamingResponse(csv_lines(store.export()), media_type="text/csv", headers=kept)

    return router


def csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield decisions as lines of CSV, the header first. No cell is a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    for cells in chain([list[object](EXPORTED)], ([_cell(row[name]) for name in EXPORTED] for row in rows)):
        writer.writerow(cells)
        yield written.getvalue()
        written.seek(0)
        written.truncate()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value

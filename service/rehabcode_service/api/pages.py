"""The page at `/` and the files that it is made of."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import HTMLResponse


def pages_router() -> APIRouter:
    """Return the route of the page; its scripts and styles are served under /static/."""
    router = APIRouter(include_in_schema=False)
    page = files("rehabcode_service").joinpath("web/index.html").read_text(encoding="utf-8")

    @router.get("/")
    async def show_page() -> HTMLResponse:
        """Answer with the page."""
        return HTMLResponse(page)

    return router

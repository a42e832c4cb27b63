"""A note that is being written in, phrases for the cursor out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body

from rehabcode_service.bodies import StrictRoute
from rehabcode_service.completion_schemas import CompletionOut, CompletionsIn, CompletionsOut
from rehabcode_service.openapi import problems

if TYPE_CHECKING:
    from rehabcode.completer import Completer

_TEXT = "Manual therapy x 15 min: soft tis"
_EXAMPLE = {"text": _TEXT, "cursor": len(_TEXT), "offset_unit": "utf16", "revision": 7}


def completions_router(completer: Completer) -> APIRouter:
    """Return the route that offers phrases. It runs in the thread pool, and answers within a keystroke."""
    router = APIRouter(route_class=StrictRoute, tags=["completions"])
    responses: dict[int | str, dict[str, Any]] = {200: _answer(), **problems(400, 413, 415, 422)}

    @router.post("/v1/completions", responses=responses, summary="Complete what is being typed")
    def complete(asked: Annotated[CompletionsIn, Body(examples=[_EXAMPLE])]) -> CompletionsOut:
        """Offer phrases for the word at the cursor, each with the codes that it would support, were it done."""
        found = completer.complete(asked.text, asked.position())
        return CompletionsOut.of(found, asked, completer.version)

    return router


def _answer() -> dict[str, Any]:
    offer = CompletionOut(
        start=len(_TEXT) - len("tis"),
        end=len(_TEXT),
        insert="tissue mobilization",
        label="soft tissue mobilization",
        technique="soft_tissue_mobilization",
        codes=["97140"],
        add=" — min, area, technique, response",
        score=0.94,
    )
    shown = CompletionsOut(completions=[offer], version="0c2b1f0e6f0c", offset_unit="utf16", revision=7)
    return {"description": "OK", "content": {"application/json": {"example": shown.model_dump(mode="json")}}}

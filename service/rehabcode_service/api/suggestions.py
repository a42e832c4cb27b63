"""A note in, ranked codes with their words out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body

from rehabcode_service.bodies import StrictRoute
from rehabcode_service.examples import NOTE
from rehabcode_service.openapi import problems
from rehabcode_service.schemas import NoteIn, SuggestionsOut

if TYPE_CHECKING:
    from rehabcode import Suggester

_EXAMPLE = {
    "text": NOTE,
    "date_of_service": "2026-11-20",
    "payer": "medicare",
    "visit": {"discipline": "PT"},
    "revision": 7,
}


def suggestions_router(suggester: Suggester) -> APIRouter:
    """Return the route that reads a note. It runs in the thread pool: reading is work for the processor."""
    router = APIRouter(route_class=StrictRoute, tags=["suggestions"])

    @router.post("/v1/suggestions", responses=problems(400, 413, 415, 422), summary="Suggest codes for a note")
    def suggest(note: Annotated[NoteIn, Body(examples=[_EXAMPLE])]) -> SuggestionsOut:
        """Read the note and answer with the codes that it supports, each with the words that prove it."""
        found = suggester.suggest(
            note.text, date_of_service=note.date_of_service, payer=note.payer, visit=note.visit.received()
        )
        return SuggestionsOut.of(found, note.text, note.offset_unit, note.revision)

    return router

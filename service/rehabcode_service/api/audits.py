"""A note and what was billed for it in; what the note bears out, and what not, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body

from rehabcode_service.audit_schemas import AuditIn, AuditOut
from rehabcode_service.bodies import StrictRoute
from rehabcode_service.examples import BILLED, NOTE
from rehabcode_service.openapi import problems

if TYPE_CHECKING:
    from rehabcode import Suggester

_EXAMPLE = {"text": NOTE, "billed": BILLED, "date_of_service": "2026-11-20", "payer": "medicare"}


def audits_router(suggester: Suggester) -> APIRouter:
    """Return the route that audits a claim. It runs in the thread pool, as the one that reads a note does."""
    router = APIRouter(route_class=StrictRoute, tags=["audits"])

    @router.post("/v1/audits", responses=problems(400, 413, 415, 422), summary="Audit what was billed for a note")
    def audit(claim: Annotated[AuditIn, Body(examples=[_EXAMPLE])]) -> AuditOut:
        """Read the note and answer with what of the claim it bears out, what not, and what was not billed."""
        billed = [one.received() for one in claim.billed]
        found = suggester.audit(
            claim.text, billed, date_of_service=claim.date_of_service, payer=claim.payer, visit=claim.visit.received()
        )
        return AuditOut.of(found, claim.text, claim.offset_unit, claim.revision)

    return router

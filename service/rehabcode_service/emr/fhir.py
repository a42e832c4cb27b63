"""A DocumentReference in, drafts out: FHIR R4B."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Request

from rehabcode.billing.visit import Visit
from rehabcode_service.emr.bundles import drafts_bundle
from rehabcode_service.emr.capabilities import OPERATION, capability_statement, operation_definition
from rehabcode_service.emr.documents import NoteDocument, WrongDocument, read_document
from rehabcode_service.emr.outcomes import FHIR_JSON
from rehabcode_service.emr.routes import FhirResponse, FhirRoute, outcomes

if TYPE_CHECKING:
    from rehabcode import Suggester

_EXAMPLE = {
    "resourceType": "DocumentReference",
    "status": "current",
    "type": {"coding": [{"system": "http://loinc.org", "code": "11508-9"}]},
    "subject": {"reference": "Patient/p1"},
    "content": [{"attachment": {"contentType": "text/plain", "data": "TWFudWFsIHRoZXJhcHkgeCAxNSBtaW4u"}}],
    "context": {"period": {"start": "2026-11-20"}},
}
_Body = Annotated[
    dict[str, Any],
    Body(media_type=FHIR_JSON, description="A DocumentReference, or Parameters.", examples=[_EXAMPLE]),
]


def fhir_router(suggester: Suggester, base_url: str) -> APIRouter:
    """Return the FHIR routes of the service at the public address `base_url`."""
    router = APIRouter(prefix="/fhir", route_class=FhirRoute, default_response_class=FhirResponse, tags=["fhir"])
    capabilities = capability_statement(suggester.versions.rehabcode, f"{base_url}/fhir")
    operation = operation_definition(f"{base_url}/fhir")

    @router.get("/metadata", summary="What can be asked", response_model=None)
    def show_capabilities() -> dict[str, Any]:
        """Answer with the CapabilityStatement."""
        return capabilities

    @router.get(f"/{OPERATION}", summary="What $suggest-codes takes", response_model=None)
    def show_operation() -> dict[str, Any]:
        """Answer with the OperationDefinition."""
        return operation

    @router.post(
        "/DocumentReference/$suggest-codes",
        responses=outcomes(400, 413, 415, 422),
        summary="Draft what a note supports",
        response_model=None,
    )
    def suggest_codes(request: Request, body: _Body) -> dict[str, Any]:
        """Read the note and answer with a Bundle of drafts: ChargeItems, a Claim and their Provenance."""
        document, payer = _asked(body)
        visit = Visit(discipline=document.discipline)
        found = suggester.suggest(document.text, date_of_service=document.day, payer=payer, visit=visit)
        return drafts_bundle(found, document, datetime.now(UTC), request.state.request_id)

    return router


def _asked(body: Mapping[str, Any]) -> tuple[NoteDocument, str | None]:
    """Return the document and the payer that a body names: it is the document, or Parameters with both."""
    resource, payer = body, None
    if body.get("resourceType") == "Parameters":
        given = {str(one.get("name")): one for one in _parameters(body)}
        resource = given.get("document", {}).get("resource", {})
        payer = given.get("payer", {}).get("valueString")
    document = read_document(resource)
    if document.subject is None:
        detail = "the document names no subject, and a charge needs one; name the patient in subject"
        raise WrongDocument("no-subject", "DocumentReference.subject", detail)
    if payer is not None and not isinstance(payer, str):
        raise WrongDocument("invalid-resource", "Parameters.parameter", "the payer is a valueString")
    return document, payer


def _parameters(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = body.get("parameter")
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise WrongDocument("invalid-resource", "Parameters.parameter", "Parameters needs the parameter document")
    return given

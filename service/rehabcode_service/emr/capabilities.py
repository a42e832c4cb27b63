"""What the FHIR side of this service can do, as FHIR asks it to be told: two resources that never change."""

from __future__ import annotations

from typing import Any

from rehabcode_service.emr.checked import checked

OPERATION = "OperationDefinition/suggest-codes"
FHIR_VERSION = "4.3.0"
_DATED = "2026-11-25"


def capability_statement(version: str, base_url: str) -> dict[str, Any]:
    """Return the CapabilityStatement of the service at a base URL, that of /fhir."""
    operation = {"name": "suggest-codes", "definition": f"{base_url}/{OPERATION}"}
    documents = {"type": "DocumentReference", "operation": [operation]}
    definitions = {"type": "OperationDefinition", "interaction": [{"code": "read"}]}
    return checked(
        {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": _DATED,
            "kind": "instance",
            "software": {"name": "rehabcode", "version": version},
            "implementation": {"description": "Suggests the procedure codes that a note supports.", "url": base_url},
            "fhirVersion": FHIR_VERSION,
            "format": ["application/fhir+json", "json"],
            "rest": [{"mode": "server", "resource": [documents, definitions]}],
        }
    )


def operation_definition(base_url: str) -> dict[str, Any]:
    """Return what $suggest-codes takes and gives."""
    return checked(
        {
            "resourceType": "OperationDefinition",
            "id": "suggest-codes",
            "url": f"{base_url}/{OPERATION}",
            "name": "SuggestCodes",
            "title": "Suggest procedure codes",
            "status": "active",
            "kind": "operation",
            "date": _DATED,
            "description": "Reads a therapy note and drafts what it supports: nothing is stored, and nothing billed.",
            "affectsState": False,
            "code": "suggest-codes",
            "resource": ["DocumentReference"],
            "system": False,
            "type": True,
            "instance": False,
            "parameter": [
                _parameter("document", "in", 1, "DocumentReference", "The note, as plain text in its attachment."),
                _parameter("payer", "in", 0, "string", "Whose rules count the units; Medicare's where none is given."),
                _parameter("return", "out", 1, "Bundle", "The drafts, their Device and their Provenance."),
            ],
        }
    )


def _parameter(name: str, use: str, least: int, kind: str, documentation: str) -> dict[str, Any]:
    return {"name": name, "use": use, "min": least, "max": "1", "documentation": documentation, "type": kind}

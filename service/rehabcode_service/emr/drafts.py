"""Draft resources of FHIR R4B: what a note's suggestions would charge, for a person to accept.

A charge item is `planned` and a claim is a `draft` for `predetermination`: neither bills anybody. Both carry the
security label AIAST, as an AI asserted them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rehabcode_service.emr.charges import Charge
from rehabcode_service.emr.derivations import confidence, derivations
from rehabcode_service.emr.documents import NoteDocument

CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
AI_ASSERTED = {"system": f"{TERMINOLOGY}/v3-ObservationValue", "code": "AIAST"}
UNKNOWN = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
"""A Reference to somebody whom the document does not name, where FHIR requires one."""

Resource = dict[str, Any]


def charge_item(charge: Charge, document: NoteDocument, device: Resource) -> Resource:
    """Return the charge item of a code; one that earns no unit is `not-billable`.

    `device` is the AI, contained as the one who entered the item. Its subject is that of the document, which has one.
    """
    item: Resource = {
        "resourceType": "ChargeItem",
        "meta": {"security": [AI_ASSERTED]},
        "contained": [device],
        "status": "planned" if charge.billable else "not-billable",
        "code": _product(charge, document),
        "subject": dict(document.subject or UNKNOWN),
        "enterer": {"reference": f"#{device['id']}"},
    }
    if document.encounter is not None:
        item["context"] = dict(document.encounter)
    if document.day is not None:
        item["occurrenceDateTime"] = document.day.isoformat()
    if charge.units is not None:
        item["quantity"] = {"value": charge.units}
    return item


def draft_claim(charges: Sequence[Charge], document: NoteDocument, made: datetime, payer: str) -> Resource | None:
    """Return one claim of all codes that could be charged, or None where there are none.

    Its provider is the author of the document, unknown where the document names none; `payer` is "" where unknown.
    """
    billable = [charge for charge in charges if charge.billable]
    if not billable:
        return None
    return {
        "resourceType": "Claim",
        "meta": {"security": [AI_ASSERTED]},
        "status": "draft",
        "type": {"coding": [{"system": f"{TERMINOLOGY}/claim-type", "code": "professional"}]},
        "use": "predetermination",
        "patient": dict(document.subject or UNKNOWN),
        "created": made.isoformat(),
        "provider": dict(document.author or UNKNOWN),
        "priority": {"coding": [{"system": f"{TERMINOLOGY}/processpriority", "code": "normal"}]},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {**UNKNOWN, **({"display": payer} if payer else {})}}],
        "item": [_item(number, charge, document) for number, charge in enumerate(billable, start=1)],
    }


def coding_of(code: str) -> dict[str, str]:
    """Return a code or modifier in its system: CPT has digits first, HCPCS Level II letters.

    >>> coding_of("GP")["system"] == coding_of("G0283")["system"] == HCPCS
    True
    """
    return {"system": CPT if code[0].isdecimal() else HCPCS, "code": code}


def _product(charge: Charge, document: NoteDocument) -> Resource:
    """Return the code with our own words as its text; the official display is not ours to give."""
    suggestion = charge.suggestion
    return {
        "extension": [*derivations(suggestion.evidence, document), confidence(suggestion.score)],
        "coding": [coding_of(charge.code)],
        "text": suggestion.name,
    }


def _item(number: int, charge: Charge, document: NoteDocument) -> Resource:
    item: Resource = {"sequence": number, "productOrService": _product(charge, document)}
    if charge.modifiers:
        item["modifier"] = [{"coding": [coding_of(one.modifier)], "text": one.reason} for one in charge.modifiers]
    if document.day is not None:
        item["servicedDate"] = document.day.isoformat()
    if charge.units is not None:
        item["quantity"] = {"value": charge.units}
    if document.encounter is not None:
        item["encounter"] = [dict(document.encounter)]
    return item

"""One note's drafts in one Bundle: a collection, which no server carries out by itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from rehabcode.records import NoteSuggestions
from rehabcode_service.emr.authorship import device, provenance
from rehabcode_service.emr.charges import charges
from rehabcode_service.emr.checked import checked
from rehabcode_service.emr.documents import NoteDocument
from rehabcode_service.emr.drafts import Resource, charge_item, draft_claim


def drafts_bundle(found: NoteSuggestions, document: NoteDocument, made: datetime, request_id: str) -> Resource:
    """Return the Device, a ChargeItem a code, the draft Claim and their Provenance, checked.

    Without a suggestion there is the Device alone. The urls follow from the request's id, so that no two answers
    share one.
    """
    author = device(found.versions)
    told = charges(found)
    drafts = [charge_item(charge, document, author) for charge in told]
    claim = draft_claim(told, document, made, found.billing.payer)
    if claim is not None:
        drafts.append(claim)
    urls = [f"urn:uuid:{uuid5(UUID(request_id), str(number))}" for number in range(len(drafts) + 2)]
    entries = [(urls[0], author), *zip(urls[1:], drafts, strict=False)]
    if drafts:
        entries.append((urls[-1], provenance(urls[1:-1], urls[0], document, made)))
    return checked(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "timestamp": made.isoformat(),
            "entry": [{"fullUrl": url, "resource": resource} for url, resource in entries],
        }
    )

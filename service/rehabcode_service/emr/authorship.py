"""Who said it: the AI as a Device, and the Provenance that names it as the author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rehabcode.records import Versions
from rehabcode_service.emr.documents import NoteDocument
from rehabcode_service.emr.drafts import AI_ASSERTED, TERMINOLOGY, Resource

DEVICE_TYPE = {
    "system": "http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIdeviceTypeCS",
    "code": "Artificial-Intelligence",
}
"""AI Transparency on FHIR, ballot of 2026."""


def device(versions: Versions) -> Resource:
    """Return the AI, with the versions that together make its answers what they are."""
    parts = {"software": versions.rehabcode, "ranker": versions.ranker, "codebook": versions.codebook}
    return {
        "resourceType": "Device",
        "id": "rehabcode",
        "status": "active",
        "deviceName": [{"name": "rehabcode", "type": "model-name"}],
        "type": {"coding": [DEVICE_TYPE], "text": "Artificial intelligence"},
        "version": [{"type": {"text": part}, "value": value} for part, value in parts.items()],
    }


def provenance(targets: Sequence[str], device_url: str, document: NoteDocument, made: datetime) -> Resource:
    """Return how the resources at the urls `targets` came about: asserted by the AI, from the document.

    Whoever accepts a draft adds a Provenance of their own, as its verifier: nobody has verified anything yet.
    """
    author: dict[str, Any] = {"system": f"{TERMINOLOGY}/provenance-participant-type", "code": "author"}
    return {
        "resourceType": "Provenance",
        "meta": {"security": [AI_ASSERTED]},
        "target": [{"reference": target} for target in targets],
        "recorded": made.isoformat(),
        "reason": [{"coding": [AI_ASSERTED]}],
        "agent": [{"type": {"coding": [author]}, "who": {"reference": device_url, "type": "Device"}}],
        "entity": [{"role": "source", "what": dict(document.reference)}],
    }

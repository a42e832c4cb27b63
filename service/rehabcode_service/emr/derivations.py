"""Which words of which document an element stands on, and how sure that is: two FHIR extensions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rehabcode.records import Evidence
from rehabcode_service.emr.documents import NoteDocument

DERIVATION = "http://hl7.org/fhir/StructureDefinition/derivation-reference"
"""FHIR Extensions Pack: where in a source text an element was extracted from."""

CONFIDENCE = "http://hl7.org/fhir/uv/aitransparency/StructureDefinition/AIconfidence"
"""AI Transparency on FHIR, ballot of 2026: the probability that what an AI asserts is right."""


def derivations(evidence: Iterable[Evidence], document: NoteDocument) -> list[dict[str, Any]]:
    """Return one derivation-reference a span. `offset` and `length` count code points of the decoded attachment."""
    return [
        {
            "url": DERIVATION,
            "extension": [
                {"url": "reference", "valueReference": dict(document.reference)},
                {"url": "path", "valueString": document.path},
                {"url": "offset", "valueInteger": span.start},
                {"url": "length", "valueInteger": span.end - span.start},
            ],
        }
        for span in evidence
    ]


def confidence(score: float) -> dict[str, Any]:
    """Return the score as an extension, to four places: more say nothing."""
    return {"url": CONFIDENCE, "valueDecimal": round(score, 4)}

"""The nouns: what is found in a note and what is said about it. All frozen; none knows spaCy.

Offsets are half-open and count code points in the note as received:
`note[record.start:record.end] == record.quote` for every record that has a quote.
"""

from __future__ import annotations

from rehabcode.records.answer import Evidence, Later, NoteSuggestions, Suggestion, Versions
from rehabcode.records.bill import (
    FINDING_KINDS,
    Bill,
    BilledCode,
    BilledModifier,
    Counted,
    DocumentedElement,
    EvaluationGrid,
    Finding,
    FindingKind,
    GridComponent,
)
from rehabcode.records.reading import (
    ASSERTIONS,
    Assertion,
    Clause,
    Cue,
    Duration,
    Mention,
    Reading,
    Section,
    Span,
    bare,
)

__all__ = [
    "ASSERTIONS",
    "FINDING_KINDS",
    "Assertion",
    "Bill",
    "BilledCode",
    "BilledModifier",
    "Clause",
    "Counted",
    "Cue",
    "DocumentedElement",
    "Duration",
    "EvaluationGrid",
    "Evidence",
    "Finding",
    "FindingKind",
    "GridComponent",
    "Later",
    "Mention",
    "NoteSuggestions",
    "Reading",
    "Section",
    "Span",
    "Suggestion",
    "Versions",
    "bare",
]

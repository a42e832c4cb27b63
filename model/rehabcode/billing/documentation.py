"""What a note says and leaves out of what the payers and the guide require for each code.

Only the elements of level "must" are judged: they are what was measured (`python -m rehabcode_training documentation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.findings import Finding
from rehabcode.billing.said import Said
from rehabcode.billing.scopes import Scopes, Sentences
from rehabcode.records import Reading, Span


class Supported(Protocol):
    """A code with the spans that prove it, as in `records.Suggestion`; `minutes` is None where none are bound to it."""

    @property
    def code(self) -> str: ...

    @property
    def minutes(self) -> int | None: ...

    @property
    def evidence(self) -> Sequence[Span]: ...


@dataclass(frozen=True, slots=True)
class Shown(Span):
    """Words of the note that show an element, and what the element is in plain words."""

    element: str
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An element that no words of the note show; the finding's remedy says what to write."""

    element: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class CodeDocumentation:
    """The required elements of a code, in the order of the codebook, each either shown or missing."""

    code: str
    present: tuple[Shown, ...]
    missing: tuple[Missing, ...]


def check_documentation(
    reading: Reading, codes: Sequence[Supported], rules: DocumentationRules
) -> tuple[CodeDocumentation, ...]:
    """Return what the note documents of each code, in the order given. Raises UnknownCode."""
    said, sentences = Said(reading, rules.finder), Sentences(reading.clauses)
    checked = []
    for one in codes:
        others = [span for other in codes if other is not one for span in other.evidence]
        scopes = Scopes(reading, sentences, one.evidence, others)
        pair = [other for other in codes if other is one or other.code in rules.shares_time(one.code)]
        shared = [span for other in pair for span in other.evidence]
        together = Scopes(reading, sentences, shared, ()) if len(pair) > 1 else None
        checked.append(_check(said, scopes, together, one, rules))
    return tuple(checked)


def _check(
    said: Said, scopes: Scopes, together: Scopes | None, one: Supported, rules: DocumentationRules
) -> CodeDocumentation:
    present, missing = [], []
    for need, proof in rules.required(one.code):
        if proof.minutes:
            span = said.minutes(scopes, one.minutes, one.evidence, together)
        else:
            span = said.more_than(proof.beyond, scopes, together) or said.words(proof, scopes)
        if span is not None:
            present.append(Shown(span.start, span.end, span.quote, need.id, need.text))
            continue
        message = f"{one.code} needs this, and the note does not say it: {need.text}"
        finding = Finding("documentation", (one.code,), message, proof.remedy, need.source, tuple(one.evidence))
        missing.append(Missing(need.id, finding))
    return CodeDocumentation(one.code, tuple(present), tuple(missing))

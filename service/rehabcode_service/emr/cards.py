"""The cards of one note: its codes, the claim that they would make, and what to put right first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from rehabcode.records import NoteSuggestions
from rehabcode_service.emr.authorship import device
from rehabcode_service.emr.card_words import claim_detail, codes_detail, codes_summary, counted, findings_lines
from rehabcode_service.emr.charges import Charge, charges
from rehabcode_service.emr.checked import checked
from rehabcode_service.emr.documents import NoteDocument
from rehabcode_service.emr.drafts import Resource, charge_item, draft_claim
from rehabcode_service.emr.hook_schemas import ActionOut, CardOut, CardSuggestionOut, CodingOut, SourceOut
from rehabcode_service.emr.override_reasons import SYSTEM, override_reasons


@dataclass(frozen=True, slots=True)
class ProvenCard:
    """A card, and by the uuid of each of its suggestions the charges that it drafts."""

    card: CardOut
    drafts: Mapping[str, tuple[Charge, ...]]


def note_cards(found: NoteSuggestions, document: NoteDocument, made: datetime, source: SourceOut) -> list[ProvenCard]:
    """Return the cards of a note, none where it supports no code: nobody is told that there is nothing."""
    told = charges(found)
    if not told:
        return []
    billable = [charge for charge in told if charge.billable]
    return [
        _codes_card(told, billable, found, document, source),
        *_claim_card(billable, found, document, made, source),
        *_findings_card(found, source),
    ]


def _codes_card(
    told: Sequence[Charge],
    billable: Sequence[Charge],
    found: NoteSuggestions,
    document: NoteDocument,
    source: SourceOut,
) -> ProvenCard:
    author = device(found.versions)
    suggestions = [
        _suggestion(
            f"{counted(charge)}: {charge.suggestion.name}",
            f"Draft a planned charge of {counted(charge)}",
            charge_item(charge, document, author),
        )
        for charge in billable
    ]
    card = CardOut(
        uuid=str(uuid4()),
        summary=codes_summary(told),
        detail=codes_detail(told, found),
        indicator="info",
        source=source,
        suggestions=suggestions or None,
        selection_behavior="any" if suggestions else None,
        override_reasons=_reasons(),
    )
    return ProvenCard(card, {one.uuid: (charge,) for one, charge in zip(suggestions, billable, strict=True)})


def _claim_card(
    billable: Sequence[Charge], found: NoteSuggestions, document: NoteDocument, made: datetime, source: SourceOut
) -> Iterator[ProvenCard]:
    """Yield the claim as a card of its own: modifiers stand on a claim's lines, a charge item has none."""
    claim = draft_claim(billable, document, made, found.billing.payer)
    if claim is None:
        return
    lines = f"{len(billable)} line{'' if len(billable) == 1 else 's'}"
    suggestion = _suggestion(f"Draft claim of {lines}", f"Draft a claim of {lines}, for predetermination", claim)
    card = CardOut(
        uuid=str(uuid4()),
        summary=f"A draft claim of {lines}, with units and modifiers, to check",
        detail=claim_detail(billable),
        indicator="info",
        source=source,
        suggestions=[suggestion],
        selection_behavior="at-most-one",
        override_reasons=_reasons(),
    )
    yield ProvenCard(card, {suggestion.uuid: tuple(billable)})


def _findings_card(found: NoteSuggestions, source: SourceOut) -> Iterator[ProvenCard]:
    lines = findings_lines(found)
    if lines:
        things = "1 thing" if len(lines) == 1 else f"{len(lines)} things"
        card = CardOut(
            uuid=str(uuid4()),
            summary=f"{things} to look at before this note is billed",
            detail="\n".join(lines),
            indicator="warning",
            source=source,
        )
        yield ProvenCard(card, {})


def _suggestion(label: str, description: str, resource: Resource) -> CardSuggestionOut:
    action = ActionOut(description=description, resource=checked(resource))
    return CardSuggestionOut(label=label, uuid=str(uuid4()), actions=[action])


def _reasons() -> list[CodingOut]:
    return [CodingOut(code=one.code, system=SYSTEM, display=one.display) for one in override_reasons()]

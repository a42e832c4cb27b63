"""A call of a CDS service, from its notes to its cards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from rehabcode.billing.visit import Visit
from rehabcode.records import Versions
from rehabcode_service.emr.cards import ProvenCard, note_cards
from rehabcode_service.emr.documents import NoteDocument, WrongDocument
from rehabcode_service.emr.hook_notes import hook_notes
from rehabcode_service.emr.hook_schemas import HookRequest, SourceOut
from rehabcode_service.emr.hook_services import HookService
from rehabcode_service.emr.ledger import ShownCard

if TYPE_CHECKING:
    from rehabcode import Suggester

PAYER = "org.rehabcode.payer"
"""The extension of a call that names whose rules count the units."""


def answer_call(
    suggester: Suggester, call: HookRequest, service: HookService, source: SourceOut, made: datetime
) -> list[tuple[NoteDocument, ProvenCard]]:
    """Return the cards of a call, each with the note that it is about.

    Raises WrongDocument, MissingPrefetch, and what the suggester raises for a note or a payer.
    """
    if call.hook != service.hook:
        raise WrongDocument("other-hook", "hook", f"the service {service.id} is called on the hook {service.hook}")
    payer = (call.extension or {}).get(PAYER)
    if payer is not None and not isinstance(payer, str):
        raise WrongDocument("invalid-request", "extension", f"the extension {PAYER} is the name of a payer")
    answered = []
    for note in hook_notes(call, service):
        visit = Visit(discipline=note.discipline)
        found = suggester.suggest(note.text, date_of_service=note.day, payer=payer, visit=visit)
        answered += [(note, card) for card in note_cards(found, note, made, source)]
    return answered


def shown_cards(
    answered: list[tuple[NoteDocument, ProvenCard]], issuer: str, service: str, versions: Versions
) -> Iterator[ShownCard]:
    """Yield what the ledger keeps of cards: which code stood on which span of which text, by its hash."""
    made_by = (versions.rehabcode, versions.ranker, versions.codebook)
    for note, proven in answered:
        digest = sha256(note.text.encode("utf-8")).hexdigest()
        yield ShownCard(proven.card.uuid, issuer, service, digest, made_by, tuple(_spans(proven)))


def _spans(proven: ProvenCard) -> Iterator[tuple[str, str, int, int]]:
    for suggestion, charges in proven.drafts.items():
        for charge in charges:
            for span in charge.suggestion.evidence:
                yield suggestion, charge.code, span.start, span.end

"""The CDS services: on which hook each is called, and what it asks to be sent along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rehabcode.rows import RowError, Table, require_text

HOOK_SERVICES = "hook_services.jsonl"
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class HookService:
    """One service. Its notes come in the prefetch, or, with `context_note`, as `note` in the hook's context.

    At most `most_notes` of them are read, in the order in which they are sent.
    """

    id: str
    hook: str
    title: str
    description: str
    prefetch: Mapping[str, str] = field(hash=False)
    context_note: bool
    most_notes: int
    source: str

    def __post_init__(self) -> None:
        for name in ("id", "hook", "title", "description"):
            require_text(name, getattr(self, name))
        if bool(self.prefetch) is self.context_note:
            raise RowError("notes come from the prefetch or from the context", "say one of the two, and not both")


@cache
def hook_services() -> Mapping[str, HookService]:
    """Return the services by id. Raises KnowledgeError where the table is damaged."""
    table = Table.read(FOLDER, HOOK_SERVICES, HookService)
    table.unique("id")
    return {row.id: row for row in table.rows}

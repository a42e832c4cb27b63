"""Types of documents that tell under whose plan of care a note was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rehabcode.billing.claims import Discipline
from rehabcode.rows import Table, require_text

NOTE_TYPES = "note_types.jsonl"
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class NoteType:
    """One code of a document's type, and the discipline that it tells."""

    system: str
    code: str
    discipline: Discipline
    source: str

    def __post_init__(self) -> None:
        require_text("system", self.system)
        require_text("code", self.code)


@cache
def note_types() -> Mapping[tuple[str, str], NoteType]:
    """Return the types by system and code. Raises KnowledgeError where the table is damaged."""
    table = Table.read(FOLDER, NOTE_TYPES, NoteType)
    table.unique("system", "code")
    return {(row.system, row.code): row for row in table.rows}


def discipline_of(document: Mapping[str, Any]) -> Discipline | None:
    """Return the discipline that a DocumentReference's type tells; None where it tells none, or several."""
    codings = (document.get("type") or {}).get("coding") or ()
    pairs = ((str(coding.get("system")), str(coding.get("code"))) for coding in codings if coding)
    told = {note_types()[pair].discipline for pair in pairs if pair in note_types()}
    return told.pop() if len(told) == 1 else None

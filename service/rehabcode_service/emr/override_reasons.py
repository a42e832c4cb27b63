"""Reasons for which a person may dismiss a card."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rehabcode.rows import Table, require_text

OVERRIDE_REASONS = "override_reasons.jsonl"
SYSTEM = "urn:rehabcode:override-reasons"
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in the words that a person is shown."""

    code: str
    display: str
    source: str

    def __post_init__(self) -> None:
        require_text("code", self.code)
        require_text("display", self.display)


@cache
def override_reasons() -> tuple[Reason, ...]:
    """Return the reasons in the order of their table. Raises KnowledgeError where it is damaged."""
    table = Table.read(FOLDER, OVERRIDE_REASONS, Reason)
    table.unique("code")
    return table.rows

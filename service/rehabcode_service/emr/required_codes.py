"""The codes that FHIR requires of the elements sent and read here. fhir.resources checks shapes, but no code.

The rows of required_codes.jsonl hold, for one element each, the codes of its required binding, and the value set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rehabcode.rows import RowError, Table, require_text

REQUIRED_CODES = "required_codes.jsonl"
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RequiredCodes:
    """The codes that an element may hold. `path` begins with the resource's type and has no indices."""

    path: str
    codes: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        require_text("path", self.path)
        require_text("source", self.source)
        if not self.codes:
            raise RowError("field 'codes' is empty", "write the codes of the value set")


@cache
def required_codes() -> Mapping[str, frozenset[str]]:
    """Return the codes by path. Raises KnowledgeError where the table is damaged."""
    table = Table.read(FOLDER, REQUIRED_CODES, RequiredCodes)
    table.unique("path")
    return {row.path: frozenset(row.codes) for row in table.rows}


def wrong_codes(resource: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the places in a resource, contained ones too, that hold a code which its binding does not.

    >>> wrong_codes({"resourceType": "ChargeItem", "status": "nope"})
    ('ChargeItem.status',)
    """
    return tuple(_wrong(resource, str(resource.get("resourceType")), str(resource.get("resourceType"))))


def _wrong(element: Mapping[str, Any], path: str, place: str) -> Iterator[str]:
    table = required_codes()
    for name, value in element.items():
        several = isinstance(value, list)
        for index, one in enumerate(value if several else [value]):
            own_path = f"{path}.{name}"
            own_place = f"{place}.{name}[{index}]" if several else f"{place}.{name}"
            if isinstance(one, Mapping):
                # A resource within a resource has paths of its own.
                kind = one.get("resourceType")
                yield from _wrong(one, own_path if kind is None else str(kind), own_place)
            elif own_path in table and one not in table[own_path]:
                yield own_place

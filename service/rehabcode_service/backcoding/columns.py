"""Which column of a source is which: told, or found by its name and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from itertools import islice
from pathlib import Path

from rehabcode.rows import Table
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.rows import Source, SourceRow

NAMES = "column_names.jsonl"

LOOKED_AT = 50
"""So many rows are looked at for the column with the notes."""

WORDY = 40
"""A column whose values have more characters than this on average may hold notes."""


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A name that exports give to the column of a role, in lower case with _ between words."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns by their role; None where the source has none of it."""

    note_id: str
    text: str
    date_of_service: str | None = None
    payer: str | None = None
    billed: str | None = None
    billed_units: str | None = None
    clinician: str | None = None
    patient: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """The columns that are read."""
        return frozenset(name for name in asdict(self).values() if name is not None)


ROLES = tuple(field.name for field in fields(Columns))
_NEEDED = {"note_id": "--id", "text": "--text"}


def find_columns(source: Source, told: Mapping[str, str | None]) -> Columns:
    """Return the columns of a source. What is `told` of a role counts before what its names say.

    "" tells that there is none. Raises RunRefused where a column that is told is not there, and where none is found for
    the ids or the texts.
    """
    given = {role: name for role, name in told.items() if name is not None}
    for role, name in given.items():
        if name and name not in source.columns:
            raise RunRefused(f"{source.name}: no column for {role} has the name given; it has {_listed(source)}")
    left = [name for name in source.columns if name not in given.values()]
    found = {role: given.get(role, _by_name(role, left)) for role in ROLES}
    if not found["text"]:
        found["text"] = _wordiest(source, [name for name in left if name not in found.values()])
    note_id, text = (_needed(source, role, found.pop(role), option) for role, option in _NEEDED.items())
    return Columns(note_id, text, **{role: name or None for role, name in found.items()})


def _needed(source: Source, role: str, name: str | None, option: str) -> str:
    if not name:
        raise RunRefused(f"{source.name}: no column looks like {role}; name it with {option}: it has {_listed(source)}")
    return name


def _by_name(role: str, columns: Sequence[str]) -> str | None:
    """Return the column whose name is the likeliest for a role; of a nested one, its last part counts too."""
    plain = {_plain(name): name for name in reversed(columns)}
    last = {_plain(name.rpartition(".")[2]): name for name in reversed(columns)}
    rows = [row.name for row in column_names() if row.role == role]
    return next((named[name] for named in (plain, last) for name in rows if name in named), None)


def _wordiest(source: Source, columns: Sequence[str]) -> str | None:
    rows = [row.values for row in islice(source.rows(), LOOKED_AT) if isinstance(row, SourceRow)]
    lengths = {
        name: sum(len(value) for row in rows if isinstance(value := row.get(name), str)) / (len(rows) or 1)
        for name in columns
    }
    best = max(lengths, key=lambda name: lengths[name], default=None)
    return best if best is not None and lengths[best] > WORDY else None


def _plain(name: str) -> str:
    """Return a name in lower case with _ between its words.

    >>> _plain("Date of Service"), _plain("NOTE-ID")
    ('date_of_service', 'note_id')
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _listed(source: Source) -> str:
    return ", ".join(source.columns[:30]) + (", …" if len(source.columns) > 30 else "")


@cache
def column_names() -> tuple[ColumnName, ...]:
    """Return the names that are known, likeliest first. Raises KnowledgeError."""
    table = Table.read(Path(__file__).parent, NAMES, ColumnName)
    table.known(lambda row: (row.role,), ROLES, "role", "columns.py")
    return tuple(table.rows)

"""What a source is, and what it yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it stands in the source; `place` says where that is, as in "notes.csv, line 12"."""

    place: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why; `reason` holds nothing of what stands in it."""

    place: str
    reason: str


class Source(Protocol):
    """A place that holds notes.

    `kind` and `name` are shown and kept, and hold no password. `columns` are those that rows have. `fingerprint`
    changes where the source does, None where only its rows can tell.
    """

    kind: str
    name: str
    columns: tuple[str, ...]
    fingerprint: str | None

    def rows(self, wanted: frozenset[str] | None = None, key: str | None = None) -> Iterator[SourceRow | BadRow]:
        """Yield the rows in an order that does not change, with the columns `wanted`, None for all.

        `key` is the column of the note's id, by which a broken source finds its way back. Raises RunStopped where the
        source breaks off, and RunRefused where it cannot be opened at all.
        """
        ...

    def total(self) -> int | None:
        """Return the number of rows, None where only reading all would tell."""
        ...

    def share(self) -> float | None:
        """Return how much has been read, from 0 to 1; None where it is not known."""
        ...

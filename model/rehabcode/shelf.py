"""The folder of knowledge files with its sources: reads a file and sees that every source it cites is known.

Beside it stands the folder of what a user has loaded, outside the package.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from rehabcode.errors import KnowledgeError
from rehabcode.rows import Table, require_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

KNOWLEDGE = Path(__file__).parent / "knowledge"
"""The folder that comes with the package."""

SOURCES = "sources.jsonl"


def data_folder() -> Path:
    """Return the folder of what was loaded, under the user's data folder ($XDG_DATA_HOME, else ~/.local/share)."""
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    # What is not absolute is to be passed over (XDG base directory specification).
    return (given if given.is_absolute() else Path.home() / ".local" / "share") / "rehabcode"


def write_whole(path: Path, content: bytes, what: str) -> None:
    """Write a file whole or not at all. Raises KnowledgeError where its folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        remedy = "name a folder that can be written. What was in force stays"
        raise KnowledgeError(path.name, None, f"the {what} cannot be stored", remedy) from error


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from and how far to trust it; `read` says which parts were read, None where all was."""

    id: str
    title: str
    where: str
    kind: str
    trust: str
    read: str | None = None

    def __post_init__(self) -> None:
        require_text("id", self.id)


@cache
def cited(citation: str) -> tuple[str, ...]:
    """Return the source ids of a citation: ids joined by " + ", each with or without a place in the source.

    >>> cited("AOTA + NCCI-PM-2026 XI.P.2")
    ('AOTA', 'NCCI-PM-2026')
    """
    return tuple(part.partition(" ")[0] for part in citation.split(" + "))


if TYPE_CHECKING:

    class Cited(DataclassInstance, Protocol):
        """A row that says where it comes from."""

        @property
        def source(self) -> str: ...


Fact = TypeVar("Fact", bound="Cited")


class Shelf:
    """The knowledge files of one folder.

    `folder` is None for KNOWLEDGE. Raises KnowledgeError where its VERSION or its sources are not right.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder is not None else KNOWLEDGE
        table = Table.read(self._folder, SOURCES, Source)
        table.unique("id")
        self.sources = {source.id: source for source in table.rows}
        self._edition = self._read_edition()

    def read(self, file: str, kind: type[Fact], key: tuple[str, ...] = ()) -> Table[Fact]:
        """Read a file whose every row cites sources that SOURCES holds.

        `key` are the fields that no two rows may share, empty where any may. The first bad row is a KnowledgeError.
        """
        table = Table.read(self._folder, file, kind)
        table.known(lambda row: cited(row.source), self.sources, "source", SOURCES)
        if key:
            table.unique(*key)
        return table

    def version(self, *hashes: str) -> str:
        """Return the edition with the hash of the tables' `hashes`, as in "2026.11+1a2b3c4d"."""
        digest = hashlib.sha256("".join(hashes).encode()).hexdigest()
        return f"{self._edition}+{digest[:8]}"

    def _read_edition(self) -> str:
        try:
            edition = (self._folder / "VERSION").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise KnowledgeError("VERSION", None, "the file cannot be read", "write the year and month") from error
        if not edition:
            raise KnowledgeError("VERSION", None, "the file is blank", "write the year and month, as in 2026.11")
        return edition

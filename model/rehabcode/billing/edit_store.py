"""The folder of the tables that were loaded: outside the package, one file a table, codes, days and numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from rehabcode.billing.edit_files import ReadTable, read_edit_file
from rehabcode.billing.edit_rows import EditTable, PairTable
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.packaged_edits import packaged_tables
from rehabcode.codebook import Codebook
from rehabcode.errors import KnowledgeError
from rehabcode.rulebook import Nameable, Rulebook
from rehabcode.rules import Setting
from rehabcode.shelf import data_folder, write_whole

EDITS = "edits"
"""The folder of loaded tables inside the data folder."""


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """What was loaded: of `read` rows of a file, `kept` name codes that can be suggested or billed beside them.

    `stored` is where they are, None where there were none: a part of the pairs without therapy codes.
    """

    file: str
    kind: Literal["pair", "quantity"]
    setting: Setting
    quarter: str
    read: int
    kept: int
    stored: Path | None


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table that is held, with so many rows; `file` is None for one that comes with the package."""

    kind: Literal["pair", "quantity"]
    setting: Setting
    quarter: str
    rows: int
    source: str
    file: str | None


def edit_folder() -> Path:
    """Return the folder of loaded tables under the user's data folder."""
    return data_folder() / EDITS


def load_edit_file(
    path: Path, *, folder: Path | None = None, setting: Setting | None = None, quarter: str | None = None
) -> tuple[LoadedTable, ...]:
    """Check a pair or quantity file of Medicare's and store its therapy codes in `folder`, None for `edit_folder()`.

    All is read before anything is stored: at the first bad row the tables in force stay. A table takes the place of the
    one of the same setting, quarter and part. `setting` and `quarter` (as in "2026Q3") are needed only where neither
    the file nor its name tells them. Raises KnowledgeError naming file, row and remedy, and RequestError where
    `quarter` is none.
    """
    tables = read_edit_file(path, Nameable(Codebook.load()), setting=setting, quarter=quarter)
    home = folder if folder is not None else edit_folder()
    return tuple(_stored(table, home) for table in tables)


def load_edit_tables(folder: Path | None = None) -> EditTables:
    """Return the packaged tables with those stored in `folder`, None for `edit_folder()`; it need not exist.

    Raises KnowledgeError where a stored table is not right.
    """
    home = folder if folder is not None else edit_folder()
    loaded = [_read(path) for path in sorted(home.glob("*.json"))]
    return EditTables(Codebook.load(), Rulebook.load(), loaded)


def held_tables(folder: Path | None = None) -> tuple[HeldTable, ...]:
    """Return the packaged tables and those stored in `folder`, None for `edit_folder()`, the newest first.

    Raises KnowledgeError where a stored table is not right.
    """
    home = folder if folder is not None else edit_folder()
    held = [_held(_read(path), path.name) for path in sorted(home.glob("*.json"))]
    held += [_held(table, None) for table in packaged_tables(Rulebook.load())]
    return tuple(sorted(held, key=lambda one: one.quarter, reverse=True))


def _held(table: EditTable, file: str | None) -> HeldTable:
    return HeldTable(_kind(table), table.setting, table.quarter, len(_rows(table)), table.source, file)


def _kind(table: EditTable) -> Literal["pair", "quantity"]:
    return "pair" if isinstance(table, PairTable) else "quantity"


def _rows(table: EditTable) -> tuple[object, ...]:
    return table.pairs if isinstance(table, PairTable) else table.limits


def _stored(found: ReadTable, home: Path) -> LoadedTable:
    table, rows, kind = found.table, _rows(found.table), _kind(found.table)
    path = home / f"{kind}-{table.setting}-{table.quarter}-{found.part}.json" if rows else None
    if path is not None:
        write_whole(path, _adapter().dump_json(table, indent=1), "table")
    return LoadedTable(found.file, kind, table.setting, table.quarter, found.read, len(rows), path)


def _read(path: Path) -> EditTable:
    try:
        return _adapter().validate_json(path.read_bytes(), strict=True)
    except (OSError, ValidationError) as error:
        remedy = "load the quarter's file again, or delete this one"
        raise KnowledgeError(path.name, None, "the stored table cannot be read", remedy) from error


@cache
def _adapter() -> TypeAdapter[EditTable]:
    return TypeAdapter(EditTable)

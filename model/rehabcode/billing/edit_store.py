"""The folder of the tables that were loaded: outside the package, one file a table, codes, days and numbers alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from rehabcode.billing.edit_files import ReadTable, read_edit_file
from rehabcode.billing.edit_rows import EditTable, PairTable
from rehabcode.billing.edit_tables import EditTables
from rehabcode.codebook import Codebook
from rehabcode.errors import KnowledgeError
from rehabcode.rulebook import Nameable, Rulebook
from rehabcode.rules import Setting


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


def edit_folder() -> Path:
    """Return the folder of loaded tables under the user's data folder ($XDG_DATA_HOME, else ~/.local/share)."""
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    # What is not absolute is to be passed over (XDG base directory specification).
    return (given if given.is_absolute() else Path.home() / ".local" / "share") / "rehabcode" / "edits"


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


def _stored(found: ReadTable, home: Path) -> LoadedTable:
    table = found.table
    rows = table.pairs if isinstance(table, PairTable) else table.limits
    kind: Literal["pair", "quantity"] = "pair" if isinstance(table, PairTable) else "quantity"
    path = home / f"{kind}-{table.setting}-{table.quarter}-{found.part}.json" if rows else None
    if path is not None:
        _write(path, _adapter().dump_json(table, indent=1))
    return LoadedTable(found.file, kind, table.setting, table.quarter, found.read, len(rows), path)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises KnowledgeError where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        remedy = "name a folder that can be written. The tables in force stay"
        raise KnowledgeError(path.name, None, "the table cannot be stored", remedy) from error


def _read(path: Path) -> EditTable:
    try:
        return _adapter().validate_json(path.read_bytes(), strict=True)
    except (OSError, ValidationError) as error:
        remedy = "load the quarter's file again, or delete this one"
        raise KnowledgeError(path.name, None, "the stored table cannot be read", remedy) from error


@cache
def _adapter() -> TypeAdapter[EditTable]:
    return TypeAdapter(EditTable)

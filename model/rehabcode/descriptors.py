"""The official descriptors of codes, read from a file of the AMA's that a licensed user supplies. None comes with us.

Two layouts are read: the code, a tab and the descriptor (LONGULT, MEDU), or the code in the first five columns, a blank
and the descriptor from the seventh (SHORTU). Lines of copyright above the first code are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rehabcode.errors import KnowledgeError
from rehabcode.shelf import data_folder, write_whole

STORED = "descriptors.json"
LARGEST = 20_000_000
"""The most bytes of a file: several times those of the longest that the AMA publishes."""

_ROW = re.compile(r"([0-9A-Z]{5})(?:\t| (?=\S))[ \t]*(\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class LoadedDescriptors:
    """What was loaded: of `read` rows of a file, `kept` name codes that can be suggested; `stored` is where."""

    file: str
    read: int
    kept: int
    stored: Path


def load_descriptor_file(path: Path, wanted: Container[str], *, folder: Path | None = None) -> LoadedDescriptors:
    """Check a file of descriptors and store those of `wanted` codes in `folder`, None for the user's data folder.

    All is read before anything is stored: at the first bad row the names in use stay. They take the place of all that
    were loaded before. Raises KnowledgeError naming file, row and remedy; no word of a descriptor is repeated.
    """
    read, kept = 0, {}
    for number, code, text in _rows(path):
        read += 1
        if code in kept:
            raise KnowledgeError(path.name, number, f"{code} stands in an earlier row already", "keep one of the two")
        if code in wanted:
            kept[code] = text
    if not kept:
        remedy = "load LONGULT.txt or SHORTU.txt as the AMA delivers it"
        raise KnowledgeError(path.name, None, "no row names a code of the codebook", remedy)
    stored = (folder if folder is not None else data_folder()) / STORED
    write_whole(stored, _adapter().dump_json(kept, indent=1), "descriptors")
    return LoadedDescriptors(path.name, read, len(kept), stored)


def loaded_descriptors(folder: Path | None = None) -> dict[str, str]:
    """Return the descriptors stored in `folder`, None for the user's data folder; empty where none were loaded.

    Raises KnowledgeError where what is stored is not right.
    """
    stored = (folder if folder is not None else data_folder()) / STORED
    if not stored.exists():
        return {}
    try:
        return _adapter().validate_json(stored.read_bytes(), strict=True)
    except (OSError, ValidationError) as error:
        remedy = "load the descriptors again, or delete this file"
        raise KnowledgeError(stored.name, None, "the stored descriptors cannot be read", remedy) from error


def _rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the rows with their numbers, codes and descriptors. Raises KnowledgeError at the first that is none."""
    begun = False
    for number, line in enumerate(_text(path).splitlines(), start=1):
        found = _ROW.fullmatch(line)
        if found is not None:
            begun = True
            yield number, found[1], found[2]
        elif begun and line.strip():
            problem = "the row is no code with its descriptor"
            raise KnowledgeError(path.name, number, problem, "load the file as the AMA delivers it: LONGULT or SHORTU")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        remedy = "check its name and who may read it"
        raise KnowledgeError(path.name, None, "the file cannot be read", remedy) from error
    if len(content) > LARGEST:
        raise KnowledgeError(path.name, None, "the file is too large", "load the text of the descriptors alone")
    if b"\0" in content:
        remedy = "load the text file, not the workbook or the zip file that holds it"
        raise KnowledgeError(path.name, None, "the file is no text", remedy)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what the AMA delivered before UTF-8


@cache
def _adapter() -> TypeAdapter[dict[str, str]]:
    return TypeAdapter(dict[str, str])

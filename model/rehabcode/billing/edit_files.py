"""Opens a downloaded edit file, zipped or not, and reads each table in it with its setting and quarter."""

from __future__ import annotations

import csv
import importlib
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

from rehabcode.billing.edit_layouts import Cells, find_head, read_rows, refusal
from rehabcode.billing.edit_names import part_of, quarter_of, setting_of
from rehabcode.billing.edit_rows import QUARTER, EditTable, PairTable, QuantityTable
from rehabcode.errors import RequestError
from rehabcode.rules import Setting

TEXT = (".txt", ".csv")
SHEET = ".xlsx"
LARGEST = 400_000_000
"""The most bytes of an unpacked table: several times those of the largest that Medicare publishes."""


class ReadTable(NamedTuple):
    """A table that was read: `part` tells the parts of one quarter's pairs apart, `read` counts all its rows."""

    file: str
    part: str
    read: int
    table: EditTable


def read_edit_file(
    path: Path, wanted: Container[str], *, setting: Setting | None = None, quarter: str | None = None
) -> tuple[ReadTable, ...]:
    """Read the pair or quantity tables of a file of Medicare's, keeping the rows that name `wanted` codes only.

    A zip may hold several; of one that is there as text and as a workbook, the text is read. `setting` and `quarter`
    (as in "2026Q3") are needed only where neither the file nor its name tells them. Raises KnowledgeError naming file,
    row and remedy where anything is not right, and RequestError where `quarter` is no quarter.
    """
    if quarter is not None and not QUARTER.fullmatch(quarter):
        raise RequestError('the quarter is none; write it as in "2026Q3"')
    found = []
    with _opened(path) as tables:
        for name, opening in tables:
            label = name if name == path.name else f"{path.name}/{name}"
            names = f"{PurePosixPath(name).name} {path.name}".lower()
            with opening() as content:
                rows = _rows(label, name.lower(), content)
                found.append(_read(label, names, rows, wanted, setting, quarter))
    return tuple(found)


def _read(
    label: str, names: str, rows: Iterator[tuple[int, Cells]], wanted: Container[str], setting: Setting | None,
    quarter: str | None,
) -> ReadTable:  # fmt: skip
    head = find_head(label, rows)
    held_for = setting_of(label, head, names, setting)
    told = quarter_of(label, names, quarter)
    read = read_rows(label, head, rows, wanted)
    table = (
        PairTable(held_for, told, f"NCCI-PTP-{told}", read.pairs) if head.kind == "pair"
        else QuantityTable(held_for, told, f"NCCI-MUE-{told}", read.limits)
    )  # fmt: skip
    return ReadTable(label, part_of(names) if head.kind == "pair" else "all", read.count, table)


@contextmanager
def _opened(path: Path) -> Iterator[list[tuple[str, Callable[[], IO[bytes]]]]]:
    """Give the names of a file's tables, each with what opens it. Raises KnowledgeError where it cannot be read."""
    try:
        if path.suffix.lower() in (*TEXT, SHEET):
            yield [(path.name, lambda: path.open("rb"))]
        else:
            with zipfile.ZipFile(path) as archive:
                yield [(info.filename, partial(archive.open, info)) for info in _members(path.name, archive)]
    except zipfile.BadZipFile as error:
        raise refusal(path.name, None, "it is no zip file, or a damaged one", "download it again") from error
    except (EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise refusal(path.name, None, "the zip file cannot be unpacked", "download it again") from error
    except OSError as error:
        raise refusal(path.name, None, "the file cannot be read", "check its name and who may read it") from error


def _members(zip_name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the tables of a zip file; a workbook only where no text of the same name stands beside it."""
    infos = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX")]
    texts = {_stem(info): info for info in infos if info.filename.lower().endswith(TEXT)}
    sheets = {_stem(info): info for info in infos if info.filename.lower().endswith(SHEET)}
    tables = list((sheets | texts).values())
    if not tables:
        raise refusal(zip_name, None, "the zip file holds no .txt, .csv or .xlsx", "load the file as it was downloaded")
    large = next((info for info in tables if info.file_size > LARGEST), None)
    if large is not None:
        raise refusal(f"{zip_name}/{large.filename}", None, "the table is too large", "download the file again")
    return tables


def _stem(info: zipfile.ZipInfo) -> str:
    return str(PurePosixPath(info.filename.lower()).with_suffix(""))


def _rows(label: str, name: str, content: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    return _sheet_rows(label, content) if name.endswith(SHEET) else _text_rows(label, name, content)


def _text_rows(label: str, name: str, content: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of a table written as text, counted from 1: tabs in .txt, commas and quotes in .csv."""
    # The AMA's sign in the lines above the columns is cp1252; whatever is kept of a row is ASCII.
    lines = (line.decode("latin-1") for line in content)
    tabs = name.endswith(".txt")
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(lines)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [cell.strip("\ufeffï»¿ \t\r\n") for cell in cells]
    except csv.Error as error:
        raise refusal(label, number + 1, "the row cannot be read", "download the file again") from error


def _sheet_rows(label: str, content: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of the first sheet of a workbook, counted from 1."""
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError as error:
        remedy = "install openpyxl, or load the zip file that holds the table as text too"
        raise refusal(label, None, "a workbook is read with openpyxl, which is not installed", remedy) from error
    try:
        with closing(openpyxl.load_workbook(BytesIO(content.read()), read_only=True, data_only=True)) as workbook:
            rows: Iterable[tuple[Any, ...]] = workbook.worksheets[0].iter_rows(values_only=True)
            for number, values in enumerate(rows, start=1):
                yield number, [_cell(value) for value in values]
    except (zipfile.BadZipFile, KeyError, IndexError, SyntaxError, TypeError, ValueError) as error:
        raise refusal(label, None, "it is no workbook, or a damaged one", "download it again") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y%m%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # A code that was written as a number has lost its leading zeros.
    return f"{value:05d}" if isinstance(value, int) and 100 <= value < 10_000 else str(value).strip()

"""The one place that reads a knowledge file: a row a line, typed, and named by its number where it is wrong.

A knowledge file is JSON Lines: one JSON object a line, its fields those of a frozen dataclass, none unknown.
What a type cannot say, the dataclass refuses with `RowError`; what takes several rows or files, `Table` checks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from rehabcode.errors import KnowledgeError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from pydantic_core import ErrorDetails

Row = TypeVar("Row", bound="DataclassInstance")

Verified = Literal[True, False, "partial", "seed_only"]
"""True: read whole in the cited source. "partial": the source covers a part, the rest is memory.
"seed_only": stated by the beginner guide alone. False: memory."""

NO_CODE = "NONE"
"""Stands where a code could stand, and says that nothing is reportable."""


class RowError(ValueError):
    """What a row's own dataclass finds wrong with it; `Table.read` adds file and row number."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


def require_text(field: str, text: str) -> None:
    """Refuse a text that is blank, has blanks around it, or runs over a line."""
    if not text.strip():
        raise RowError(f"field {field!r} is blank", "write its text, or delete the row")
    if text != text.strip() or "\n" in text:
        raise RowError(f"field {field!r} has blanks around it or a line break in it", "strip it, on one line")


def require_lower(field: str, text: str) -> None:
    """Refuse a text that is not in lower case, or that `require_text` refuses."""
    require_text(field, text)
    if text != text.lower():
        raise RowError(f"field {field!r} has capitals", "write it in lower case: it is found in any case")


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """The rows of one knowledge file, in its order.

    `numbers` are the line numbers of `rows`, counted from 1; `sha256` is the hash of the file with line feeds as
    line ends, in hexadecimal.
    """

    file: str
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]
    sha256: str

    @classmethod
    def read(cls, folder: Path, file: str, kind: type[Row]) -> Table[Row]:
        """Read every row of `file` as a `kind`; the first bad one is a KnowledgeError. Blank lines are passed over."""
        try:
            content = (folder / file).read_bytes()
        except OSError as error:
            remedy = f"put it into {folder}, or name the folder that holds it"
            raise KnowledgeError(file, None, "the file cannot be read", remedy) from error
        lines = content.splitlines()
        numbers = tuple(number for number, line in enumerate(lines, start=1) if line.strip())
        if not numbers:
            raise KnowledgeError(file, None, "the file holds no row", "restore it: an empty file is never meant")
        adapter = _adapter(kind)
        rows = tuple(_row(adapter, lines[number - 1], file, number, kind) for number in numbers)
        return cls(file, rows, numbers, hashlib.sha256(b"\n".join(lines)).hexdigest())

    def unique(self, *names: str) -> None:
        """Raise KnowledgeError at the second row in which the fields `names` are the same."""
        key = attrgetter(*names)
        first: dict[object, int] = {}
        for number, row in zip(self.numbers, self.rows, strict=True):
            value = key(row)
            if value in first:
                problem = f"{' and '.join(names)} {value!r} stands in row {first[value]} already"
                raise KnowledgeError(self.file, number, problem, "keep one of the two rows")
            first[value] = number

    def known(self, names: Callable[[Row], Iterable[str]], known: Container[str], what: str, home: str) -> None:
        """Raise KnowledgeError at the first row that names something that the file `home` does not hold."""
        for number, row in zip(self.numbers, self.rows, strict=True):
            for name in names(row):
                if name not in known:
                    problem = f"{what} {name!r} is not in {home}"
                    raise KnowledgeError(self.file, number, problem, f"correct it, or add it to {home}")

    def grouped(self, key: Callable[[Row], str]) -> dict[str, tuple[Row, ...]]:
        """Return the rows by `key`, in the order of the file."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            groups.setdefault(key(row), []).append(row)
        return {name: tuple(rows) for name, rows in groups.items()}


@cache
def _adapter(kind: type[Row]) -> TypeAdapter[Row]:
    return TypeAdapter(kind)


def _row(adapter: TypeAdapter[Row], line: bytes, file: str, number: int, kind: type[Row]) -> Row:
    try:
        return adapter.validate_json(line, strict=True, extra="forbid")
    except ValidationError as error:
        # A name that is written wrongly is also missing: say the first, which is the cause.
        first = min(error.errors(), key=lambda each: each["type"] != "unexpected_keyword_argument")
        problem, remedy = _problem(first, kind)
        raise KnowledgeError(file, number, problem, remedy) from error


def _problem(error: ErrorDetails, kind: type[Row]) -> tuple[str, str]:
    field = ".".join(str(part) for part in error["loc"])
    cause = error.get("ctx", {}).get("error")
    match error["type"]:
        case "value_error" if isinstance(cause, RowError):
            return cause.problem, cause.remedy
        case "json_invalid" | "dataclass_type" if not field:
            return "the line is not one JSON object", "write one row as one JSON object on one line"
        case "unexpected_keyword_argument":
            names = ", ".join(each.name for each in fields(kind))
            remedy = "remove it, or correct its name"
            return f"field {field!r} is unknown", remedy if "." in field else f"{remedy}: the fields are {names}"
        case "missing":
            return f"field {field!r} is missing", "add it"
    said = error["msg"][0].lower() + error["msg"][1:]
    return f"field {field!r} is not right: {said}", "correct its value"

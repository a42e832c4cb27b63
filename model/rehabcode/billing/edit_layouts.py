"""The layouts of Medicare's edit files: what each column holds, and what is wrong with a row that does not.

Above the columns stand lines of the AMA's copyright, which are passed over and kept nowhere. A file of pairs has the
columns Column 1, Column 2, existence before 1996, Effective Date, Deletion Date, Modifier and PTP Edit Rationale, with
more words of their heads on the lines below; a file of quantities has HCPCS/CPT Code, MUE Values of one setting, MUE
Adjudication Indicator and MUE Rationale. Both as published for the third quarter of 2026.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from rehabcode.billing.edit_rows import Limit, PairVersion
from rehabcode.errors import KnowledgeError
from rehabcode.rows import RowError
from rehabcode.rules import Indicator

Cells = list[str]
"""The cells of one row, stripped."""

LOOKED_AT = 60
"""How many rows are looked at for the names of the columns."""

PAIR_COLUMNS = {
    "column1": "column 1", "column2": "column 2", "effective": "effective", "deleted": "deletion",
    "indicator": "modifier",
}  # fmt: skip
QUANTITY_COLUMNS = {"code": "hcpcs", "units": "mue values", "mai": "adjudication indicator"}

_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_INDICATORS: dict[str, Indicator] = {"0": 0, "1": 1, "9": 9}
_MAI: dict[str, Literal[1, 2, 3]] = {"1": 1, "2": 2, "3": 3}


class Head(NamedTuple):
    """The row that names the columns: its number, which table it heads, where each field stands, and its words."""

    row: int
    kind: Literal["pair", "quantity"]
    columns: dict[str, int]
    words: str


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What was read of a file: how many rows there were, and those that name only codes that are wanted."""

    count: int
    pairs: tuple[PairVersion, ...] = ()
    limits: tuple[Limit, ...] = ()


def refusal(file: str, row: int | None, problem: str, remedy: str) -> KnowledgeError:
    """Return the error of a file that is not loaded."""
    return KnowledgeError(file, row, problem, f"{remedy}. Nothing was loaded: the tables in force stay")


def find_head(file: str, rows: Iterator[tuple[int, Cells]]) -> Head:
    """Read up to the names of the columns. Raises KnowledgeError where they are not there, or one is missing."""
    for number, cells in rows:
        words = [" ".join(cell.lower().split()) for cell in cells]
        if "column 1" in words and "column 2" in words:
            return Head(number, "pair", _columns(file, number, words, PAIR_COLUMNS), " ".join(words))
        if any("mue values" in word for word in words):
            return Head(number, "quantity", _columns(file, number, words, QUANTITY_COLUMNS), " ".join(words))
        if number >= LOOKED_AT:
            break
    problem = "no row names the columns of a pair file or of a quantity file"
    raise refusal(file, None, problem, "load a PTP or MUE file of Medicare's NCCI page as it was downloaded")


def read_rows(file: str, head: Head, rows: Iterator[tuple[int, Cells]], wanted: Container[str]) -> ReadRows:
    """Check every row below the head; keep those with `wanted` codes. Raises KnowledgeError at the first bad one."""
    pairs: list[PairVersion] = []
    limits: dict[str, Limit] = {}
    count = 0
    for number, cells in _below(head, rows):
        try:
            if head.kind == "pair":
                pair = _pair(_picker(head, cells), wanted)
                pairs += [pair] if pair is not None else []
            else:
                _add_limit(limits, _limit(_picker(head, cells)))
        except RowError as error:
            raise refusal(file, number, error.problem, error.remedy) from error
        count += 1
    if not count:
        raise refusal(file, None, "there are no rows below the names of the columns", "download the file again")
    return ReadRows(count, tuple(pairs), tuple(limit for code, limit in limits.items() if code in wanted))


def _columns(file: str, row: int, words: list[str], wanted: dict[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for field, name in wanted.items():
        places = [place for place, word in enumerate(words) if name in word]
        if not places:
            problem = f"no column is named {name!r}"
            raise refusal(file, row, problem, "load the file as it was downloaded, with all its columns")
        columns[field] = places[0]
    return columns


def _below(head: Head, rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of data: not the blank ones, nor those right below the head that say more of its columns."""
    begun = head.kind == "quantity"
    for number, cells in rows:
        begun = begun or any(cells[: head.columns["column2"] + 1])
        if begun and any(cells):
            yield number, cells


def _picker(head: Head, cells: Cells) -> Callable[[str], str]:
    def pick(field: str) -> str:
        place = head.columns[field]
        if place >= len(cells):
            raise RowError(f"the row ends before its column {place + 1}", "download the file again: it was cut off")
        return cells[place]

    return pick


def _pair(pick: Callable[[str], str], wanted: Container[str]) -> PairVersion | None:
    column1, column2 = _code(pick("column1"), "column 1"), _code(pick("column2"), "column 2")
    if column1 == column2:
        raise RowError("both columns hold the same code", "correct the row, or download the file again")
    effective, deleted = _day(pick("effective"), "effective date"), _deletion(pick("deleted"))
    if deleted is not None and deleted < effective:
        raise RowError("the deletion date lies before the effective date", "correct the row")
    indicator = _INDICATORS.get(pick("indicator"))
    if indicator is None:
        raise RowError("the modifier indicator is none of 0, 1 and 9", "correct the row")
    if column1 not in wanted or column2 not in wanted:
        return None
    return PairVersion(column1, column2, indicator, effective, deleted)


def _limit(pick: Callable[[str], str]) -> Limit:
    code, units, mai = _code(pick("code"), "the code's column"), pick("units"), _MAI.get(pick("mai")[:1])
    if re.fullmatch(r"-\d+", units):
        raise RowError("the limit is negative", "correct the row: a limit is 0 or more")
    if not re.fullmatch(r"\d{1,6}", units):
        raise RowError("the limit is no whole number", "correct the row: a limit is 0 or more")
    if mai is None:
        raise RowError("the adjudication indicator does not begin with 1, 2 or 3", "correct the row")
    return Limit(code, int(units), mai)


def _add_limit(limits: dict[str, Limit], limit: Limit) -> None:
    if limit.code in limits:
        raise RowError(f"{limit.code} has a limit in an earlier row already", "keep one of the two rows")
    limits[limit.code] = limit


def _code(cell: str, where: str) -> str:
    if not _CODE.fullmatch(cell):
        raise RowError(f"{where} holds no code of five characters", "correct the row, or download the file again")
    return cell


def _deletion(cell: str) -> date | None:
    return None if cell in ("", "*") else _day(cell, "deletion date")


@lru_cache(maxsize=4096)
def _day(cell: str, what: str) -> date:
    problem = RowError(f"the {what} is no day", "write it as YYYYMMDD, or download the file again")
    if not re.fullmatch(r"\d{8}", cell):
        raise problem
    try:
        return date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    except ValueError as error:
        raise problem from error

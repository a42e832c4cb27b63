"""Tables of visits: a header that names visits, and the rows under it, parted by bars, tabs, commas or blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from rehabcode.pipes.cells import Cells, Column, Place
from rehabcode.pipes.dates import DATE, GRADES
from rehabcode.pipes.written import line_at

LEAST_COLUMNS = 2
SLACK = 3
"""How many characters a cell may stand left of its column, and a label may reach into the first one."""
LONGEST_GROUP, MOST_COLUMNS = 40, 40
"""A title of a group of rows has at most so many characters, a header so many cells."""
_QUOTED = re.compile(r'((?:"[^"]*"|[^,])*)(?:,|$)')
_SPREAD = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_RULE = frozenset("-–—_=+:| \t\r\u00a0")


class Header(NamedTuple):
    """`places` are the columns'; `sign` parts the cells ("" for blanks), `lead` stand before them, `width` are all."""

    columns: tuple[Column, ...]
    places: tuple[Place, ...]
    sign: str
    lead: int
    width: int
    line: Place


class Row(NamedTuple):
    """A line of a flowsheet: the place of its label, and of one cell a column, None where the line has none."""

    line: Place
    label: Place
    cells: tuple[Place | None, ...]


def parted(text: str, line: Place, sign: str) -> list[Place]:
    """Return the cells of a line, each without the blanks around it."""
    start, end = line
    if not sign:
        return [(match.start(), match.end()) for match in _SPREAD.finditer(text, start, end)]
    line_text = text[start:end]
    quoted = sign == "," and '"' in line_text
    parts, at = [], start
    for part in _quoted(line_text) if quoted else line_text.split(sign):
        stripped = part.strip(' \t\r\u00a0"' if quoted else None)
        begin = at + part.find(stripped) if stripped else min(at + len(part), end)
        parts.append((begin, begin + len(stripped)))
        at += len(part) + 1
    if sign == "|":
        parts = parts[line_text.lstrip()[:1] == "|" :]
        parts = parts[: -1 if parts and line_text.rstrip()[-1:] == "|" else None]
    return parts


def _quoted(line: str) -> list[str]:
    """Return the values between commas, in quotation marks or not."""
    return _QUOTED.findall(line)[: None if line.endswith(",") else -1]


def _signs(text: str, line: Place) -> Iterator[str]:
    start, end = line
    for sign in "|\t,":
        if text.find(sign, start, end) >= 0:
            yield sign
    if text.find("  ", start, end) >= 0:
        yield ""


def header_at(text: str, line: Place, cells: Cells) -> Header | None:
    """Return the header that a line is: two columns or more, after a label and with notes at most after them."""
    for sign in _signs(text, line):
        places = parted(text, line, sign)
        if not LEAST_COLUMNS <= len(places) <= MOST_COLUMNS or (named := _columns(text, places, cells)) is None:
            continue
        first, columns = named
        kinds = {column.kind for column in columns if column.kind != "word"}
        if len(kinds) == 1 or (not kinds and any(column.when == "today" for column in columns)):
            return Header(tuple(columns), tuple(places[first : first + len(columns)]), sign, first, len(places), line)
    return None


def _columns(text: str, places: Sequence[Place], cells: Cells) -> tuple[int, list[Column]] | None:
    """Return the first of the cells that name visits, and what they name; None where fewer than two in a row do."""
    named = [cells.column(text[start:end]) for start, end in places]
    if named[0] is None and named[1]:
        named[0] = cells.column(_from_date(text[slice(*places[0])]))
    first = next((index for index, column in enumerate(named) if column), len(named))
    known = list(takewhile(bool, named[first:]))
    columns = [column for column in known if column]
    if len(columns) < LEAST_COLUMNS or first > LEAST_COLUMNS or len(named) - first - len(columns) > LEAST_COLUMNS:
        return None
    days = [column.order % 32 for column in columns if column.kind == "date"]
    return None if len(days) > 1 and len(set(days)) == 1 and days[0] in GRADES else (first, columns)


def _from_date(cell: str) -> str:
    """Return a cell from its last date on, blank where it has none: a title may stand before the first column."""
    dates = list(DATE.finditer(cell))
    return cell[dates[-1].start() :] if dates else ""


def rows_under(text: str, header: Header) -> list[Row]:
    """Return the rows under a header."""
    rows: list[Row] = []
    line = header.line
    while line[1] < len(text):
        line = line_at(text, line[1] + 1)
        row = _row(text, line, header)
        if row is not None:
            rows.append(row)
        elif not _is_rule(text, line) and not _goes_on(text, line, header):
            break
    return rows


def _is_rule(text: str, line: Place) -> bool:
    """Whether a line only parts rows ("|---|---|")."""
    return _RULE.issuperset(text[slice(*line)]) and not text[slice(*line)].isspace() and line[0] < line[1]


def _goes_on(text: str, line: Place, header: Header) -> bool:
    """Whether a line without cells only parts or names groups of rows: short, and with a full row after it."""
    start, end = line
    row = _row(text, line_at(text, end + 1), header) if end - start <= LONGEST_GROUP and end < len(text) else None
    return row is not None and sum(cell is not None and cell[0] < cell[1] for cell in row.cells) > 1


def _row(text: str, line: Place, header: Header) -> Row | None:
    """Return the row that a line is, or None where its cells do not fit the columns."""
    if _is_rule(text, line):
        return None
    sign = next((sign for sign in (header.sign, "|", "\t") if sign and text.find(sign, *line) >= 0), "")
    parts = parted(text, line, sign)
    if not sign:
        return None if header.sign else _spread_row(text, line, parts, header)
    count = len(header.columns)
    lead = max(1, header.lead + max(0, len(parts) - header.width) if sign == header.sign else len(parts) - count)
    strict = sign == "," or sign != header.sign
    if len(parts) <= lead or (strict and len(parts) < lead + count):
        return None
    cells = [*parts[lead : lead + count], *[None] * count][:count]
    return Row(line, (parts[0][0], parts[lead - 1][1]), tuple(cells))


def _spread_row(text: str, line: Place, parts: Sequence[Place], header: Header) -> Row | None:
    """Return the row whose cells stand under columns, each under the nearest one."""
    start = line[0]
    heads = [place[0] - header.line[0] for place in header.places]
    cells: list[Place | None] = [None] * len(heads)
    label: Place | None = None
    low = 0
    for part in _split_at(text, start + heads[0], parts):
        if part[0] - start < heads[0] - SLACK:
            label = (label[0] if label else part[0], part[1])
            continue
        near = min(range(low, len(heads)), key=lambda index: abs(heads[index] - (part[0] - start)))
        before = cells[near]
        cells[near] = (before[0] if before else part[0], part[1])
        low = near
    if label is None or label[1] - start > heads[0] + SLACK or not any(cells):
        return None
    return Row(line, label, tuple(cells))


def _split_at(text: str, place: int, parts: Sequence[Place]) -> Sequence[Place]:
    """Part a label from a first cell that it leaves but one blank to, where that cell stands under its column."""
    if len(parts) < LEAST_COLUMNS or not parts[0][0] < place < parts[0][1]:
        return parts
    if text[place - 1] != " " or not (text[place].isalnum() or text[place] in "#-"):
        return parts
    return [(parts[0][0], place - 1), (place, parts[0][1]), *parts[1:]]

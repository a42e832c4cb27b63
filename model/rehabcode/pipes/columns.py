"""The bare numbers of a table's column of minutes: cells parted by bars, tabs, commas or wide blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rehabcode.pipes.written import Written, line_at

ALIGNED = 6
"""How many characters a number may stand off the beginning of its column's heading, where only blanks part cells."""
MOST_ROWS = 200
_BLANKS = re.compile(r"\S+(?: \S+)*")
_QUOTED = re.compile(r'"[^"\n]*"')
_NUMBER = re.compile(r"[1-9]\d{0,2}")

Cell = tuple[int, int]


def column(text: str, place: int) -> Iterator[Written]:
    """Yield the numbers below the heading at `place`, down to a blank line."""
    line, end = line_at(text, place)
    sign = next((sign for sign in "|\t," if sign in text[line:end]), "")
    cells = _cells(text[line:end], sign)
    index = next((i for i, (start, stop) in enumerate(cells) if start <= place - line < stop), -1)
    if len(cells) < 2 or index < 0:
        return
    start, stop = cells[index]
    heading = text[line + start : line + stop]
    for _ in range(MOST_ROWS):
        if end >= len(text):
            return
        line, end = line_at(text, end + 1)
        row = text[line:end]
        if not row.strip() or heading in row:
            return
        found = _in_row(row, _in_column(_cells(row, sign), cells, index, sign))
        if found:
            yield Written(line + found[0], line + found[1], int(row[found[0] : found[1]]))


def _in_column(row: list[Cell], heads: list[Cell], index: int, sign: str) -> list[Cell]:
    """Return the cells of a row that may stand under a heading."""
    if not sign:
        return [cell for cell in row if abs(cell[0] - heads[index][0]) <= ALIGNED]
    if index == len(heads) - 1 and len(row) > 1:
        return row[-1:]
    return row[index : index + 1] if len(row) == len(heads) else []


def _in_row(row: str, cells: list[Cell]) -> Cell | None:
    """Return where the first of these cells that is a bare number has it."""
    for start, stop in cells:
        number = row[start:stop].strip(' "*\r')
        if _NUMBER.fullmatch(number):
            at = row.index(number, start)
            return at, at + len(number)
    return None


def _cells(row: str, sign: str) -> list[Cell]:
    """Return where the cells of a row stand; commas within quotes part none."""
    if not sign:
        return [match.span() for match in _BLANKS.finditer(row)]
    if sign == ",":
        row = _QUOTED.sub(lambda quoted: "_" * len(quoted.group()), row)
    cells, start = [], 0
    for part in row.split(sign):
        cells.append((start, start + len(part)))
        start += len(part) + 1
    return cells

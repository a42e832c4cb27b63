"""Reads flowsheets: of a table of visits only today's column counts.

That is the one whose header says so, else the one of the note's own day, else the newest in which anything is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rehabcode.pipes.cells import Cells, Column, Place
from rehabcode.pipes.dates import days_between
from rehabcode.pipes.entries import Log, Zone
from rehabcode.pipes.tables import LEAST_COLUMNS, Header, Row, header_at, parted, rows_under
from rehabcode.pipes.written import line_at


class Flowsheet(NamedTuple):
    """`today` is the index of today's column; columns beyond it in time are in `future`."""

    line: Place
    rows: tuple[Row, ...]
    today: int
    future: frozenset[int]


def find_flowsheets(text: str, cells: Cells) -> list[Flowsheet]:
    """Return the flowsheets of a text, in order."""
    found: list[Flowsheet] = []
    day: int | None = None
    start = after = 0
    for line in text.split("\n"):
        place = (start, start + len(line))
        start = place[1] + 1
        # Most lines have no cells at all: that is seen before any is looked at.
        celled = "  " in line or "|" in line or "\t" in line or ("," in line and line.count("/") >= LEAST_COLUMNS)
        header = header_at(text, place, cells) if celled and place[0] >= after and cells.may_head(line) else None
        rows = rows_under(text, header) if header else []
        if header and rows:
            day = day if found else cells.day_of(text)
            today = _today(header, rows, day)
            found.append(Flowsheet(place, tuple(rows), today, _future(header.columns, today)))
            after = rows[-1].line[1]
    return found


def _today(header: Header, rows: Sequence[Row], day: int | None) -> int:
    """Return the index of today's column."""
    columns = header.columns
    said = [index for index, column in enumerate(columns) if column.when == "today"]
    said += [index for index, column in enumerate(columns) if column.kind == "date" and column.order == day]
    if said:
        return said[0]
    dated = [index for index, column in enumerate(columns) if not column.when] or list(range(len(columns)))
    if days_between(columns[dated[0]].order, columns[dated[-1]].order) < 0:
        dated.reverse()
    written = [index for index in dated if any((cell := row.cells[index]) and cell[0] < cell[1] for row in rows)]
    return written[-1] if written else dated[-1]


def _future(columns: Sequence[Column], today: int) -> frozenset[int]:
    """Return the indices of the columns that are of visits to come."""
    now = columns[today]
    return frozenset(
        index
        for index, column in enumerate(columns)
        if column.when == "future"
        or (not column.when and column.kind == now.kind and days_between(now.order, column.order) > 0)
    )


def column_zones(sheets: Sequence[Flowsheet]) -> list[Zone]:
    """Return the cells that are not of today, with the section that they are read as."""
    return [
        Zone(*cell, "plan" if index in sheet.future else "history")
        for sheet in sheets
        for row in sheet.rows
        for index, cell in enumerate(row.cells)
        if cell is not None and index != sheet.today
    ]


def crossed_out(text: str, log: Log, cells: Cells) -> list[tuple[Place, Place]]:
    """Return the heads of columns that the note's own row leaves undone, where dates stand down the side.

    Each comes with the cell that says so.
    """
    first = min([log.own, *(zone.start for zone in log.zones)])
    if log.own < 0 or first == 0 or text.find("|", *line_at(text, log.own)) < 0:
        return []
    heads = parted(text, line_at(text, first - 1), "|")
    row = parted(text, line_at(text, log.own), "|")
    if len(heads) != len(row):
        return []
    return [
        (head, cell if cell[0] < cell[1] else head)
        for head, cell in zip(heads[1:], row[1:], strict=True)
        if cells.not_done(text[slice(*cell)])
    ]

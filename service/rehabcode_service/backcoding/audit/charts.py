"""Charts of bars. Nothing is told by colour alone: sides, labels and numbers say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rehabcode_service.backcoding.audit.shapes import WIDTH, bar, drawing, label, short, stroke

ROW = 26
_SIDE_LABELS, _BAR_LABELS = 250, 330
_NUMBERS = 52
"""Room for the number behind a bar."""


class Side(NamedTuple):
    """A row of the chart of two sides."""

    label: str
    over: int
    under: int


def two_sides(rows: Sequence[Side], title: str) -> str:
    """Return bars to the left for what is over, to the right for what is under, on one scale."""
    most = max((max(row.over, row.under) for row in rows), default=0) or 1
    half = (WIDTH - _SIDE_LABELS) / 2
    middle, room = _SIDE_LABELS + half, half - _NUMBERS
    shapes = [
        label(middle - 8, 14, "← more billed", "head", "end"),
        label(middle + 8, 14, "less billed →", "head"),
    ]
    for place, row in enumerate(rows):
        top = 26 + place * ROW
        left, right = row.over / most * room, row.under / most * room
        shapes += [
            label(0, top + 14, short(row.label, 38)),
            bar(middle - left, top, left, 18, "over"),
            bar(middle, top, right, 18, "under"),
            label(middle - left - 6, top + 14, f"{row.over:,}", "number", "end"),
            label(middle + right + 6, top + 14, f"{row.under:,}", "number"),
        ]
    height = 32 + len(rows) * ROW
    return drawing([*shapes, stroke(middle, 22, middle, height - 6, "axis")], height, title)


def bars(rows: Sequence[tuple[str, int]], title: str) -> str:
    """Return bars, one a row, with their numbers."""
    most = max((count for _, count in rows), default=0) or 1
    shapes: list[str] = []
    for place, (name, count) in enumerate(rows):
        top, width = 4 + place * ROW, count / most * (WIDTH - _BAR_LABELS - _NUMBERS - 14)
        shapes += [
            label(0, top + 14, short(name, 52)),
            bar(_BAR_LABELS, top, max(width, 1), 18, "plain"),
            label(_BAR_LABELS + width + 6, top + 14, f"{count:,}", "number"),
        ]
    return drawing(shapes, 8 + len(rows) * ROW, title)

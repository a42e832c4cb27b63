"""What is written in a note: a stretch of characters and the minutes that it means, and the line that it stands in."""

from __future__ import annotations

from typing import NamedTuple


class Written(NamedTuple):
    """Characters [start, end) write this many minutes."""

    start: int
    end: int
    minutes: int


def line_at(text: str, place: int) -> tuple[int, int]:
    """Return the line in which a place stands."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end

"""What is written in a note: a stretch of characters and the minutes that it means."""

from __future__ import annotations

from typing import NamedTuple


class Written(NamedTuple):
    """Characters [start, end) write this many minutes."""

    start: int
    end: int
    minutes: int

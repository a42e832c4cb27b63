"""Offsets as a caller counts them: code points, or the UTF-16 units that JavaScript, Java and C# count in.

Inside, offsets are code points. They are changed here alone, at the wall.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

OffsetUnit = Literal["codepoint", "utf16"]

# Characters past the basic plane are the only ones that take two UTF-16 units.
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Offsets:
    """The offsets of one note in the caller's unit.

    Made in one pass over the note; each offset then costs a bisection over its wide characters.

    >>> offsets = Offsets("💪 quad set", "utf16")
    >>> offsets.sent(2), offsets.received(3)
    (3, 2)
    """

    def __init__(self, note: str, unit: OffsetUnit) -> None:
        wide = [found.start() for found in _WIDE.finditer(note)] if unit == "utf16" else []
        self._wide = wide
        self._wide_units = [position + before for before, position in enumerate(wide)]

    def sent(self, offset: int) -> int:
        """Return the caller's offset for an offset in code points."""
        return offset + bisect_left(self._wide, offset)

    def received(self, offset: int) -> int:
        """Return the offset in code points for the caller's offset.

        Raises ValueError where it cuts a character in two.
        """
        before = bisect_left(self._wide_units, offset)
        if before and offset == self._wide_units[before - 1] + 1:
            raise ValueError(f"offset {offset} lies between the two units of one character")
        return offset - before

"""How a note is laid out, told from its text alone: figures by layout say what a form costs."""

from __future__ import annotations

import re
from typing import Literal

Layout = Literal["one line", "table", "checkboxes", "list", "headed lines", "lines", "prose"]

ROWS = 3
"""So many rows, boxes, items or headings make a table, a form of checkboxes, a list or a headed note."""
LONG = 100
"""Characters a line, on average, from which lines are paragraphs."""
_ROW = re.compile(r"^[^\n]*(?:\|[^\n|]+\||\t[^\n\t]+\t|\S {3,}\S[^\n]* {3,}\S)", re.MULTILINE)
_BOX = re.compile(r"[\[(][ xX✓✔]?[\])](?=\s|\w)|[☐☑☒✓✔]")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+\S", re.MULTILINE)
_HEADING = re.compile(r"^\s*[A-Za-z][\w /&-]{0,30}:(?=\s|$)", re.MULTILINE)


def layout_of(text: str) -> Layout:
    """Return the first that fits, from the most formal to the plainest.

    >>> layout_of("S: sore | O: quad sets | A: better")
    'one line'
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) <= 1:
        return "one line"
    if len(_BOX.findall(text)) >= ROWS:
        return "checkboxes"
    if len(_ROW.findall(text)) >= ROWS:
        return "table"
    if len(_ITEM.findall(text)) >= ROWS:
        return "list"
    if len(_HEADING.findall(text)) >= ROWS:
        return "headed lines"
    return "prose" if sum(map(len, lines)) / len(lines) >= LONG else "lines"

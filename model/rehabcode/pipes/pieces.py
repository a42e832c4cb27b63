"""Pieces of text between two breaks, and the checkboxes that stand for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

COMMA, CELL, LABEL, SENTENCE, LINE, PARAGRAPH = range(1, 7)
"""How strong a break is. A label's colon breaks like a cell, and says that what follows belongs to it."""

_EMPTY_BOX = frozenset("☐□◻⬜")
_TICKED_BOX = frozenset("☑☒✓✔✅")


class Piece(NamedTuple):
    """A stretch between two breaks: characters [start, end), tokens [first, last), the breaks, and its checkbox.

    `box_at` is the token of the box, or -1 where there is none.
    """

    start: int
    end: int
    first: int
    last: int
    before: int
    after: int
    box: str
    box_at: int


class Box(NamedTuple):
    """A checkbox at a token, with `above` pieces found before it."""

    mark: str
    at: int
    above: int


def box_mark(word: str) -> str:
    """Return "x" or " " for a token that is a ticked or an empty checkbox, and "" for any other."""
    if word in _EMPTY_BOX or (word[0] == "[" and word[-1] == "]" and word[1:-1] in ("", " ")):
        return " "
    return "x" if word in _TICKED_BOX or (word[0] == "[" and len(word) == 3) else ""


def turn_boxes(found: list[Piece], begin: int, boxes: Sequence[Box]) -> None:
    """Give the boxes of a line that begins with words and ends with a box to the words before them, in place.

    `begin` is the first piece of the line, which is the last so far. In any other line boxes stand for what follows
    them, as its pieces say already. A label before the words, or a sentence, is none of theirs.
    """
    end = len(found)
    while begin < end and found[begin].after == LABEL:
        begin += 1
    if not (begin < boxes[0].above and boxes[-1].above == end):
        return
    for box in boxes:
        for index in range(box.above - 1, begin - 1, -1):
            found[index] = found[index]._replace(box=box.mark, box_at=box.at)
            if found[index].before >= SENTENCE:
                break
        begin = box.above

"""Where a note breaks: pieces of text between commas, stops, cells, checkboxes and line ends, found token by token."""

from __future__ import annotations

from collections.abc import Sequence

from rehabcode.clause_words import clause_words
from rehabcode.duration_words import duration_words
from rehabcode.pipes.pieces import CELL, COMMA, LABEL, LINE, PARAGRAPH, SENTENCE, Box, Piece, box_mark, turn_boxes

_CELLS = frozenset("|•■▪●◦·")
_JOINERS = frozenset("+&→>–—-")
_SIGNS_KEPT = frozenset("([+#?~")
_THEN = ("then", "Then")
_AND = ("and", "&", "+")
_ENDS_A_SERVICE = frozenset(")'’′")
_NUMBER_SIGNS = (".", ")")
_HELP = ("A", "I")
_EDGE = " \t\r\n.,;:|*_\u00a0"
CELL_BLANKS = 1
"""A token of this many blanks (two in the text) parts two cells."""


class _Cutter:
    """Collects pieces while the tokens go by."""

    def __init__(self, text: str, words: Sequence[str], starts: Sequence[int]) -> None:
        self.text, self.words, self.starts = text, words, starts
        self.found: list[Piece] = []
        self.first = 0
        self.before = PARAGRAPH
        self.box, self.box_at = "", -1
        self.boxes: list[Box] = []
        self.line = 0
        self.item = 0

    def _is_number_of_item(self, first: int, last: int, strength: int) -> bool:
        """Whether the piece is only the number before an item of a list ("2. Gait")."""
        return strength == SENTENCE and self.before >= LINE and last - first == 1 and self.words[first].isdigit()

    def numbers_item(self, at: int) -> bool:
        """Whether the number before token `at` numbers the next item of a list ("1) heat 2) gait", "1. heat 2. gait").

        The first item's number begins a piece.
        """
        if not self.first < at or not self.words[at - 1].isdecimal() or len(self.words[at - 1]) > 2:
            return False
        number = int(self.words[at - 1])
        if not (number == self.item + 1 if number > 1 else self.first == at - 1):
            return False
        self.item = number
        return True

    def cut(self, at: int, strength: int, resume: int) -> None:
        """End the piece before token `at`; the next begins with token `resume`."""
        first, last = self.first, at
        words, starts = self.words, self.starts
        while first < last and not (words[first][0].isalnum() or words[first][0] in _SIGNS_KEPT):
            first += 1
        while last > first and words[last - 1][0] in _EDGE:
            last -= 1
        if first < last and not self._is_number_of_item(first, last, strength):
            end = starts[last - 1] + len(words[last - 1])
            self.found.append(Piece(starts[first], end, first, last, self.before, strength, self.box, self.box_at))
            self.before = strength
        else:
            self.before = max(self.before, strength)
            if (
                strength == LINE
                and self.before == LINE
                and self.found
                and self.found[-1].after == LINE
                and at == self.first
            ):
                self.before = PARAGRAPH
            if self.found and self.found[-1].after < strength:
                self.found[-1] = self.found[-1]._replace(after=strength)
        if strength in (LINE, SENTENCE, CELL):
            self.box, self.box_at = "", -1
        if strength == LINE:
            if self.boxes:
                turn_boxes(self.found, self.line, self.boxes)
                self.boxes.clear()
            self.line = len(self.found)
        self.first = resume

    def tick(self, at: int, mark: str) -> None:
        """Let what follows stand under the checkbox at a token."""
        self.cut(at, CELL, at + 1)
        self.box, self.box_at = mark, at
        self.boxes.append(Box(mark, at, len(self.found)))


def pieces(text: str, words: Sequence[str], starts: Sequence[int]) -> list[Piece]:
    """Return the pieces that hold more than signs, in order."""
    cutter = _Cutter(text, words, starts)
    count = len(words)
    for index in [i for i, word in enumerate(words) if not word[0].isalnum() or word in _THEN or word in _AND]:
        word = words[index]
        if word in _THEN:
            if index > cutter.first:
                cutter.cut(index, COMMA, index)
        elif word in _AND and _goes_on_to_another(words, index):
            cutter.cut(index, COMMA, index + 1)
        elif word == "and":
            continue
        elif word[0] in "\r\n":
            cutter.cut(index, LINE, index + 1)
        elif word in _NUMBER_SIGNS and _open_after(text, starts, index, count) and cutter.numbers_item(index):
            cutter.cut(index - 1, SENTENCE, index + 1)
        else:
            strength = _strength(text, words, starts, index)
            if strength is not None:
                cutter.cut(index, strength, index + 1)
            elif box := box_mark(word):
                cutter.tick(index, box)
    cutter.cut(count, LINE, count)
    return cutter.found


def _goes_on_to_another(words: Sequence[str], index: int) -> bool:
    """Whether minutes or a bracket end before "and", and no number follows: it goes on to another service."""
    if not 0 < index < len(words) - 1 or words[index + 1][0].isdigit():
        return False
    before = words[index - 1]
    return before in _ENDS_A_SERVICE or duration_words().values["unit"].get(before.lower()) == 1


def _strength(text: str, words: Sequence[str], starts: Sequence[int], index: int) -> int | None:
    """Return how strongly the sign at a token breaks the line, or None where it does not."""
    first, count = words[index][0], len(words)
    breaks: bool
    if first == ",":
        strength, breaks = COMMA, _open_after(text, starts, index, count)
    elif first in ".!?;":
        ends = first == ";" or _open_after(text, starts, index, count)
        strength, breaks = SENTENCE, ends and not _initial(words, index)
    elif first == ":":
        strength, breaks = LABEL, _labels(text, words, starts, index)
    elif first in _JOINERS:
        strength, breaks = COMMA, _stands_alone(text, starts, index, count)
    else:
        strength, breaks = (
            CELL,
            first in _CELLS or first == "\t" or (first.isspace() and len(words[index]) >= CELL_BLANKS),
        )
    return strength if breaks else None


def _open_after(text: str, starts: Sequence[int], index: int, count: int) -> bool:
    return index + 1 == count or text[starts[index] + 1].isspace()


def _initial(words: Sequence[str], index: int) -> bool:
    """Whether the full stop ends a short title or an initial before a name ("Dr. Ng", "L. Hand")."""
    if index == 0 or index + 1 >= len(words) or words[index] != ".":
        return False
    before = words[index - 1]
    if index > 1 and before in _HELP and words[index - 2].lower() in clause_words()["levels"]:
        return False
    return (
        len(before) <= 2
        and before[0].isupper()
        and (len(before) == 1 or before[1].islower())
        and (words[index + 1][0].isupper())
    )


def _labels(text: str, words: Sequence[str], starts: Sequence[int], index: int) -> bool:
    """Whether a colon ends a label: not in a clock time, a ratio or an address."""
    at = starts[index] + 1
    if at >= len(text) or text[at].isspace():
        return True
    return (
        index > 0
        and (words[index - 1][0].isalpha() or words[index - 1] == ")")
        and (text[at].isalpha() or text[at] == "[")
    )


def _stands_alone(text: str, starts: Sequence[int], index: int, count: int) -> bool:
    """Whether a sign parts what it stands between ("a + b", "a - b"): none in a word does ("sit-to-stand").

    Nor does an arrow of two signs: what it leads to is the end of one thing ("supine -> sit", "88 -> 104").
    """
    at = starts[index]
    if at == 0 or not text[at - 1].isspace():
        return False
    return _open_after(text, starts, index, count)

"""Minutes written without a unit, where the layout says that a number is minutes.

A column under "Min" (`columns`), a label ("Minutes: 15"), the name of a service with nothing but a number ("TE 15",
"97110 x 25", "Manual (14):"), and marks that a note repeats at the ends or openings of its lines ("[15]", "= 12").
"""

from __future__ import annotations

from collections.abc import Sequence

from rehabcode.duration_words import DurationWords
from rehabcode.pipes.columns import column
from rehabcode.pipes.sayings import Sayings
from rehabcode.pipes.written import Written

LEAST, MOST = 5, 90
"""Smaller numbers are units, sets and levels, larger ones feet and scores."""
LEAST_OF_CODE = 8
"""Beside a typed code, a smaller number is its units."""
CODE = 5
"""How many digits a typed code has."""
OFTEN = 2
"""How many lines of a note must bear the same mark before it is one of minutes."""

_LINE_ENDS = frozenset("\n\r")
_CLOSERS = frozenset("\n\r.;:,)]|\t")
_DASHES = frozenset("-–=")
_JOINERS = frozenset("([:-–=|xX\u00a0 ")
_BULLETS = frozenset("+-–*•>")
_ANCHORS = frozenset("\n\r\t,;.:|/[]()-–•*✓☑☒+ ")


class BareNumbers:
    """Finds them; linear in the length of the text."""

    def __init__(self, words: DurationWords) -> None:
        self._services = Sayings(words.of("service") | words.of("bare"))
        self._charged = Sayings(words.of("service") - words.of("activity"))
        self._columns, self._counted = words.of("column"), words.of("counted")

    def find(
        self, text: str, words: Sequence[str], starts: Sequence[int], numbers: Sequence[int], heads: Sequence[int]
    ) -> list[Written]:
        """Return what writes minutes in a bare number; what stands in two ways may come twice.

        `numbers` are the tokens that are numbers from LEAST to MOST, `heads` those that may head a column.
        """
        found: list[int] = []
        marked: dict[str, list[int]] = {}
        for index in numbers:
            if self._opens(words, index):
                marked.setdefault(":", []).append(index)
                continue
            if not _closes(words, starts, index):
                continue
            if self._is_named(words, index):
                found.append(index)
            mark = _mark(text, words, starts, index)
            if mark and not (mark == "label" and words[index - 1].lower() in self._counted):
                marked.setdefault(mark, []).append(index)
        for of_mark in marked.values():
            found += of_mark if len(of_mark) >= OFTEN else []
        written = [Written(starts[i], starts[i] + len(words[i]), int(words[i])) for i in found]
        last = -1
        for index in heads:
            if starts[index] > last and self._heads(words, index):
                under = list(column(text, starts[index]))
                written += under
                last = max([last, *(one.end for one in under)])
        return written

    def _heads(self, words: Sequence[str], index: int) -> bool:
        """Whether a word stands alone in its cell."""
        before, after = words[index - 1] if index else "\n", words[index + 1] if index + 1 < len(words) else "\n"
        after = words[index + 2] if after == "." and index + 2 < len(words) else after
        return (before[0] in '|,*"' or before.isspace()) and (after[0] in '|,*"' or after.isspace())

    def _opens(self, words: Sequence[str], index: int) -> bool:
        """Whether a number opens its line, and what follows is said of it or is no unit."""
        back = index
        while back > 0 and back > index - 3 and (words[back - 1] in _BULLETS or words[back - 1].isspace()):
            if words[back - 1][0] in _LINE_ENDS:
                break
            back -= 1
        if index + 2 >= len(words) or (back > 0 and words[back - 1][0] not in _LINE_ENDS):
            return False
        after = words[index + 2] if words[index + 1] == ":" else words[index + 1]
        return after[0].isalpha() and after.lower() not in self._counted

    def _is_named(self, words: Sequence[str], index: int) -> bool:
        """Whether nothing but the name of a service, or its typed code, stands before the number."""
        back = index
        while back > 0 and back > index - 4 and (words[back - 1] in _JOINERS or words[back - 1].isspace()):
            if words[back - 1][0] in _LINE_ENDS:
                break
            back -= 1
        if back > 2 and words[back - 1] == ")" and len(words[back - 2]) == CODE and words[back - 3] == "(":
            back -= 3
        before = [word.lower() for word in words[max(0, back - 6) : back]]
        if not before:
            return False
        if len(before[-1]) == CODE and before[-1].isdecimal():
            return int(words[index]) >= LEAST_OF_CODE
        if before[-1] in self._columns and len(before) > 1 and self._services.ends(before, len(before) - 1):
            before.pop()
        named = self._charged if "x" in words[back:index] or "X" in words[back:index] else self._services
        length = named.ends(before, len(before))
        if not length:
            return False
        rest = before[:-length]
        return not rest or rest[-1][0] in _ANCHORS or (len(rest[-1]) == CODE and rest[-1].isdecimal())


def _closes(words: Sequence[str], starts: Sequence[int], index: int) -> bool:
    """Whether a clause, a cell or a bracket ends with the number: it is no part of a longer count."""
    if index + 1 == len(words):
        return True
    sign, end = words[index + 1], starts[index] + len(words[index])
    if sign.isspace():
        return True
    glued = starts[index + 1] == end and index + 2 < len(words) and starts[index + 2] == end + 1
    if sign in ("/", "-", "–"):
        return not glued or (sign == "/" and words[index + 2][0].isalpha())
    return sign[0] in _CLOSERS and not (glued and words[index + 2][0].isdigit())


def _mark(text: str, words: Sequence[str], starts: Sequence[int], index: int) -> str:
    """Return the mark that a number bears at an end or an opening of its line, "" for none."""
    before = words[index - 1] if index else "\n"
    after = words[index + 1] if index + 1 < len(words) else "\n"
    further = words[index + 2] if index + 2 < len(words) else "\n"
    if before == "[" and after == "]":
        return "[" if further[0] in "\n\r.;" or further[0].isupper() else ""
    if before == "(" and after == ")":
        return "(" if further[0] in _LINE_ENDS and index > 1 and words[index - 2][-1].isalpha() else ""
    if after == ":" and before[0].isalpha():
        return "label" if further[0].isalpha() else ""
    if before == ":" and index > 1 and words[index - 2] in ("0", "00"):
        return "0:" if after[0] in _LINE_ENDS else ""
    if after[0] not in _LINE_ENDS and not (after == "." and further[0] in _LINE_ENDS):
        return ""
    if before == "." and index > 1 and words[index - 2][-1].isalpha():
        return "."
    if before in _DASHES:
        spaced = text[starts[index] - 1] == " " and text[starts[index - 1] - 1] in " ."
        return before if spaced else ""
    return " " if before.isspace() and index > 1 and (words[index - 2][-1].isalpha() or words[index - 2] == ".") else ""

"""Where sections begin: headings, labels, letters of a SOAP note, and the timed lines of a treatment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from rehabcode.pipes.cells import Place
from rehabcode.pipes.entries import Mark
from rehabcode.pipes.headings import SOAP, Headings
from rehabcode.pipes.pieces import CELL, LABEL, LINE, PARAGRAPH, SENTENCE, Piece

LABEL_CHARACTERS, LABEL_WORDS = 64, 9
"""A label is short: a longer stretch before a colon is a sentence of its own."""
ENOUGH_LETTERS = 3
"""Bare letters head sections only where this many different ones open lines: "A 64 y/o" alone is no heading."""
SHORT_LINE, SHORT_PARAGRAPH = 60, 100
"""A label with a value in a shorter line is said in full there: the next line (paragraph) is no part of it."""
LISTED = frozenset(["plan", "goals", "home_program", "orders", "history", "education", "precautions"])
"""Sections that list techniques by name: there, a technique's name alone opens no section of its own."""
TOLD = frozenset(["subjective", "history", "orders", "precautions", "other"])
"""Sections of words: a flowsheet under them is none of them."""
TIMED_APART = TOLD | LISTED
"""Sections that a line of minutes is no part of."""
ONE_LINE = frozenset(["history", "other", "orders", "precautions"])
"""Sections that a label opens for its own line, where that is short ("PMH: frozen shoulder")."""

_DONE = re.compile(r"\btoday|\bthis\b|\w{3}ed\b|\bgiven\b", re.IGNORECASE)
_CLOCKS = re.compile(r"\d{1,2}:\d\d\s?(?:[ap]\.?m?\.?\s?)?(?:-|–|to)\s?\d{1,2}:\d\d")
_TIMED = re.compile(r"\b\d{1,3}\s?(?:min\w{0,4}\.?|['’])[\s)\]]{0,3}$|^9\d{4}\b.*\(\d{1,3}\)$", re.IGNORECASE)


def is_short(text: str, piece: Piece) -> bool:
    return piece.end - piece.start <= LABEL_CHARACTERS and text.count(" ", piece.start, piece.end) < LABEL_WORDS


def section_marks(
    text: str, found: Sequence[Piece], headings: Headings, sheets: Sequence[Place], copies: Sequence[Place]
) -> list[Mark]:
    """Return where sections begin; in flowsheets and in lines that announce copied text nothing else heads one."""
    apart = sorted([*sheets, *copies])
    measured = {start for start, _ in sheets}
    finder = _Finder(text, headings, _letters(text, found))
    begins = [start for start, _ in apart]
    for piece in found:
        opens = piece.before >= LINE
        if opens and finder.line_of_label >= 0:
            finder.end_line(piece)
        if piece.before == LABEL or (piece.before >= SENTENCE and (piece.after == LABEL or opens)):
            near = bisect_right(begins, piece.start) - 1 if begins else -1
            if near < 0 or piece.start >= apart[near][1]:
                finder.look(piece)
            elif begins[near] in measured and finder.section in TOLD:
                finder.open(begins[near], "objective", line=False)
    return finder.marks


class _Finder:
    """Collects marks while the pieces go by."""

    def __init__(self, text: str, headings: Headings, letters: dict[int, str]) -> None:
        self.text, self.headings, self.letters = text, headings, letters
        self.marks: list[Mark] = []
        self.section = self.block = "none"
        self.line_of_label = -1

    def open(self, start: int, name: str, *, line: bool) -> None:
        self.marks.append((start, name))
        self.section = name
        if line and name in ONE_LINE:
            self.line_of_label = start
        else:
            self.block, self.line_of_label = name, -1

    def end_line(self, piece: Piece) -> None:
        """Go back to the section around a label's own line, when the next line begins."""
        start, self.line_of_label = self.line_of_label, -1
        end = self.text.find("\n", start)
        indented = self.text[self.text.rfind("\n", 0, piece.start) + 1 : piece.start].isspace()
        most = SHORT_PARAGRAPH if piece.before == PARAGRAPH else SHORT_LINE if not indented else 0
        if end - start < most:
            self.open(piece.start, self.block, line=False)

    def look(self, piece: Piece) -> None:
        """Open the section that a piece heads, if any."""
        text, labels, opens = self.text, piece.after == LABEL, piece.before >= LINE
        if piece.start in self.letters:
            self.open(piece.start, self.letters[piece.start], line=False)
            return
        if opens and self.section in TIMED_APART and self.is_timed(piece):
            self.open(piece.start, "interventions", line=False)
            return
        if not is_short(text, piece):
            return
        opener = text[piece.start : piece.end]
        name = SOAP.get(opener) if labels and piece.before >= SENTENCE else None
        if name is None and (labels or (opens and piece.after >= CELL)):
            name = self.headings.section(opener, colon=labels or text.startswith(":", piece.end))
        listed = self.section in LISTED
        if name is None or (piece.before == LABEL and not (name == "interventions" and labels and listed)):
            return
        if name == "interventions" and listed and (self.headings.is_technique(opener) or self.is_list(piece)):
            return
        self.open(piece.start, name, line=labels)

    def is_list(self, piece: Piece) -> bool:
        """Whether what follows a label in its line has no number in it: names of techniques, but nothing done.

        Not where the label itself says that it was done, or when ("Treatment today:", "Services rendered:").
        """
        if _DONE.search(self.text, piece.start, piece.end):
            return False
        stop = self.text.find("\n", piece.end)
        value = self.text[piece.end : stop if stop >= 0 else None]
        return piece.after == LABEL and not any(letter.isdigit() for letter in value)

    def is_timed(self, piece: Piece) -> bool:
        """Whether a line tells what was done in which minutes, whatever section it stands under.

        What patients and records tell ends at any label with minutes. Among plans the label names a technique, or
        begins with a number, as codes do; a line without a colon always names one.
        """
        text = self.text
        if _CLOCKS.match(text, piece.start):
            return True
        stop = text.find("\n", piece.end)
        line = text[piece.start : stop if stop >= 0 else None][: LABEL_CHARACTERS + 1].rstrip()
        head, colon, _ = line.partition(":")
        told = self.section in TOLD
        if len(head) > LABEL_CHARACTERS or not (colon or told) or not _TIMED.search(head):
            return False
        if colon and (told or head[0].isdigit()):
            return True
        return self.headings.section(text[piece.start : piece.end], colon=False) == "interventions"


def _letters(text: str, found: Sequence[Piece]) -> dict[int, str]:
    """Return the sections that single letters head: with a colon each, without one where enough of them open lines."""
    letters = [
        (piece.start, text[piece.start])
        for piece in found
        if piece.before >= LINE and text[piece.start] in SOAP and not text[piece.start + 1 : piece.start + 2].isalnum()
    ]
    marked = [start for start, _ in letters if text.startswith(":", start + 1)]
    bare = {letter for start, letter in letters if not text.startswith(":", start + 1)}
    if len(bare) >= ENOUGH_LETTERS:
        marked = [start for start, _ in letters]
    return {start: SOAP[text[start]] for start in marked}

"""How a note is laid out: lines, clauses, labels, sections. A pure function of the tokens and the known headings.

A clause is what stands between two commas, full stops, semicolons, cells, boxes or line ends: the smallest piece that
says one thing. "TherEx (18 min): NuStep L3 x 8, SLR 3x10" has the label "TherEx (18 min)" and two clauses under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehabcode.pipes.breaks import CELL, LABEL, LINE, PARAGRAPH, SENTENCE, Piece, pieces
from rehabcode.pipes.headings import SOAP, Headings
from rehabcode.records import Clause, Section

LABEL_CHARACTERS, LABEL_WORDS = 64, 9
"""A label is short: a longer stretch before a colon is a sentence of its own."""
ENOUGH_LETTERS = 3
"""Bare letters head sections only where this many different ones open lines: "A 64 y/o" alone is no heading."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The clauses and sections of a note, in order; sections leave no gap and do not overlap."""

    clauses: tuple[Clause, ...]
    sections: tuple[Section, ...]


def lay_out(text: str, words: Sequence[str], starts: Sequence[int], headings: Headings) -> Layout:
    """Return the layout of a note from its tokens (`words` at `starts`). Linear in its length."""
    found = pieces(text, words, starts)
    marks = _marks(text, found, headings)
    sections = _sections(len(text), marks)
    return Layout(tuple(_clauses(text, found, sections)), sections)


def _is_short(text: str, piece: Piece) -> bool:
    return piece.end - piece.start <= LABEL_CHARACTERS and text.count(" ", piece.start, piece.end) < LABEL_WORDS


def _marks(text: str, found: list[Piece], headings: Headings) -> list[tuple[int, str]]:
    """Return where sections begin, with their names."""
    marks: list[tuple[int, str]] = []
    letters = [
        (piece.start, text[piece.start])
        for piece in found
        if piece.before >= LINE and text[piece.start] in SOAP and not text[piece.start + 1 : piece.start + 2].isalnum()
    ]
    bare = len({letter for _, letter in letters}) >= ENOUGH_LETTERS
    bare_at = {start: SOAP[letter] for start, letter in letters} if bare else {}
    for piece in found:
        labels = piece.after == LABEL
        if piece.before >= SENTENCE and (labels or piece.before >= LINE):
            if piece.start in bare_at:
                marks.append((piece.start, bare_at[piece.start]))
                continue
            if not _is_short(text, piece):
                continue
            opener = text[piece.start : piece.end]
            name = SOAP.get(opener) if labels else None
            if name is None and (labels or piece.after >= CELL):
                name = headings.section(opener, colon=labels)
            if name is not None:
                marks.append((piece.start, name))
    return marks


def _sections(length: int, marks: list[tuple[int, str]]) -> tuple[Section, ...]:
    if not marks or marks[0][0] > 0:
        marks = [(0, "none"), *marks]
    ends = [start for start, _ in marks[1:]] + [length]
    return tuple(Section(start, end, name) for (start, name), end in zip(marks, ends, strict=True) if end > start)


def _clauses(text: str, found: list[Piece], sections: tuple[Section, ...]) -> list[Clause]:
    clauses: list[Clause] = []
    line = sentence = 0
    label = head = -1
    place = 0
    for index, piece in enumerate(found):
        opens = piece.before >= LINE
        if index and opens:
            line, sentence, label = line + 1, sentence + 1, -1
        elif index and piece.before >= SENTENCE:
            sentence += 1
        while place < len(sections) - 1 and sections[place].end <= piece.start:
            place += 1
        is_label = piece.after == LABEL and _is_short(text, piece)
        head_before = head
        if opens and (is_label or (piece.after >= LINE and _is_short(text, piece))):
            head = index
        clauses.append(
            Clause(
                piece.start,
                piece.end,
                piece.first,
                piece.last,
                line,
                sentence,
                sections[place].name,
                label,
                head if head != index else head_before,
                opens,
                is_label,
                piece.before == PARAGRAPH,
                piece.box,
            )
        )
        if is_label:
            label = index
    return clauses

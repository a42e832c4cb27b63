"""How a note is laid out: lines, clauses, labels, sections. A pure function of the tokens and the known headings.

A clause is what stands between two commas, full stops, semicolons, cells, boxes or line ends: the smallest piece that
says one thing. "TherEx (18 min): NuStep L3 x 8, SLR 3x10" has the label "TherEx (18 min)" and two clauses under it.
What the note carries of other visits (columns of a flowsheet, entries of a log, copied text) are sections of their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rehabcode.pipes.breaks import pieces
from rehabcode.pipes.cells import Cells
from rehabcode.pipes.entries import Mark, Zone, copied_zones, find_log
from rehabcode.pipes.flowsheet import column_zones, crossed_out, find_flowsheets
from rehabcode.pipes.headings import Headings
from rehabcode.pipes.openers import is_short, section_marks
from rehabcode.pipes.pieces import LABEL, LINE, PARAGRAPH, SENTENCE, Piece
from rehabcode.pipes.undone import part_cells, untick
from rehabcode.records import Clause, Section


@dataclass(frozen=True, slots=True)
class Layout:
    """The clauses and sections of a note, in order; sections leave no gap and do not overlap.

    `zones` are the stretches that are of other visits, in order. `boxes` has, for each clause whose `box` is not "",
    the tokens [first, last) that say so: a checkbox, or the cell or words of a flowsheet that mean "not done".
    """

    clauses: tuple[Clause, ...]
    sections: tuple[Section, ...]
    zones: tuple[Zone, ...]
    boxes: Mapping[int, tuple[int, int]]

    def elsewhere(self, place: int) -> bool:
        """Whether a place in the text is in what the note carries of another visit."""
        index = bisect_right(self.zones, place, key=lambda zone: zone.start) - 1 if self.zones else -1
        return index >= 0 and place < self.zones[index].end


def lay_out(text: str, words: Sequence[str], starts: Sequence[int], headings: Headings, cells: Cells) -> Layout:
    """Return the layout of a note from its tokens (`words` at `starts`). Linear in its length."""
    sheets = find_flowsheets(text, cells)
    rows = [(sheet.line[0], sheet.rows[-1].line[1]) for sheet in sheets]
    copies = sorted([*cells.copies(text), *cells.copies_in_brackets(text)])
    found = part_cells(pieces(text, words, starts), sheets, words, starts)
    marks = section_marks(text, found, headings, rows, [place for place, _ in copies])
    log = find_log(text, cells, rows, marks)
    found, boxes = untick(text, found, starts, cells, sheets, crossed_out(text, log, cells))
    if log.own >= 0:
        marks = sorted([*marks, (log.own, "none")])
    zones = _apart([*column_zones(sheets), *log.zones, *copied_zones(text, cells, copies, marks)])
    sections = _sections(len(text), marks, zones)
    return Layout(tuple(_clauses(text, found, sections)), sections, tuple(zones), boxes)


def _apart(zones: Iterable[Zone]) -> list[Zone]:
    """Return the zones in order, without those that begin inside another."""
    apart: list[Zone] = []
    for zone in sorted(zones):
        if zone.end > zone.start and (not apart or zone.start >= apart[-1].end):
            apart.append(zone)
    return apart


def _sections(length: int, marks: Sequence[Mark], zones: Sequence[Zone]) -> tuple[Section, ...]:
    """Return the sections that the marks begin, with the zones cut out of them."""
    begins: list[Mark] = list(marks) if not zones else []
    section, at = "none", 0
    for zone in [*zones, Zone(length, length, "none")] if zones else []:
        while at < len(marks) and marks[at][0] <= zone.start:
            begins.append(marks[at])
            section, at = marks[at][1], at + 1
        begins.append((zone.start, zone.section))
        while at < len(marks) and marks[at][0] < zone.end:
            section, at = marks[at][1], at + 1
        begins.append((zone.end, section))
    if not begins or begins[0][0] > 0:
        begins.insert(0, (0, "none"))
    ends = [start for start, _ in begins[1:]] + [length]
    return tuple(Section(start, end, name) for (start, name), end in zip(begins, ends, strict=True) if end > start)


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
        is_label = piece.after == LABEL and is_short(text, piece)
        head_before = head
        if opens and (is_label or (piece.after >= LINE and is_short(text, piece))):
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

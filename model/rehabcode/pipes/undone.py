"""Rows that were not done: what their cells, boxes and minutes say of the words that they stand beside."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rehabcode.pipes.cells import Cells, Place
from rehabcode.pipes.flowsheet import Flowsheet
from rehabcode.pipes.pieces import CELL, LINE, Piece

Tokens = tuple[int, int]
"""Tokens [first, last)."""
UNTICKED = " "
LONGEST_VALUE = 40
"""How many characters the rest of a line may have to be the value of its label."""
LEAST_LABEL = 2
LONGEST_ANSWER = 12
_PARTS = re.compile(r"[|\t]|\s{2,}")
_CODE = re.compile(r"\(?9\d{4}\)?")
_LEAD = " \t\r:=)\u00a0"
_DASHES = "-–— "
_ENDS = frozenset(")]'\"#%’")
_FILL = re.compile(r"(?:_{2,}|\*{3})[\s/]{0,3}(?:min\w{0,4}\.?)?|\.{2,}")
_NOUGHT = re.compile(
    r"0(?: ?(?:min(?:ute)?s?\b\.?|['’](?!\w)|units?\b)(?=[ \t)\]]{0,3}(?:[,;.|\t\n\r]| \ |$))|\)(?=[ \t]*(?:\n|$)))",
    re.IGNORECASE,
)
_GOES_BEFORE = frozenset("0123456789.:/-")


def part_cells(
    found: list[Piece], sheets: Sequence[Flowsheet], words: Sequence[str], starts: Sequence[int]
) -> list[Piece]:
    """Return the pieces, parted where a cell of a flowsheet begins inside one."""
    if not sheets:
        return found
    cuts = sorted(
        cell[0]
        for sheet in sheets
        for row in sheet.rows
        for cell in row.cells
        if cell is not None and cell[0] < cell[1]
    )
    parted: list[Piece] = []
    for piece in found:
        rest = piece
        for cut in cuts[bisect_right(cuts, piece.start) : bisect_left(cuts, piece.end)]:
            at = last = bisect_left(starts, cut)
            while last > rest.first and not (words[last - 1][0].isalnum() or words[last - 1] in _ENDS):
                last -= 1
            if rest.first < last and at < rest.last:
                parted.append(rest._replace(end=starts[last - 1] + len(words[last - 1]), last=last, after=CELL))
                rest = rest._replace(start=starts[at], first=at, before=CELL)
        parted.append(rest)
    return parted


def untick(
    text: str,
    found: list[Piece],
    starts: Sequence[int],
    cells: Cells,
    sheets: Sequence[Flowsheet],
    crossed: Sequence[tuple[Place, Place]],
) -> tuple[list[Piece], dict[int, Tokens]]:
    """Return the pieces, unticked where they were not done, and the tokens that say so by the index of the piece.

    `crossed` are places that are known to be undone, each with what says so.
    """
    said = {index: (piece.box_at, piece.box_at + 1) for index, piece in enumerate(found) if piece.box}
    heads = [sheet.line[0] for sheet in sheets]
    told = [*_of_values(text, found, cells), *_of_nought(text, found), *crossed]
    if said:
        told += _of_answers(text, found, cells)
    if sheets:
        told = [one for one in told if not _within(sheets, heads, one[0][0])] + list(_of_sheets(text, sheets, cells))
    begins = [piece.start for piece in found] if told else []
    for (start, end), why in told:
        tokens = bisect_left(starts, why[0]), bisect_left(starts, why[1])
        for index in range(max(bisect_right(begins, start) - 1, 0), bisect_left(begins, end)):
            if found[index].end > start:
                found[index] = found[index]._replace(box=UNTICKED)
                said[index] = tokens if tokens[0] < tokens[1] else (found[index].first, found[index].last)
    return found, said


def _within(sheets: Sequence[Flowsheet], heads: Sequence[int], place: int) -> bool:
    """Whether a place is in a flowsheet; `heads` are where they begin."""
    near = bisect_right(heads, place) - 1
    return near >= 0 and place < sheets[near].rows[-1].line[1]


def _of_sheets(text: str, sheets: Sequence[Flowsheet], cells: Cells) -> Iterator[tuple[Place, Place]]:
    """Yield what flowsheets leave undone today, label and cell, each with what says so."""
    for sheet in sheets:
        for row in sheet.rows:
            cell = row.cells[sheet.today]
            if cell is None or cells.not_done(text[slice(*cell)]):
                name = _PARTS.split(text[slice(*row.label)], maxsplit=1)[0].rstrip()
                why = cell if cell and cell[0] < cell[1] else (row.label[0], row.label[0] + len(name))
                yield row.label, why
                yield why, why


def _of_values(text: str, found: Sequence[Piece], cells: Cells) -> Iterator[tuple[Place, Place]]:
    """Yield the labels of lines whose values all say that nothing was done ("Ultrasound: NT")."""
    opens = [index for index, piece in enumerate(found) if piece.before >= LINE]
    for index, after in zip_longest(opens, opens[1:]):
        piece = found[index]
        if after is not None and found[after].start - piece.end > 2 * LONGEST_VALUE:
            continue
        stop = text.find("\n", piece.end)
        stop = len(text) if stop < 0 else stop
        if stop - piece.end > LONGEST_VALUE:
            continue
        label = text[piece.start : piece.end].rstrip(_DASHES)
        end = piece.start + len(label)
        if len(label) < LEAST_LABEL or piece.box or "_" in label or (index + 1 < len(found) and found[index + 1].box):
            continue
        rest = text[end:stop]
        value = rest.strip(_LEAD)
        if value and _says_undone(rest, value, cells):
            core = value.strip(_LEAD + "|.") or label
            begin = text.find(core, end if core != label else piece.start)
            yield (piece.start, stop), (begin, begin + len(core))


def _of_answers(text: str, found: Sequence[Piece], cells: Cells) -> Iterator[tuple[Place, Place]]:
    """Yield the questions that a ticked box answers with no ("Ultrasound: [ ] yes [x] no")."""
    for index, piece in enumerate(found):
        if (
            piece.box != "x"
            or piece.end - piece.start > LONGEST_ANSWER
            or not cells.not_done(text[piece.start : piece.end])
        ):
            continue
        asked = next((found[back] for back in range(index - 1, max(index - 4, -1), -1) if not found[back].box), None)
        if asked is not None and "\n" not in text[asked.end : piece.start]:
            yield (asked.start, asked.end), (piece.start, piece.end)


def _says_undone(rest: str, value: str, cells: Cells) -> bool:
    """Whether what follows a label in its line is blank, crossed out, or says that nothing was done."""
    parts = [part.strip() for part in _PARTS.split(value) if not _CODE.fullmatch(part.strip())]
    bare = value.strip(_DASHES + "|.")
    if not bare:
        return "|" in value or "--" in value or "—" in value or rest.lstrip()[:1] in (":", "=")
    if _FILL.fullmatch(value):
        return True
    if value.startswith(". ") and not cells.nothing_done(value[1:]):
        return False
    return bool(parts) and all(cells.not_done(part.strip(". -–—") or part) for part in parts)


def _of_nought(text: str, found: Sequence[Piece]) -> Iterator[tuple[Place, Place]]:
    """Yield the pieces that end in "0 min" or "(0)", with the piece before where they say no more than that."""
    begins: list[int] = []
    for match in _NOUGHT.finditer(text):
        start, before = match.start(), text[match.start() - 1 : match.start()]
        if before in _GOES_BEFORE or (match.group() == "0)") != (before == "("):
            continue
        begins = begins or [piece.start for piece in found]
        index = bisect_right(begins, start) - 1
        if index < 0 or found[index].end < match.end() - 1:
            continue
        alone = start - found[index].start <= 1 and found[index].before < LINE
        yield (found[index - alone].start, match.end()), (start - (before == "("), match.end())

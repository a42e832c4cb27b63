"""How far a cue reaches: the clause, sentence, line and section of each token."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from rehabcode.pipes.layout import Layout
from rehabcode.records import Clause

LIST_ITEM = 5
"""A clause of up to this many tokens goes on with the list of the clause before it ("no massage, heat or traction")."""

LONGEST_LIST = 12
"""A list of more clauses is looked at no further: a cue does not reach across it."""


class Place(NamedTuple):
    """Where a token stands: indices that two tokens share when they share the scope."""

    clause: int
    sentence: int
    line: int
    section: str


class Scopes:
    """The scopes of a doc: from its layout, else from its sentences, else the doc as one sentence."""

    def __init__(self, doc: Doc, layout: Layout | None) -> None:
        self.clauses: Sequence[Clause] = layout.clauses if layout else ()
        self._layout = layout
        self._heads = _heads(self.clauses)
        if layout:
            self._starts = [clause.first for clause in layout.clauses]
        elif doc.has_annotation("SENT_START"):
            self._starts = [sentence.start for sentence in doc.sents]
        else:
            self._starts = [0]

    def at(self, token: int) -> Place:
        """Return the scopes of the token at an index."""
        index = max(0, bisect_right(self._starts, token) - 1)
        if not self.clauses:
            return Place(index, index, index, "none")
        clause = self.clauses[index]
        return Place(index, clause.sentence, clause.line, clause.section)

    def heading(self, clause: int) -> int:
        """Return the clause with which the section of a clause begins."""
        return self._heads[clause]

    def same_list(self, one: int, other: int, besides: int = 0) -> bool:
        """Whether the later of two clauses of a sentence goes on with the earlier one's list.

        `besides` are the tokens of the later one that are no item of the list, but say something of all its items.
        """
        low, high = sorted((one, other))
        if high - low > LONGEST_LIST:
            return False
        if not self.clauses:
            return low == high
        return all(
            clause.last - clause.first - (besides if index == high else 0) <= LIST_ITEM and not clause.opens_line
            for index, clause in enumerate(self.clauses[low + 1 : high + 1], start=low + 1)
        )

    def box(self, clause: int) -> tuple[int, int]:
        """Return the tokens, half-open, that say whether a clause was done: a checkbox, or a cell of a flowsheet."""
        one = self.clauses[clause]
        return self._layout.boxes.get(clause, (one.first, one.last)) if self._layout else (one.first, one.last)

    def of_another_visit(self, clause: int) -> bool:
        """Whether a clause stands in what the note carries of another visit."""
        zones = self._layout.zones if self._layout else ()
        if not zones:
            return False
        start = self.clauses[clause].start
        index = bisect_right(zones, start, key=lambda zone: zone.start) - 1
        return index >= 0 and start < zones[index].end

    def labels(self, clause: int) -> list[int]:
        """Return the clauses that label a clause: in its line, and above it in the same section."""
        one = self.clauses[clause]
        heads = [head for head in (one.label, one.head) if head >= 0]
        return [head for head in heads if self.clauses[head].section == one.section]

    def answers(self, token: int, clause: int) -> bool:
        """Whether the token, a colon, parts a clause from what is said of it; any does where clauses are unknown."""
        return not self.clauses or 0 <= token - self.clauses[clause].last <= 1

    def line_starts(self, lines: int) -> list[int]:
        """Return the first tokens of up to so many first lines."""
        starts: list[int] = []
        for clause in self.clauses:
            if clause.line >= lines:
                break
            if clause.line == len(starts):
                starts.append(clause.first)
        return starts

    def sentence(self, clause: int) -> tuple[int, int]:
        """Return the first and last token of the sentence that a clause stands in, half-open."""
        number = self.clauses[clause].sentence
        low = high = clause
        while low and self.clauses[low - 1].sentence == number:
            low -= 1
        while high + 1 < len(self.clauses) and self.clauses[high + 1].sentence == number:
            high += 1
        return self.clauses[low].first, self.clauses[high].last


def _heads(clauses: Sequence[Clause]) -> list[int]:
    heads: list[int] = []
    for index, clause in enumerate(clauses):
        heads.append(heads[-1] if index and clauses[index - 1].section == clause.section else index)
    return heads

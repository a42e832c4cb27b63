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

    def same_list(self, one: int, other: int) -> bool:
        """Whether the later of two clauses of a sentence goes on with the earlier one's list."""
        low, high = sorted((one, other))
        if high - low > LONGEST_LIST:
            return False
        if not self.clauses:
            return low == high
        between = self.clauses[low + 1 : high + 1]
        return all(clause.last - clause.first <= LIST_ITEM and not clause.opens_line for clause in between)


def _heads(clauses: Sequence[Clause]) -> list[int]:
    heads: list[int] = []
    for index, clause in enumerate(clauses):
        heads.append(heads[-1] if index and clauses[index - 1].section == clause.section else index)
    return heads

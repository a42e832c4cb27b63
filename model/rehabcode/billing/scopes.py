"""Where a note speaks of a code: in its evidence, its sentences, those near by, the visit, the whole note."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rehabcode.billing.documentation_rows import Reach
from rehabcode.records import Clause, Reading, Span

ELSEWHERE = frozenset({"history", "orders", "precautions", "home_program", "education", "goals", "plan", "billing"})
"""Sections that do not tell what the visit itself was like."""

BEFORE, AFTER = 1, 3
"""How many sentences before and after those of the evidence still speak of it."""


class Stretch(NamedTuple):
    """Characters [start, end) of the note."""

    start: int
    end: int


class Sentence(NamedTuple):
    """Characters [start, end) of the note, with its section; `after_blank` where a blank line stands before it."""

    start: int
    end: int
    section: str
    after_blank: bool


class Sentences:
    """The sentences and clauses of one note, found by place."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        groups = [[*group] for _, group in groupby(clauses, key=lambda clause: clause.sentence)]
        self.all = [Sentence(one[0].start, one[-1].end, one[0].section, one[0].after_blank) for one in groups]
        self._clauses = clauses

    def numbers(self, spans: Iterable[Span]) -> set[int]:
        """Return the numbers of the sentences that hold a part of any of the spans."""
        return {number for span in spans for number in _touched(self.all, span)}

    def labels(self, spans: Iterable[Span]) -> list[Stretch]:
        """Return the labels that stand before the spans in their lines and above their lines."""
        clauses = [self._clauses[place] for span in spans for place in _touched(self._clauses, span)]
        places = {place for clause in clauses for place in (clause.label, clause.head) if place >= 0}
        return [Stretch(self._clauses[place].start, self._clauses[place].end) for place in sorted(places)]

    def under(self, spans: Iterable[Span]) -> list[Stretch]:
        """Return what stands in its line under a label that the spans touch: a bare label names what follows it."""
        labels = {place for span in spans for place in _touched(self._clauses, span)}
        return [
            Stretch(clause.start, clause.end)
            for place in sorted(labels)
            for clause in self._clauses[place + 1 :]
            if clause.label == place
        ]

    def near(self, own: set[int], others: set[int]) -> set[int]:
        """Return `own` with the sentences around them, up to a paragraph, another section, or one of `others`."""
        near = set(own)
        for step, most in ((-1, BEFORE), (1, AFTER)):
            for number in own:
                for following in range(number + step, number + step * (most + 1), step):
                    if not 0 <= following < len(self.all) or following in others - own:
                        break
                    if following not in near and self._parted(following, following - step):
                        break
                    near.add(following)
        return near

    def _parted(self, one: int, other: int) -> bool:
        return self.all[one].section != self.all[other].section or self.all[max(one, other)].after_blank


class Scopes:
    """The stretches of one code, by reach; `others` is the evidence of the other codes, where what is near by ends."""

    def __init__(
        self, reading: Reading, sentences: Sentences, evidence: Sequence[Span], others: Sequence[Span]
    ) -> None:
        own = sentences.numbers(evidence)
        near = sentences.near(own, sentences.numbers(others))
        labels = sentences.labels(evidence)
        self.named = [*(Stretch(span.start, span.end) for span in evidence), *sentences.under(evidence)]
        visit = [one for number, one in enumerate(sentences.all) if number not in own and one.section not in ELSEWHERE]
        self.labels = labels
        self._stretches: dict[Reach, list[Stretch]] = {
            "evidence": [Stretch(span.start, span.end) for span in evidence],
            "sentence": [*(Stretch(*sentences.all[number][:2]) for number in sorted(own)), *labels],
            "nearby": [*(Stretch(*sentences.all[number][:2]) for number in sorted(near)), *labels],
            "visit": [Stretch(one.start, one.end) for one in visit],
            "note": [Stretch(0, len(reading.text))],
        }

    def __getitem__(self, reach: Reach) -> Sequence[Stretch]:
        return self._stretches[reach]


def _touched(stretches: Sequence[Clause] | Sequence[Sentence], span: Span) -> range:
    """Return the places of the stretches, which stand in order, that hold a part of a span."""
    first = bisect_right(stretches, span.start, key=lambda one: one.end)
    return range(first, bisect_left(stretches, span.end, key=lambda one: one.start))

"""The words that prove a code: the clauses that speak for it, joined and trimmed to what was done."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_model import Floats
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.evidence_model import EvidenceModel, named
from rehabcode.records import Evidence, Mention, Reading

LEAST = 0.1
"""Where no clause scores this much, no words of the note prove the code, whatever the note as a whole suggests.

Chosen by hand on a cross-validation by author: so high that it takes hardly a right code from a whole note, and meets
those that have hardly begun.
"""
_WORD = re.compile(r"\w\w")
"""What proves anything: a single letter or digit does not."""
_ITEM = re.compile(r"(?:\[[ xX✓✔]?\]|\(?\w[.)]|\(\w\)|[^\w\s\"“‘(<>≥≤±~°%$#-])\s*")
"""A box, an item's number or letter, a bullet."""


class EvidenceFinder:
    """Finds the spans that prove codes; `codes` are those of the columns of strength."""

    def __init__(self, model: EvidenceModel, lexicon: Lexicon, codes: Sequence[str]) -> None:
        self.model = model
        self._codes = tuple(codes)
        self._techniques = lexicon.techniques

    def find(self, table: ClauseTable, strength: Floats, places: Sequence[int]) -> list[tuple[Evidence, ...]]:
        """Return, for each code in `places`, its evidence in the order of the note; empty where no clause proves it.

        `strength` is each clause's score for each code, shape (n_clauses, n_codes).
        """
        if not len(table) or not places:
            return [()] * len(places)
        proven = [place for place in places if strength[:, place].max() >= LEAST]
        if not proven:
            return [()] * len(places)
        names = naming(table, [self._codes[place] for place in proven])
        shown = self.model.shown(table, strength, proven, named(len(table), names))
        found = {
            place: self._evidence(table, place, self.model.joined(table, strength[:, place], clauses), by_clause)
            for place, clauses, by_clause in zip(proven, shown, names, strict=True)
        }
        return [found.get(place, ()) for place in places]

    def _evidence(
        self, table: ClauseTable, place: int, groups: list[list[int]], names: dict[int, list[Mention]]
    ) -> tuple[Evidence, ...]:
        reading = table.reading
        made: list[Evidence] = []
        for group in groups:
            start, end = self._span(reading, group)
            if not _WORD.search(reading.text, start, end):
                continue
            section = reading.sections[bisect_right(reading.sections, start, key=lambda one: one.start) - 1].name
            technique, reason = "described", "reads like this service"
            mentions = [mention for clause in group for mention in names.get(clause, ())]
            if mentions:
                technique = max(mentions, key=lambda mention: self._prior(mention, self._codes[place])).technique
                reason = f"names {self._techniques[technique].name}"
            made.append(Evidence(start, end, reading.text[start:end], technique, section, reason))
        return tuple(made)

    def _prior(self, mention: Mention, code: str) -> float:
        return self._techniques[mention.technique].priors.get(code, 0.0)

    def _span(self, reading: Reading, group: list[int]) -> tuple[int, int]:
        clauses = reading.clauses
        first, last = self.model.trimmed(reading, clauses[group[0]].first, clauses[group[-1]].last)
        start = max(reading.word_starts[first], clauses[group[0]].start)
        limit = clauses[group[-1]].end
        end = limit if last >= len(reading.word_starts) else min(limit, reading.word_starts[last])
        words = reading.text[start:end].rstrip()
        item = _ITEM.match(words)
        if item and item.end() < len(words):
            return start + item.end(), start + len(words)
        return start, start + len(words)


def naming(table: ClauseTable, codes: Sequence[str]) -> list[dict[int, list[Mention]]]:
    """Return, for each code, the mentions that name a technique of it, by clause."""
    found: list[dict[int, list[Mention]]] = [defaultdict(list) for _ in codes]
    for mention, clause in zip(table.reading.mentions, table.of_mentions.tolist(), strict=True):
        for position, code in enumerate(codes):
            if code in mention.codes:
                found[position][clause].append(mention)
    return found

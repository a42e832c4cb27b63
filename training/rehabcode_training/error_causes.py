"""Why a code was missed or wrong, read beside the note: what would have to be mended.

The first that fits:

gold arguable               a second reader, blind, read the note as the answer does
wrong look-alike            a wrong code stands on words that prove another one
wrong section               words done, withheld for their heading alone; or a trap of a kind that headings tell, where
                            neither heading nor cue was read
wrong assertion             words done, withheld for a cue; or any other trap
unit of text too large      one clause, read as one, holds labels that say different things
judged too unlikely         ranked, below the operating point
not found                   not ranked at all
words without a label       no label stands where the evidence does
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from rehabcode.pipes.told import SECTION_ASSERTIONS
from rehabcode.records import Clause, Reading, Span, Suggestion
from rehabcode_training.answers import Answered
from rehabcode_training.causes import Side
from rehabcode_training.corpus import GoldCode, Trap
from rehabcode_training.results import CauseLine
from rehabcode_training.spans import touches

ErrorCause = Literal[
    "not found", "judged too unlikely", "wrong look-alike", "wrong assertion", "wrong section",
    "unit of text too large", "gold arguable", "words without a label",
]  # fmt: skip
TOLD_BY_HEADINGS = frozenset(SECTION_ASSERTIONS.values())
Read = Callable[[str], Reading]


class ErrorCauses:
    """Tells causes. `second` holds the codes of a second reader, by the id of each note that was read twice."""

    def __init__(self, read: Read, second: Mapping[str, Collection[str]]) -> None:
        self._read, self._second = read, second

    def lines(self, rows: Iterable[Answered]) -> list[CauseLine]:
        """Return how many codes were missed, or wrong, for each cause that occurs, the missed ones first."""
        counts = Counter(cause for row in rows for cause in self.of(row))
        ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
        return [CauseLine(side=side, cause=cause, codes=codes) for (side, cause), codes in ordered]

    def of(self, row: Answered) -> Iterator[tuple[Side, ErrorCause]]:
        """Yield the side and the cause of every error of one note; only notes with an error are read."""
        if not (row.missed or row.wrong):
            return
        reading = self._read(row.note.text)
        second = self._second.get(row.note.id)
        for gold in row.missed:
            arguable = second is not None and gold.code not in second
            yield "missed", "gold arguable" if arguable else _missed(row, gold, reading)
        for entry in row.wrong:
            arguable = second is not None and entry.code in second
            yield "wrong", "gold arguable" if arguable else _wrong(row, entry, reading)


def _missed(row: Answered, gold: GoldCode, reading: Reading) -> ErrorCause:
    if any(touches(span, gold.evidence) for entry in row.wrong for span in entry.evidence):
        return "wrong look-alike"
    withheld = [mention for mention in row.answer.withheld if touches(mention, gold.evidence)]
    if withheld:
        by_heading = all(one.cue is not None and one.cue.rule.startswith("section ") for one in withheld)
        return "wrong section" if by_heading else "wrong assertion"
    if is_crowded(row, gold.evidence, reading):
        return "unit of text too large"
    return "judged too unlikely" if gold in row.found_among(row.answer.considered) else "not found"


def _wrong(row: Answered, entry: Suggestion, reading: Reading) -> ErrorCause:
    if any(touches(span, gold.evidence) for gold in row.missed for span in entry.evidence):
        return "wrong look-alike"
    if is_crowded(row, entry.evidence, reading):
        return "unit of text too large"
    if any(touches(span, gold.evidence) for gold in row.note.codes for span in entry.evidence):
        return "wrong look-alike"
    traps = [trap for trap in row.note.traps if touches(trap, entry.evidence)]
    if not traps:
        return "words without a label"
    return "wrong section" if all(_is_untold(trap, reading) for trap in traps) else "wrong assertion"


def _is_untold(trap: Trap, reading: Reading) -> bool:
    """Whether a heading could have told that the trap was not done, and nothing that was read told anything."""
    told = any(mention.assertion != "performed" and touches(mention, [trap]) for mention in reading.mentions)
    sections = {clause.section for clause in clauses_of([trap], reading)}
    return trap.assertion in TOLD_BY_HEADINGS and not told and sections.isdisjoint(SECTION_ASSERTIONS)


def is_crowded(row: Answered, spans: Sequence[Span], reading: Reading) -> bool:
    """Whether a clause of these spans holds labels of two codes, or of something done and of something not done."""
    labels = [(gold.code, "performed", span) for gold in row.note.codes for span in gold.evidence]
    labels += [(trap.code, trap.assertion, trap) for trap in row.note.traps]
    return any(
        len({(code, assertion) for code, assertion, span in labels if _meets(clause, span)}) > 1
        for clause in clauses_of(spans, reading)
    )


def clauses_of(spans: Sequence[Span], reading: Reading) -> list[Clause]:
    """Return the clauses that share characters with these spans."""
    return [clause for clause in reading.clauses if any(_meets(clause, span) for span in spans)]


def _meets(clause: Clause, span: Span) -> bool:
    return clause.start < span.end and span.start < clause.end

"""Do the words shown for a right code prove it?

Only right suggestions count, each against the gold evidence of its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rehabcode.records import Span, Suggestion
from rehabcode_training.answers import Answered
from rehabcode_training.measures.measure import Cases, Measure, harmonic, mean, ratio
from rehabcode_training.spans import characters, touches


def _gold(row: Answered, entry: Suggestion) -> tuple[Span, ...]:
    return tuple(span for gold in row.labels(entry.code) for span in gold.evidence)


def _hit(row: Answered) -> Iterator[Sequence[float]]:
    for entry in row.right:
        gold = _gold(row, entry)
        yield (any(touches(span, gold) for span in entry.evidence),)


def _characters(row: Answered) -> Iterator[Sequence[float]]:
    """Yield characters in common, shown, gold."""
    for entry in row.right:
        shown, gold = characters(entry.evidence), characters(_gold(row, entry))
        yield len(shown & gold), len(shown), len(gold)


def _spans(row: Answered) -> Iterator[Sequence[float]]:
    """Yield spans in common, shown, gold."""
    for entry in row.right:
        shown = {(span.start, span.end) for span in entry.evidence}
        gold = {(span.start, span.end) for span in _gold(row, entry)}
        yield len(shown & gold), len(shown), len(gold)


def _f1(cases: Cases) -> float:
    common, shown, gold = cases.sum(axis=0)
    return harmonic(ratio(common, shown), ratio(common, gold))


EVIDENCE_HIT = Measure("evidence_hit", "evidence hit", 1, _hit, mean, needs="evidence", floor="0.95", aim="0.98")
EVIDENCE_CHARACTER_F1 = Measure(
    "evidence_character_f1", "evidence, character F1", 3, _characters, _f1, needs="evidence", floor="0.75", aim="0.88"
)
EVIDENCE_SPAN_F1 = Measure(
    "evidence_span_f1", "evidence, exact-span F1", 3, _spans, _f1, needs="evidence", floor="0.55", aim="0.75"
)

EVIDENCE = (EVIDENCE_HIT, EVIDENCE_CHARACTER_F1, EVIDENCE_SPAN_F1)

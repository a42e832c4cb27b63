"""Is what was not performed taken for performed?

A trap is billed in a note when one of its suggestions is wrong and names a trap's code, or rests on a trap: one of
its evidence spans shares characters with a trap and none with any gold evidence.

Of mentions, gold evidence is what was performed and traps are what was not. Either is called performed when the
evidence of a suggestion touches it, and called not performed when only the rest of the answer does; a mention that
the answer nowhere touches is missed, and left out of the figures "of mentions read".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from rehabcode.records import Evidence, Span, Suggestion
from rehabcode_training.answers import Answered
from rehabcode_training.measures.measure import Cases, Measure, harmonic, mean, ratio
from rehabcode_training.spans import touches


def bills_a_trap(row: Answered) -> bool:
    """Return whether a suggestion is a wrong one of a trap's code, or rests on a trap."""
    return names_a_trap(row) or any(_rests_on_a_trap(row, entry) for entry in row.answer.suggestions)


def names_a_trap(row: Answered) -> bool:
    """Return whether a wrong suggestion has the code of a trap."""
    codes = {trap.code for trap in row.note.traps}
    return any(entry.code in codes for entry in row.wrong)


def _rests_on_a_trap(row: Answered, entry: Suggestion) -> bool:
    gold = _gold_evidence(row)
    return any(touches(span, row.note.traps) and not touches(span, gold) for span in entry.evidence)


def _gold_evidence(row: Answered) -> tuple[Span, ...]:
    return tuple(chain.from_iterable(gold.evidence for gold in row.note.codes))


def _evidence(entries: Sequence[Suggestion]) -> tuple[Evidence, ...]:
    return tuple(chain.from_iterable(entry.evidence for entry in entries))


def _billed(row: Answered) -> Iterator[Sequence[float]]:
    yield (bills_a_trap(row),)


def _named(row: Answered) -> Iterator[Sequence[float]]:
    yield (names_a_trap(row),)


def _called_performed(row: Answered) -> Iterator[Sequence[float]]:
    """Yield is performed, is called so, is read at all: one row for each gold evidence span and each trap."""
    called = _evidence(row.answer.suggestions)
    read = (*called, *_evidence(row.answer.considered), *row.answer.withheld)
    performed = chain.from_iterable(gold.evidence for gold in row.demanded)
    for span in performed:
        yield 1, touches(span, called), touches(span, read)
    for trap in row.note.traps:
        yield 0, touches(trap, called), touches(trap, read)


def _precision(cases: Cases) -> float:
    performed, called, _ = cases.T
    return ratio((performed * called).sum(), called.sum())


def _recall(cases: Cases) -> float:
    performed, called, _ = cases.T
    return ratio((performed * called).sum(), performed.sum())


def _f1(cases: Cases) -> float:
    return harmonic(_precision(cases), _recall(cases))


def _f1_of_read(cases: Cases) -> float:
    return _f1(cases[cases[:, 2] > 0])


TRAP_BILLED = Measure(
    "trap_billed", "notes with a trap billed", 1, _billed, mean, needs="evidence", percent=True, floor="4%", aim="1%"
)
TRAP_NAMED = Measure("trap_named", "notes with a wrong code that a trap has", 1, _named, mean, percent=True)
PERFORMED_PRECISION = Measure(
    "performed_precision", "called performed, precision", 3, _called_performed, _precision, needs="evidence"
)
PERFORMED_RECALL = Measure(
    "performed_recall", "called performed, recall", 3, _called_performed, _recall, needs="evidence"
)
PERFORMED_F1 = Measure(
    "performed_f1", "called performed, F1", 3, _called_performed, _f1, needs="evidence", floor="0.94", aim="0.97"
)
PERFORMED_F1_OF_READ = Measure(
    "performed_f1_of_read", "called performed, F1 of mentions read", 3, _called_performed, _f1_of_read, needs="evidence"
)

TRAPS = (TRAP_BILLED, TRAP_NAMED, PERFORMED_PRECISION, PERFORMED_RECALL, PERFORMED_F1, PERFORMED_F1_OF_READ)

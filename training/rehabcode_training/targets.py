"""What the annotators said, clause by clause: the targets that the clause model is fitted on.

A code has up to four spans of evidence, so a clause without a label in a note that earns the code is not asked about
that code: it may well support it too. A trap is about its code's service, and was not done.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rehabcode.ranking.clause_model import ClauseTargets
from rehabcode.records import Clause, Reading, Span
from rehabcode_training.corpus import LabelledNote

PROVES, TRAPPED = 0.4, 0.5
"""A clause is labelled by a span that covers at least this share of the shorter of the two."""


def clause_targets(note: LabelledNote, reading: Reading, codes: Sequence[str]) -> ClauseTargets:
    """Return the targets of a note's clauses: 1 yes, -1 no, 0 not asked."""
    place = {code: index for index, code in enumerate(codes)}
    count = len(reading.clauses)
    proof = np.full((count, len(codes)), -1, dtype=np.int8)
    done = np.zeros(count, dtype=np.int8)
    for gold in note.codes:
        proof[:, place[gold.code]] = 0
    for index, clause in enumerate(reading.clauses):
        if any(share(clause, trap) > TRAPPED for trap in note.traps):
            proof[index], done[index] = -1, -1
        for code in _proven(note, clause):
            proof[index, place[code]] = done[index] = 1
    return ClauseTargets(proof, done)


def _proven(note: LabelledNote, clause: Clause) -> list[str]:
    return [gold.code for gold in note.codes if any(share(clause, span) > PROVES for span in gold.evidence)]


def stacked(targets: Sequence[ClauseTargets]) -> ClauseTargets:
    """Return the targets of several notes as one."""
    return ClauseTargets(
        np.concatenate([one.proof for one in targets]),
        np.concatenate([one.done for one in targets]),
    )


def share(clause: Clause, span: Span) -> float:
    """Return how much of the shorter of the two the other covers; negative where they are apart."""
    overlap = min(clause.end, span.end) - max(clause.start, span.start)
    return overlap / min(clause.end - clause.start, span.end - span.start)

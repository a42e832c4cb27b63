"""Which clauses a time may speak of: those before it, after it, above and under it, up to the next time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from rehabcode.records import Clause

LINES = 8
"""How many lines above or under its own a time may reach."""
CLAUSES = 60
"""How many clauses a time may reach at all."""


def before(clauses: Sequence[Clause], index: int, borne: Collection[int]) -> Iterator[list[int]]:
    """Yield the clauses of the line since the time before, a sentence at a time: first the rest of its own."""
    return _sentences(clauses, index, borne, range(index - 1, max(-1, index - 1 - CLAUSES), -1))


def after(clauses: Sequence[Clause], index: int, borne: Collection[int]) -> Iterator[list[int]]:
    """Yield the clauses of the line up to the next time, a sentence at a time: first the rest of its own."""
    return _sentences(clauses, index, borne, range(index + 1, min(len(clauses), index + 1 + CLAUSES)))


def _sentences(
    clauses: Sequence[Clause], index: int, borne: Collection[int], others: Iterable[int]
) -> Iterator[list[int]]:
    """Yield those of the other clauses that stand in the line of one, to the next time, a sentence at a time."""
    sentence: list[int] = []
    last = clauses[index].sentence
    for other in others:
        if clauses[other].line != clauses[index].line or other in borne:
            break
        if clauses[other].sentence != last:
            yield sentence
            sentence, last = [], clauses[other].sentence
        sentence.append(other)
    yield sentence


def under(clauses: Sequence[Clause], index: int, borne: Collection[int]) -> list[int]:
    """Return the clauses that a heading stands over: the rest of its line, else the untimed lines below it."""
    line = clauses[index].line
    scope: list[int] = []
    for other in range(index + 1, min(len(clauses), index + 1 + CLAUSES)):
        clause = clauses[other]
        if clause.line == line:
            if clause.is_label or (other in borne and clause.sentence != clauses[index].sentence):
                break
        elif (
            clause.after_blank
            or other in borne
            or clause.line > line + LINES
            or (scope and clauses[scope[0]].line == line)
        ):
            break
        scope.append(other)
    return scope


def above(clauses: Sequence[Clause], index: int, borne: Collection[int], borne_lines: Collection[int]) -> list[int]:
    """Return the clauses of the untimed lines over a time."""
    scope: list[int] = []
    if clauses[index].after_blank:
        return scope
    line = clauses[index].line
    for other in range(index - 1, max(-1, index - 1 - CLAUSES), -1):
        clause = clauses[other]
        if other in borne or line - clause.line > LINES or (clause.line != line and clause.line in borne_lines):
            break
        scope.append(other)
        if clause.after_blank:
            break
    return scope

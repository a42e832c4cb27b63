"""What a grade says of each skill, and which codes were taken one for the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rehabcode.codebook import Codebook
from rehabcode_service.practice.cases import Case
from rehabcode_service.practice.grading import Grade, LineGrade
from rehabcode_service.practice.skills import code_skill, pair_skill, rule_skill, status_skill

Outcome = Literal["wrong", "partly", "right"]

_ORDER: tuple[Outcome, ...] = ("wrong", "partly", "right")

ENOUGH_WORDS = 0.5
"""From this word overlap on, a code counts as proved and not only named."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """`answered` was chosen where `expected` is supported."""

    expected: str
    answered: str


def confusions(grade: Grade, codebook: Codebook) -> tuple[Confusion, ...]:
    """Return each over-coded code with the look-alikes of it that were missed."""
    missed = grade.codes("missed")
    return tuple(
        Confusion(expected, answered)
        for answered in grade.codes("over_coded")
        for expected in missed
        if _alike(expected, answered, codebook)
    )


def outcomes(case: Case, grade: Grade, codebook: Codebook) -> dict[str, Outcome]:
    """Return what was shown of each skill. Of a skill that shows itself several times, the worst counts."""
    found: dict[str, Outcome] = {}
    for skill, outcome in _each(case, grade, codebook):
        found[skill] = min(found.get(skill, "right"), outcome, key=_ORDER.index)
    return found


def _each(case: Case, grade: Grade, codebook: Codebook) -> Iterator[tuple[str, Outcome]]:
    yield from ((code_skill(line.code), _of_line(line)) for line in grade.lines)
    wrong = {line.code for line in grade.lines if line.verdict != "right"}
    for pair in case.look_alikes:
        yield pair_skill(*pair), "right" if wrong.isdisjoint(pair) else "wrong"
    for one in confusions(grade, codebook):
        yield pair_skill(one.expected, one.answered), "wrong"
    for rule in case.rules:
        yield rule_skill(rule), _of_rule(grade)
    for trap in case.traps:
        yield status_skill(trap.assertion), "wrong" if trap in grade.fallen else "right"


def _of_line(line: LineGrade) -> Outcome:
    if line.verdict != "right" or line.evidence is None:
        return "wrong"
    return "right" if line.evidence.share >= ENOUGH_WORDS else "partly"


def _of_rule(grade: Grade) -> Outcome:
    """A rule is shown by everything that is billed: all of it right, or the codes at least."""
    earned = [part.earned for part in grade.parts if part.name != "evidence"]
    if min(earned) == 1:
        return "right"
    return "partly" if earned[0] == 1 else "wrong"


def _alike(one: str, other: str, codebook: Codebook) -> bool:
    return any(
        row.other == second
        for first, second in ((one, other), (other, one))
        if first in codebook
        for row in codebook.look_alikes(first)
    )

"""How an answer is graded, in the open: four parts, each with its weight, and partial credit in each.

- codes: twice the right codes over the codes of both sides (F1). A code too many costs as much as one too few.
- evidence: the word overlap of each gold code (F1), averaged over the gold codes.
- units, modifiers: the share of gold codes whose line is right. Graded only where the case asks for them.

A missed code earns nothing in any part. What a case does not ask leaves its weight to the other parts in proportion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rehabcode_service.practice.answers import Answer, AnsweredCode
from rehabcode_service.practice.cases import Case, CaseCode, CaseTrap
from rehabcode_service.practice.overlap import Overlap, overlap

PartName = Literal["codes", "evidence", "units", "modifiers"]
Verdict = Literal["right", "missed", "over_coded"]

WEIGHTS: dict[PartName, float] = {"codes": 0.5, "evidence": 0.3, "units": 0.1, "modifiers": 0.1}

PASS_MARK = 0.7
"""What certifying bodies ask of a coder: 70 percent."""

GIVEN = frozenset({"GP", "GO"})
"""Modifiers of the plan of care: every line has one, so they are neither asked for nor counted against."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a grade: what was earned of 1, and its weight among the parts of this case."""

    name: PartName
    earned: float
    weight: float


@dataclass(frozen=True, slots=True)
class LineGrade:
    """What became of one code; of an over-coded one `gold` is None and nothing else is graded.

    `units` and `modifiers` are None where the case does not ask for them of this code.
    """

    code: str
    verdict: Verdict
    gold: CaseCode | None
    answered: AnsweredCode | None
    evidence: Overlap | None
    units: bool | None = None
    modifiers: bool | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of an answer; `fallen` are the traps whose code was chosen without the note supporting it."""

    score: float
    parts: tuple[Part, ...]
    lines: tuple[LineGrade, ...]
    fallen: tuple[CaseTrap, ...]

    def codes(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the codes of a verdict."""
        return tuple(line.code for line in self.lines if line.verdict == verdict)

    def part(self, name: PartName) -> Part | None:
        """Return a part, None where the case does not ask for it."""
        return next((part for part in self.parts if part.name == name), None)


def grade(case: Case, answer: Answer) -> Grade:
    """Grade an answer to a case."""
    supported = {code.code for code in case.codes}
    lines = tuple(_line(case, code, answer.of(code.code)) for code in case.codes)
    over = tuple(
        LineGrade(one.code, "over_coded", None, one, None) for one in answer.codes if one.code not in supported
    )
    earned = dict(_earned(lines, len(over)))
    whole = sum(WEIGHTS[name] for name in earned)
    parts = tuple(Part(name, share, WEIGHTS[name] / whole) for name, share in earned.items())
    chosen = {line.code for line in over}
    fallen = tuple(trap for trap in case.traps if trap.code in chosen)
    return Grade(sum(part.earned * part.weight for part in parts), parts, (*lines, *over), fallen)


def _line(case: Case, gold: CaseCode, answered: AnsweredCode | None) -> LineGrade:
    proofs = [(span.start, span.end) for span in gold.evidence]
    found = overlap(case.text, proofs, answered.evidence if answered else ())
    asks_units = "units" in case.asks and gold.units is not None
    return LineGrade(
        gold.code,
        "missed" if answered is None else "right",
        gold,
        answered,
        found,
        (answered is not None and answered.units == gold.units) if asks_units else None,
        (answered is not None and _modifiers_right(gold, answered)) if "modifiers" in case.asks else None,
    )


def _modifiers_right(gold: CaseCode, answered: AnsweredCode) -> bool:
    """Tell whether each group has exactly one modifier, and no other stands there."""
    given = [modifier for modifier in answered.modifiers if modifier not in GIVEN]
    each = all(sum(modifier in group for modifier in given) == 1 for group in gold.modifiers)
    return each and len(given) == len(gold.modifiers)


def _earned(lines: tuple[LineGrade, ...], over: int) -> Iterator[tuple[PartName, float]]:
    right = sum(line.verdict == "right" for line in lines)
    both = len(lines) + right + over
    yield "codes", 2 * right / both if both else 1.0
    if lines:
        yield "evidence", sum(line.evidence.share for line in lines if line.evidence) / len(lines)
    units = [line.units for line in lines if line.units is not None]
    if units:
        yield "units", sum(units) / len(units)
    modifiers = [line.modifiers for line in lines if line.modifiers is not None]
    if modifiers:
        yield "modifiers", sum(modifiers) / len(modifiers)

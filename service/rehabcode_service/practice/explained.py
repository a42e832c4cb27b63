"""Feedback with its reasons: rationale, rule, the look-alike's question, and what the suggester says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rehabcode.codebook import Codebook, LookAlike
from rehabcode.errors import RehabcodeError
from rehabcode_service.practice.cases import Case
from rehabcode_service.practice.desk import Feedback
from rehabcode_service.practice.grading import PASS_MARK, LineGrade
from rehabcode_service.practice.progress import Progress
from rehabcode_service.practice.schemas import FeedbackOut, ModelOut, ProgressOut, offsets_of

if TYPE_CHECKING:
    from rehabcode import Suggester
    from rehabcode_service.offsets import OffsetUnit


def explained(
    feedback: Feedback, codebook: Codebook, suggester: Suggester | None, unit: OffsetUnit = "codepoint"
) -> FeedbackOut:
    """Return feedback as it is shown; without a suggester nothing is said of it."""
    case, found = feedback.case, feedback.grade
    traps = [{**_fields(trap), "fallen": trap in found.fallen} for trap in case.traps]
    shown = {
        "attempt_id": feedback.attempt_id,
        "title": case.title,
        "score": found.score,
        "pass_mark": PASS_MARK,
        "parts": found.parts,
        "lines": [_line(line, case, codebook) for line in found.lines],
        "traps": traps,
        "questions": list(_questions(feedback, codebook)),
        "model": None if suggester is None else _model(case, suggester),
        "seconds": feedback.seconds,
        "next_due": feedback.due,
        "offset_unit": unit,
    }
    return FeedbackOut.model_validate(shown, context=offsets_of(case, unit))


def shown_progress(progress: Progress) -> ProgressOut:
    """Return progress as it is shown."""
    confusions = [dict(zip(("expected", "answered", "times"), one, strict=True)) for one in progress.confusions]
    return ProgressOut.model_validate({**_fields(progress), "confusions": confusions})


def _line(line: LineGrade, case: Case, codebook: Codebook) -> dict[str, Any]:
    gold, answered, words = line.gold, line.answered, line.evidence
    traps = [trap for trap in case.traps if trap.code == line.code and gold is None]
    return {
        "code": line.code,
        "name": codebook[line.code].name,
        "verdict": line.verdict,
        "rationale": gold.rationale if gold else " ".join(trap.rationale for trap in traps) or None,
        "source": gold.source if gold else " + ".join(dict.fromkeys(trap.source for trap in traps)) or None,
        "evidence": gold.evidence if gold else (),
        "shared_words": words.shared if words else 0,
        "gold_words": words.gold if words else 0,
        "marked_words": words.marked if words else 0,
        "minutes": gold.minutes if gold else None,
        "units": gold.units if gold else None,
        "answered_units": answered.units if answered else None,
        "units_right": line.units,
        "modifiers": gold.modifiers if gold else (),
        "answered_modifiers": answered.modifiers if answered else (),
        "modifiers_right": line.modifiers,
    }


def _questions(feedback: Feedback, codebook: Codebook) -> Iterator[LookAlike]:
    """Yield what tells the case's look-alikes apart, and those that were confused; each pair once."""
    told: set[frozenset[str]] = set()
    confused = ((one.expected, one.answered) for one in feedback.confusions)
    for one, other in (*confused, *feedback.case.look_alikes):
        rows = [*codebook.look_alikes(one), *codebook.look_alikes(other)]
        row = next((row for row in rows if {row.code, row.other} == {one, other}), None)
        if row is not None and frozenset((one, other)) not in told:
            told.add(frozenset((one, other)))
            yield row


def _model(case: Case, suggester: Suggester) -> ModelOut | None:
    try:
        found = [one.code for one in suggester.suggest(case.text, payer=case.payer)]
    except RehabcodeError:
        # The service may be set to read shorter notes than the case's; the answer is graded all the same.
        return None
    gold = [code.code for code in case.codes]
    return ModelOut(
        codes=found,
        missed=[code for code in gold if code not in found],
        over_coded=[code for code in found if code not in gold],
    )


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}

"""How far a learner has come, counted from what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, median

from rehabcode_service.practice.grading import PASS_MARK
from rehabcode_service.practice.schedule import Schedule
from rehabcode_service.store.tables import AttemptRow, OverrideRow


@dataclass(frozen=True, slots=True)
class CodeAccuracy:
    """How often a code came right, was missed, and was chosen without support."""

    code: str
    right: int
    missed: int
    over_coded: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What is shown of a learner. `score` and `seconds` are None before the first answer.

    `score` is the mean of all scores, an instructor's in place of the grade; `seconds` the median time of a case;
    `streak` the days in a row, up to today or yesterday, on which a case was answered.
    """

    answered: int
    passed: int
    score: float | None
    seconds: int | None
    streak: int
    due: int
    next_due: datetime | None
    codes: tuple[CodeAccuracy, ...]
    confusions: tuple[tuple[str, str, int], ...]


def progress_of(
    attempts: Sequence[AttemptRow],
    overrides: Mapping[str, Sequence[OverrideRow]],
    confused: Mapping[tuple[str, str], int],
    schedule: Schedule,
    now: datetime,
) -> Progress:
    """Count what a learner answered; `confused` tells how often one code was answered for another."""
    scores = [overrides[one.id][-1].score if one.id in overrides else one.score or 0.0 for one in attempts]
    times = [(one.answered_at - one.dealt_at).total_seconds() for one in attempts if one.answered_at is not None]
    days = {one.answered_at.date() for one in attempts if one.answered_at is not None}
    most_first = sorted(confused.items(), key=lambda item: (-item[1], item[0]))
    return Progress(
        len(attempts),
        sum(score >= PASS_MARK for score in scores),
        mean(scores) if scores else None,
        round(median(times)) if times else None,
        streak(days, now.date()),
        len(schedule.due(now)),
        schedule.next_due(),
        _accuracy(attempts),
        tuple((expected, answered, count) for (expected, answered), count in most_first),
    )


def streak(days: Iterable[date], today: date) -> int:
    """Return the days in a row that end today, or yesterday where today has nothing yet.

    >>> streak({date(2026, 3, 1), date(2026, 3, 2)}, date(2026, 3, 3))
    2
    """
    worked, length = set(days), 0
    day = today if today in worked else today - timedelta(days=1)
    while day in worked:
        length, day = length + 1, day - timedelta(days=1)
    return length


def _accuracy(attempts: Iterable[AttemptRow]) -> tuple[CodeAccuracy, ...]:
    counts = Counter((code, verdict) for one in attempts for code, verdict in (one.verdicts or {}).items())
    return tuple(
        CodeAccuracy(code, counts[code, "right"], counts[code, "missed"], counts[code, "over_coded"])
        for code in sorted({code for code, _ in counts})
    )

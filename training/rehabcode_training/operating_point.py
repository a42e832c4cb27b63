"""What each threshold costs, where a wrongly billed code costs as much as five missed ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rehabcode.ranking.consistency import Consistency
from rehabcode.records import NoteSuggestions
from rehabcode_training.answers import Answered
from rehabcode_training.markdown import number, percent, table
from rehabcode_training.measures.measure import harmonic, ratio
from rehabcode_training.measures.traps import bills_a_trap
from rehabcode_training.results import SweepLine, TrialLines

WRONG_COSTS = 5
"""How many missed codes a wrongly billed one costs: it is a false claim, a missed one is money not asked for."""
BREAK_EVEN = WRONG_COSTS / (WRONG_COSTS + 1)
"""Over this chance of being right a code costs less billed than left out, as far as scores are calibrated."""
STEPS = tuple(step / 20 for step in range(1, 20))


def thresholds(shipped: float) -> list[float]:
    """Return the thresholds that are tried: steps of 0.05, the one that ships, and where the cost breaks even."""
    return sorted({*STEPS, shipped, round(BREAK_EVEN, 2)})


def sweep_lines(rows: Sequence[Answered], consistency: Consistency, tried: Iterable[float]) -> list[SweepLine]:
    """Return what each threshold would have suggested, on the answers as they were scored."""
    return [_sweep_line(threshold, [at(row, consistency, threshold) for row in rows]) for threshold in tried]


def at(row: Answered, consistency: Consistency, threshold: float) -> Answered:
    """Return the row as it would be with another threshold; what is too unlikely to be considered stays out.

    An add-on is judged by its score alone here, and not held back for too few minutes.
    """
    ranked = (*row.answer.suggestions, *row.answer.considered)
    suggested = consistency.suggested({entry.code: entry.score for entry in ranked}, threshold)
    answer = NoteSuggestions(
        tuple(entry for entry in ranked if entry.code in suggested),
        tuple(entry for entry in ranked if entry.code not in suggested),
        row.answer.withheld, row.answer.versions,
    )  # fmt: skip
    return Answered(row.note, answer)


def _sweep_line(threshold: float, rows: Sequence[Answered]) -> SweepLine:
    counts = [(len(row.right), len(row.wrong), len(row.missed)) for row in rows]
    right, wrong, missed = (sum(count[place] for count in counts) for place in range(3))
    return SweepLine(
        threshold=threshold, right=right, wrong=wrong, missed=missed,
        exact=sum(not wrong and not missed for _, wrong, missed in counts),
        over=sum(wrong > missed for _, wrong, missed in counts),
        under=sum(wrong < missed for _, wrong, missed in counts),
        trapped=sum(map(bills_a_trap, rows)),
    )  # fmt: skip


def cost(line: SweepLine) -> int:
    """Return what a threshold costs, in missed codes."""
    return WRONG_COSTS * line.wrong + line.missed


def cheapest(sweep: Sequence[SweepLine]) -> SweepLine:
    """Return the threshold that costs least, the lowest of equals. Raises ValueError without any."""
    return min(sweep, key=lambda line: (cost(line), line.threshold))


def render_operating_point(trial: TrialLines, shipped: float) -> str:
    """Return the section: every threshold, which ships, which costs least, and when to take which."""
    best = cheapest(trial.sweep)
    rows = [(_mark(line, shipped, best), *_columns(line, trial.notes)) for line in trial.sweep]
    head = ("threshold", "wrong", "missed", "cost a note", "precision", "recall", "F1", "exact", "over : under", "trap")
    return "\n".join(("## The operating point\n", _told(trial, shipped, best), table(head, rows)))


def _told(trial: TrialLines, shipped: float, best: SweepLine) -> str:
    ships = min(trial.sweep, key=lambda line: abs(line.threshold - shipped))
    return (
        f"A wrongly billed code costs {WRONG_COSTS} missed ones; the cost is counted in missed codes, over the answers "
        "of the cross-validation by author. A code pays from a score of "
        f"{BREAK_EVEN:.2f} on, if scores are what they say; measured, {best.threshold:.2f} costs least, "
        f"{cost(best) / trial.notes:.2f} a note against {cost(ships) / trial.notes:.2f} at {shipped:.2f}, which "
        "`load()` takes. That one is for suggestions which a person reads before anything is billed: a wrong one costs "
        f"a look, a missed one may never be looked for; {ships.over} notes are given too much there, {ships.under} too "
        f"little. Where nobody looks, take `load(threshold={best.threshold:.2f})`.\n"
    )


def _mark(line: SweepLine, shipped: float, best: SweepLine) -> str:
    marks = [name for name, is_so in (("ships", line.threshold == shipped), ("costs least", line == best)) if is_so]
    return f"{line.threshold:.2f}" + (f" ({', '.join(marks)})" if marks else "")


def _columns(line: SweepLine, notes: int) -> tuple[str, ...]:
    precision, recall = ratio(line.right, line.right + line.wrong), ratio(line.right, line.right + line.missed)
    balance = ratio(line.over, line.under)
    return (
        str(line.wrong), str(line.missed), f"{cost(line) / notes:.2f}", number(precision), number(recall),
        number(harmonic(precision, recall)), percent(line.exact / notes), number(balance),
        percent(line.trapped / notes),
    )  # fmt: skip

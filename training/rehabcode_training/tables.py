"""From the answered notes of one trial to its lines in the results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from rehabcode_training.answers import Answered
from rehabcode_training.bootstrap import Figure, figure
from rehabcode_training.causes import code_errors, confusions
from rehabcode_training.layouts import layout_of
from rehabcode_training.measures import MEASURES
from rehabcode_training.measures.calibration import CALIBRATION_ERROR, errors_by_code
from rehabcode_training.measures.code_set import EXACT_SET, MICRO_F1, as_number
from rehabcode_training.measures.measure import Needs, harmonic, ratio
from rehabcode_training.measures.traps import TRAP_BILLED
from rehabcode_training.reliability import bin_lines
from rehabcode_training.results import (
    BalanceLine,
    CauseLine,
    CodeLine,
    ConfusionLine,
    FigureLine,
    SliceLine,
    SweepLine,
    TrapLine,
    TrialLines,
)
from rehabcode_training.spans import touches

Key = Callable[[Answered], str]

SLICES: Mapping[str, Key] = {
    "kind": lambda row: row.note.kind,
    "discipline": lambda row: row.note.discipline,
    "layout": lambda row: layout_of(row.note.text),
    "author": lambda row: row.note.author,
}


def trial_lines(
    name: str,
    figures: dict[str, dict[str, FigureLine]],
    rows: Sequence[Answered],
    *,
    error_causes: Sequence[CauseLine] = (),
    sweep: Sequence[SweepLine] = (),
) -> TrialLines:
    """Return the lines of one trial; all but the figures are about `rows`, the answers of the product."""
    return TrialLines(
        name=name,
        notes=len(rows),
        clusters=len({row.note.group for row in rows}),
        figures=figures,
        codes=code_lines(rows),
        slices={of: slice_lines(rows, key) for of, key in SLICES.items()},
        traps=trap_lines(rows),
        confusions=[
            ConfusionLine(missed=missed, suggested=suggested, notes=notes)
            for (missed, suggested), notes in sorted(confusions(rows).items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        causes=cause_lines(rows),
        balance=balance_line(rows),
        error_causes=list(error_causes),
        bins=bin_lines(rows),
        sweep=list(sweep),
    )


def figure_lines(
    rows: Sequence[Answered], *, gives: Iterable[Needs], clusters: Sequence[str] | None
) -> dict[str, FigureLine]:
    """Return every measure that the answers give what it needs for, by name."""
    given = set(gives)
    measured = {
        measure.name: figure(measure, rows, clusters=clusters) for measure in MEASURES if measure.needs in given
    }
    return {name: _figure_line(measured_figure) for name, measured_figure in measured.items()}


def _figure_line(measured: Figure) -> FigureLine:
    return FigureLine(value=measured.value, low=measured.low, high=measured.high)


def code_lines(rows: Sequence[Answered]) -> list[CodeLine]:
    """Return a line for each code that is labelled or wrongly suggested, most labels first."""
    gold = Counter(label.code for row in rows for label in row.demanded)
    found = Counter(label.code for row in rows for label in row.found)
    right = Counter(row.labels(entry.code)[0].code for row in rows for entry in row.right)
    wrong = Counter(entry.code for row in rows for entry in row.wrong)
    errors = errors_by_code(np.concatenate([CALIBRATION_ERROR.table(row) for row in rows]))
    lines = []
    for code in sorted(gold | wrong, key=lambda code: (-gold[code], code)):
        precision, recall = ratio(right[code], right[code] + wrong[code]), ratio(found[code], gold[code])
        lines.append(
            CodeLine(
                code=code,
                gold=gold[code],
                suggested=right[code] + wrong[code],
                precision=precision,
                recall=recall,
                f1=harmonic(precision, recall),
                calibration_error=errors.get(as_number(code)),
            )
        )
    return lines


def slice_lines(rows: Iterable[Answered], key: Key) -> list[SliceLine]:
    """Return a line for each value of the key that is not empty, by name."""
    of: defaultdict[str, list[Answered]] = defaultdict(list)
    for row in rows:
        of[key(row)].append(row)
    return [
        SliceLine(
            name=name,
            notes=len(own),
            micro_f1=MICRO_F1.of(own),
            exact_set=EXACT_SET.of(own),
            trap_billed=TRAP_BILLED.of(own),
        )
        for name, own in sorted(of.items())
        if name
    ]


def trap_lines(rows: Iterable[Answered]) -> list[TrapLine]:
    """Return a line for each assertion, most traps first."""
    traps: Counter[str] = Counter()
    billed: Counter[str] = Counter()
    for row in rows:
        evidence = [span for entry in row.answer.suggestions for span in entry.evidence]
        traps.update(trap.assertion for trap in row.note.traps)
        billed.update(trap.assertion for trap in row.note.traps if touches(trap, evidence))
    return [TrapLine(assertion=name, traps=count, billed=billed[name]) for name, count in traps.most_common()]


def cause_lines(rows: Iterable[Answered]) -> list[CauseLine]:
    """Return a line for each cause that occurs, the missed codes first."""
    counts = Counter((error.side, error.cause) for error in code_errors(rows))
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return [CauseLine(side=side, cause=cause, codes=codes) for (side, cause), codes in ordered]


def balance_line(rows: Iterable[Answered]) -> BalanceLine:
    """Return how many notes are exact, and how the others fail."""
    notes = Counter((bool(row.wrong), bool(row.missed)) for row in rows)
    return BalanceLine(
        exact=notes[False, False], over_only=notes[True, False], under_only=notes[False, True], both=notes[True, True]
    )

"""The section of one trial in training/RESULTS.md."""

from __future__ import annotations

from collections.abc import Iterable

from rehabcode_training.markdown import NONE, number, percent, table
from rehabcode_training.measures import MEASURES, Measure
from rehabcode_training.results import CodeLine, FigureLine, SliceLine, TrialLines

MOST = 15
"""Confusion pairs shown."""

TITLES = {
    "cv_group": "Cross-validation by note group",
    "cv_author": "Cross-validation by author file",
    "dev": "Development notes",
    "real_notes": "Notes that others wrote",
}

EXPLANATIONS = {
    "cv_group": "Folds of the fitting corpus; notes that share a clinician stay on one side.",
    "cv_author": "Folds of the fitting corpus; whole authors are held out, so this is what a new voice costs.",
    "dev": "Fitted on the whole fitting corpus, scored on notes that nobody opens.",
    "real_notes": (
        "Third-party notes, never fitted on. Precision against a label and its equals, arguable labels neither "
        "rewarded nor punished, recall on stated and clear labels only; intervals by source; minutes are not labelled."
    ),
}

OWN_FLOORS = {"real_notes": {"micro_f1": "0.75", "trap_billed": "4%"}}
"""The notes that others wrote are few and partly labelled by their sources: these floors are all that they have."""


def render_trial(trial: TrialLines) -> str:
    """Return the section of one trial."""
    parts = [
        f"## {TITLES[trial.name]}\n\n{EXPLANATIONS[trial.name]} {trial.notes} notes, {trial.clusters} groups.\n",
        _figures(trial),
        _balance(trial),
        _codes(trial.codes),
    ]
    parts += [_slices(name, lines) for name, lines in trial.slices.items() if len(lines) > 1]
    parts += [_traps(trial), _confusions(trial), _causes(trial)]
    return "\n".join(part for part in parts if part)


def _figures(trial: TrialLines) -> str:
    floors = OWN_FLOORS.get(trial.name, {measure.name: measure.floor for measure in MEASURES})
    rows = [
        (
            measure.title,
            floors.get(measure.name) or NONE,
            measure.aim or NONE,
            *(_figure(measure, of.get(measure.name)) for of in trial.figures.values()),
        )
        for measure in MEASURES
    ]
    return table(("measure", "floor", "aim", *trial.figures), rows)


def _figure(measure: Measure, line: FigureLine | None) -> str:
    if line is None or line.value is None:
        return NONE
    show = percent if measure.percent else number
    return f"{show(line.value)} [{show(line.low)}, {show(line.high)}]"


def _balance(trial: TrialLines) -> str:
    balance = trial.balance
    return table(
        ("notes with the exact set", "too many codes only", "too few only", "both"),
        [(str(balance.exact), str(balance.over_only), str(balance.under_only), str(balance.both))],
    )


def _codes(lines: Iterable[CodeLine]) -> str:
    rows = [
        (
            line.code,
            str(line.gold),
            str(line.suggested),
            number(line.precision),
            number(line.recall),
            number(line.f1),
            number(line.calibration_error),
        )
        for line in lines
    ]
    head = ("code", "labelled", "suggested", "precision", "recall", "F1", "calibration error")
    return "### By code\n\n" + table(head, rows)


def _slices(name: str, lines: Iterable[SliceLine]) -> str:
    rows = [
        (line.name, str(line.notes), number(line.micro_f1), number(line.exact_set), percent(line.trap_billed))
        for line in lines
    ]
    return f"### By {name}\n\n" + table((name, "notes", "micro-F1", "exact code set", "a trap billed"), rows)


def _traps(trial: TrialLines) -> str:
    rows = [
        (line.assertion, str(line.traps), str(line.billed), percent(line.billed / line.traps)) for line in trial.traps
    ]
    return "### Traps\n\n" + table(("assertion", "traps", "shown as evidence", "share"), rows) if rows else ""


def _confusions(trial: TrialLines) -> str:
    rows = [(line.missed, line.suggested, str(line.notes)) for line in trial.confusions[:MOST]]
    if not rows:
        return ""
    return "### Look-alikes confused on the same words\n\n" + table(("missed", "suggested instead", "notes"), rows)


def _causes(trial: TrialLines) -> str:
    rows = [(line.side, line.cause, str(line.codes)) for line in trial.causes]
    return "### Errors by cause\n\n" + table(("side", "cause", "codes"), rows) if rows else ""

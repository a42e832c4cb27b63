"""The card says what was fitted, what it is for, and where it fails: from the figures, and anew when they change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rehabcode_training.answers import Answered
from rehabcode_training.card_failures import known_failures
from rehabcode_training.documents import artifact_card
from rehabcode_training.errors import ResultsError
from rehabcode_training.model_card import read_card, render_card
from rehabcode_training.results import (
    BalanceLine,
    CauseLine,
    CodeLine,
    ConfusionLine,
    Results,
    SliceLine,
    SweepLine,
    TrapLine,
    TrialLines,
)

Build = Callable[[dict[str, Any]], Answered]


def code(name: str, gold: int, f1: float | None) -> CodeLine:
    return CodeLine(code=name, gold=gold, suggested=gold, precision=f1, recall=f1, f1=f1, calibration_error=None)


def notes(name: str, f1: float, trapped: float) -> SliceLine:
    return SliceLine(name=name, notes=9, micro_f1=f1, exact_set=0.5, trap_billed=trapped)


def sweep(threshold: float, wrong: int) -> SweepLine:
    return SweepLine(threshold=threshold, right=9, wrong=wrong, missed=1, exact=1, over=1, under=1, trapped=0)


@pytest.fixture
def trial() -> TrialLines:
    return TrialLines(
        name="cv_author", notes=77, clusters=9, figures={"rehabcode": {}},
        codes=[code("97110", 60, 0.9), code("97140", 30, 0.5), code("97035", 3, 0.1)],
        slices={"kind": [notes("daily", 0.9, 0.1), notes("group", 0.4, 0.6)], "layout": [notes("table", 0.8, 0.2)]},
        traps=[TrapLine(assertion="planned", traps=50, billed=1), TrapLine(assertion="negated", traps=20, billed=5)],
        confusions=[ConfusionLine(missed="97530", suggested="97110", notes=4)],
        causes=[CauseLine(side="missed", cause="told from answers", codes=1)],
        balance=BalanceLine(exact=1, over_only=1, under_only=1, both=1),
        error_causes=[CauseLine(side="wrong", cause="wrong look-alike", codes=8)],
        sweep=[sweep(0.42, 5), sweep(0.8, 0)],
    )  # fmt: skip


@pytest.fixture
def results(trial: TrialLines) -> Results:
    return Results(
        date="2026-01-01", corpus_sha256="c" * 64, dev_sha256="d" * 64, real_notes_sha256=None,
        artifact_sha256="a" * 64, versions={}, left_out=[],
        trials=[trial.model_copy(update={"name": "dev", "notes": 500}), trial],
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "| 97140 | 30 | 0.500 | 0.500 | 0.500 |",
        "| group | 9 | 0.400 | 0.500 | 60.0% |",
        "| table | 9 | 0.800 | 0.500 | 20.0% |",
        "cross-validation by author file: 77 notes",
        "with 93 labelled codes and 70 traps",
        "`load(threshold=0.80)` costs least",
        "## What it must not be used for",
        "../training/RESULTS.md",
    ],
)
def test_the_card_says(line: str, results: Results) -> None:
    assert line in render_card(artifact_card(), results)


def test_the_card_is_of_the_artifact(results: Results) -> None:
    card = {**artifact_card(), "ranker": "of tomorrow", "notes": 4321, "threshold": 0.77}
    text = render_card(card, results)
    assert "`of tomorrow`" in text
    assert "4321 notes" in text
    assert "| suggests from a score of | 0.77 |" in text


@pytest.mark.parametrize(
    "line",
    [
        "Weakest of the codes with 20 labels: 97140 (F1 0.500), 97110 (F1 0.900).",
        "Too seldom labelled to be judged (under 5 times): 97035.",
        "billed most often: group (micro-F1 0.400, a trap billed in 60.0%), daily",
        "shown as evidence all the same: negated 25.0%, planned 2.0%.",
        "in notes: 97110 for 97530 (4).",
        "Codes wrongly suggested, by cause: wrong look-alike 8.",
    ],
)
def test_failures_are_told_worst_first(line: str, trial: TrialLines) -> None:
    assert line in known_failures(trial)


def test_causes_told_beside_the_note_go_before_those_told_from_answers(trial: TrialLines) -> None:
    assert "told from answers" not in known_failures(trial)
    assert "told from answers 1" in known_failures(trial.model_copy(update={"error_causes": []}))


def test_figures_of_before_have_a_card_too(results: Results, trial: TrialLines) -> None:
    """Results that were kept before layouts and thresholds were measured."""
    kinds = {"kind": trial.slices["kind"]}
    before = results.model_copy(update={"trials": [trial.model_copy(update={"slices": kinds, "sweep": []})]})
    text = render_card(artifact_card(), before)
    assert "### By layout" not in text
    assert "costs least" not in text
    assert "### By kind" in text


def test_an_artifact_without_a_card_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"no card\.json; run `python -m rehabcode_training fit`"):
        read_card(tmp_path)

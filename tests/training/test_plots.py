"""Plots draw what was kept; what was not measured yet is said, with the command that measures it."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from rehabcode_training import plots
from rehabcode_training.error_history import Entry, History
from rehabcode_training.results import BinLine, CauseLine, ConfusionLine, FigureLine, Results, SweepLine, TrialLines
from rehabcode_training.variant_lines import Kind, VariantLine, Variants

EMPTY = TrialLines.model_construct(name="cv_author", notes=10, confusions=[], bins=[], sweep=[])


def sweep(threshold: float, wrong: int) -> SweepLine:
    return SweepLine(threshold=threshold, right=9, wrong=wrong, missed=1, exact=1, over=1, under=1, trapped=0)


TRIAL = EMPTY.model_copy(
    update={
        "confusions": [ConfusionLine(missed="97530", suggested="97110", notes=4)],
        "bins": [BinLine(score=0.1, right=0.2, codes=30), BinLine(score=0.9, right=0.8, codes=30)],
        "sweep": [sweep(0.4, 5), sweep(0.8, 1)],
    }
)


def row(name: str, kind: Kind, fitted: int, score: float) -> VariantLine:
    line = FigureLine(value=score, low=score - 0.01, high=score + 0.02)
    difference = None if kind == "whole" else FigureLine(value=score - 0.9, low=score - 0.92, high=score - 0.89)
    return VariantLine(
        name=name, kind=kind, date="2026-01-01", fitted=fitted, figures={"micro_f1": line}, difference=difference,
        ratio=2.0, megabytes=9.0,
    )  # fmt: skip


ROWS = [row("all", "whole", 100, 0.9), row("half", "without", 50, 0.8)]
VARIANTS = Variants(corpus_sha256="c", artifact_sha256="a", notes=120, folds=3, rows=ROWS)


def entry(ranker: str, codes: int) -> Entry:
    return Entry(
        date="2026-01-01", artifact_sha256=ranker, corpus_sha256="c", trial="dev", notes=9, labelled=50,
        causes=[CauseLine(side="missed", cause="not found", codes=codes)],
    )  # fmt: skip


def axes_of(figure: Figure) -> Axes:
    (axes,) = figure.get_axes()
    return axes


def points_of(line: Line2D) -> list[list[float]]:
    points: list[list[float]] = np.asarray(line.get_xydata()).tolist()
    return points


def widths_of(axes: Axes) -> list[float]:
    return [round(bar.get_width(), 6) for bar in axes.patches if isinstance(bar, Rectangle)]


def results(trial: TrialLines) -> Results:
    return Results.model_construct(trials=[trial])


NOTHING: dict[str, Callable[[], Figure]] = {
    "evaluate": lambda: plots.calibration_plot(results(EMPTY)),
    "evaluate ": lambda: plots.confusion_plot(EMPTY),
    "evaluate  ": lambda: plots.cost_plot(EMPTY, 0.42),
    "errors": lambda: plots.error_plot(History(), "dev"),
    "learning-curve": lambda: plots.learning_plot(None),
    "ablate": lambda: plots.ingredient_plot(None),
}


@pytest.mark.parametrize(("command", "draw"), NOTHING.items(), ids=range(len(NOTHING)))
def test_what_was_not_measured_says_by_which_command_it_comes(command: str, draw: Callable[[], Figure]) -> None:
    (text,) = axes_of(draw()).texts
    assert text.get_text().endswith(f"not measured yet\npython -m rehabcode_training {command.strip()}")


def test_calibration_is_drawn_against_the_diagonal() -> None:
    diagonal, curve = axes_of(plots.calibration_plot(results(TRIAL))).get_lines()
    assert points_of(diagonal) == [[0, 0], [1, 1]]
    assert points_of(curve) == [[0.1, 0.2], [0.9, 0.8]]


def test_a_trial_too_small_for_shares_has_no_curve() -> None:
    small = TRIAL.model_copy(update={"bins": [BinLine(score=0.1, right=0.2, codes=19)]})
    assert not axes_of(plots.calibration_plot(results(small))).get_lines()


def test_a_pair_has_a_bar_of_its_notes() -> None:
    axes = axes_of(plots.confusion_plot(TRIAL))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["97110 for 97530"]
    assert widths_of(axes) == [4]


def test_errors_of_the_first_and_of_the_newest_ranker_stand_side_by_side() -> None:
    axes = axes_of(plots.error_plot(History(entries=[entry("old", 5), entry("mid", 9), entry("new", 1)]), "dev"))
    assert widths_of(axes) == [10.0, 2.0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["missed: not found"]


def test_the_curve_goes_from_few_notes_to_many() -> None:
    line, *_ = axes_of(plots.learning_plot(VARIANTS)).get_lines()
    assert points_of(line) == [[50, 0.8], [100, 0.9]]


def test_a_cost_is_counted_in_missed_codes_a_note() -> None:
    line, ships, cheapest = axes_of(plots.cost_plot(TRIAL, 0.4)).get_lines()
    assert points_of(line) == [[0.4, 2.6], [0.8, 0.6]]
    assert (ships.get_label(), cheapest.get_label()) == ("ships: 0.40", "costs least: 0.80")


def test_an_ingredient_brings_what_is_lost_without_it() -> None:
    axes = axes_of(plots.ingredient_plot(VARIANTS))
    assert widths_of(axes) == [0.1]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["half"]


def test_a_plot_can_be_written() -> None:
    picture = io.BytesIO()
    plots.learning_plot(VARIANTS).savefig(picture, format="png")
    assert picture.getvalue().startswith(b"\x89PNG")

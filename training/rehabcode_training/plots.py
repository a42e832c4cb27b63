"""The figures of the results as plots, drawn from what was kept and never by measuring again.

Each returns a figure of its own; one whose figures were not measured yet says by which command they come.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rehabcode_training.error_history import Entry, History
from rehabcode_training.measures.calibration import ENOUGH
from rehabcode_training.operating_point import cheapest, cost
from rehabcode_training.results import FigureLine, Results, TrialLines
from rehabcode_training.trial_report import TITLES
from rehabcode_training.variant_lines import Variants
from rehabcode_training.variant_report import by_size, gain_of

SIZE, WIDE = (5.0, 4.0), (8.0, 4.0)
MOST = 12
"""Bars in a plot."""


def calibration_plot(results: Results) -> Figure:
    """Of what was given about this score, how much was right? The diagonal is what a score promises.

    A curve for each trial that is large enough: a point of fewer than ENOUGH codes is no share.
    """
    trials = [trial for trial in results.trials if trial.bins and min(line.codes for line in trial.bins) >= ENOUGH]
    if not trials:
        return _nothing("the calibration curve", "evaluate")
    figure, axes = _axes(SIZE, "Calibration", "score", "share that was right")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for trial in trials:
        points = [(line.score, line.right) for line in trial.bins]
        axes.plot(*zip(*points, strict=True), marker="o", markersize=3, label=TITLES[trial.name].lower())
    axes.legend(fontsize="small")
    return figure


def confusion_plot(trial: TrialLines) -> Figure:
    """Which look-alike was suggested on the words of which missed code, in how many notes."""
    lines = trial.confusions[:MOST]
    if not lines:
        return _nothing("confusion pairs", "evaluate")
    figure, axes = _axes(SIZE, "Look-alikes", "notes", "")
    axes.barh([f"{line.suggested} for {line.missed}" for line in lines], [line.notes for line in lines])
    axes.invert_yaxis()
    return figure


def error_plot(history: History, trial: str) -> Figure:
    """Errors by cause, of the first ranker that was measured and of the newest."""
    entries = [entry for entry in history.entries if entry.trial == trial]
    if not entries:
        return _nothing("errors by cause", "errors")
    shown = [entries[0], *entries[-1:]] if len(entries) > 1 else entries
    causes = [(line.side, line.cause) for line in sorted(shown[-1].causes, key=lambda line: (line.side, -line.codes))]
    causes += sorted({(line.side, line.cause) for line in shown[0].causes} - {*causes})
    figure, axes = _axes(WIDE, TITLES[trial], "codes, per hundred labelled", "")
    for place, entry in enumerate(shown):
        heights = [index + (place - (len(shown) - 1) / 2) * 0.4 for index in range(len(causes))]
        axes.barh(heights, _shares(entry, causes), height=0.4, label=_name(entry))
    axes.set_yticks(range(len(causes)), [f"{side}: {cause}" for side, cause in causes])
    axes.invert_yaxis()
    axes.legend(fontsize="small")
    return figure


def learning_plot(curve: Variants | None) -> Figure:
    """Micro-F1 on held-out authors by the notes that were fitted on, with 95% intervals."""
    if curve is None or not curve.rows:
        return _nothing("the learning curve", "learning-curve")
    rows = by_size(curve)
    figure, axes = _axes(SIZE, "Does more data still pay?", "notes fitted on", "micro-F1, authors held out")
    lines = [row.figures["micro_f1"] for row in rows]
    axes.errorbar([row.fitted for row in rows], [line.value or 0.0 for line in lines], yerr=_arms(lines), marker="o")
    return figure


def cost_plot(trial: TrialLines, shipped: float) -> Figure:
    """What a note costs at each threshold, in missed codes, and which threshold ships."""
    if not trial.sweep:
        return _nothing("the cost of each threshold", "evaluate")
    figure, axes = _axes(SIZE, "The operating point", "threshold", "cost a note, in missed codes")
    points = [(line.threshold, cost(line) / trial.notes) for line in trial.sweep]
    axes.plot(*zip(*points, strict=True))
    axes.axvline(shipped, color="0.5", linestyle="--", label=f"ships: {shipped:.2f}")
    best = cheapest(trial.sweep).threshold
    axes.axvline(best, color="0.5", linestyle=":", label=f"costs least: {best:.2f}")
    axes.legend(fontsize="small")
    return figure


def ingredient_plot(ablation: Variants | None) -> Figure:
    """What each ingredient brings in micro-F1, with paired 95% intervals."""
    rows = sorted(ablation.of("without"), key=lambda row: gain_of(row).value or 0.0) if ablation else []
    if not rows:
        return _nothing("the ingredients", "ablate")
    figure, axes = _axes(WIDE, "What each ingredient brings", "micro-F1", "")
    gains = [gain_of(row) for row in rows]
    axes.barh([row.name for row in rows], [gain.value or 0.0 for gain in gains], xerr=_arms(gains))
    axes.axvline(0, color="0.3", linewidth=1)
    return figure


def _axes(size: tuple[float, float], title: str, x: str, y: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=size, layout="constrained", dpi=80)
    axes = figure.subplots()
    axes.set(title=title, xlabel=x, ylabel=y)
    return figure, axes


def _nothing(what: str, command: str) -> Figure:
    figure, axes = _axes((5.0, 1.0), "", "", "")
    axes.axis("off")
    axes.text(0.5, 0.5, f"{what}: not measured yet\npython -m rehabcode_training {command}", ha="center", va="center")
    return figure


def _arms(lines: Sequence[FigureLine]) -> list[list[float]]:
    """Return how far each interval reaches to either side of its value."""
    below = [(line.value or 0.0) - (line.low or 0.0) for line in lines]
    return [below, [(line.high or 0.0) - (line.value or 0.0) for line in lines]]


def _shares(entry: Entry, causes: Sequence[tuple[str, str]]) -> list[float]:
    counts = {(line.side, line.cause): line.codes for line in entry.causes}
    return [100 * counts.get(cause, 0) / max(entry.labelled, 1) for cause in causes]


def _name(entry: Entry) -> str:
    return f"{entry.date}, ranker {(entry.artifact_sha256 or 'none')[:8]}"

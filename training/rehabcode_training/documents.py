"""The generated documents, whole: which files of figures stand behind each, and where each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from rehabcode_training import model_card, report
from rehabcode_training.benchmark import read_benchmark
from rehabcode_training.error_history import read_history, render_history
from rehabcode_training.model_card import Card, read_card, render_card
from rehabcode_training.operating_point import render_operating_point
from rehabcode_training.results import TRAINING, Results, read_results
from rehabcode_training.variant_lines import Variants, read_variants
from rehabcode_training.variant_report import ABLATION, CURVE, render_ablation, render_curve

MODEL = TRAINING.parent / "model"
VARIANTS: Mapping[str, Callable[[Variants, Results], str]] = {ABLATION: render_ablation, CURVE: render_curve}


def documents(folder: Path = TRAINING) -> dict[Path, str]:
    """Return each document's text by the path where it stands, rendered from the figures in a folder.

    The model card stands beside the model where the figures are the project's own, else beside the figures. Raises
    ResultsError where figures or the artifact's card are missing, or have another form.
    """
    results, card = read_results(folder), artifact_card()
    results_text = report.render(results, read_benchmark(folder), sections(folder, results, card))
    beside = MODEL if folder.resolve() == TRAINING else folder
    return {folder / report.FILE: results_text, beside / model_card.FILE: render_card(card, results)}


def sections(folder: Path, results: Results, card: Card) -> Iterator[str]:
    """Yield the sections of RESULTS.md that are measured apart, each where it has been."""
    for trial in results.trials:
        if trial.name == "cv_author" and trial.sweep:
            yield render_operating_point(trial, card["threshold"])
    history = read_history(folder)
    if history.entries:
        yield render_history(history)
    for name, rendered in VARIANTS.items():
        if variants := read_variants(folder / name):
            yield rendered(variants, results)


def artifact_card() -> Card:
    """Return the card of the ranker in the tree."""
    return read_card(Path(str(files("rehabcode"))) / "ranking" / "artifact")

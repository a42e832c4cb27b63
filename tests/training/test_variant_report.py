"""The tables of ingredients and of the learning curve say what was kept, and of which ranker."""

from __future__ import annotations

import pytest

from rehabcode_training.results import FigureLine, Results
from rehabcode_training.variant_lines import Kind, VariantLine, Variants
from rehabcode_training.variant_report import is_measurable, render_ablation, render_curve

SHOWN = ("micro_f1", "macro_f1", "exact_set", "trap_billed")


def figure(value: float, low: float, high: float) -> FigureLine:
    return FigureLine(value=value, low=low, high=high)


def row(name: str, kind: Kind, score: float, ends: tuple[float, float] | None = None, **more: float) -> VariantLine:
    difference = figure(round(score - 0.9, 4), *ends) if ends else None
    return VariantLine(
        name=name, kind=kind, date="2026-01-01", fitted=int(more.get("fitted", 100)),
        figures={name: figure(score, score - 0.01, score + 0.01) for name in SHOWN},
        difference=difference, ratio=more.get("ratio", 2.0), megabytes=more.get("megabytes", 10.0),
    )  # fmt: skip


def variants(*rows: VariantLine) -> Variants:
    return Variants(corpus_sha256="c" * 64, artifact_sha256="a" * 64, notes=120, folds=3, rows=list(rows))


WHOLE = row("all", "whole", 0.9)


@pytest.fixture
def results() -> Results:
    return Results.model_construct(corpus_sha256="c" * 64, artifact_sha256="a" * 64)


def test_every_variant_is_named_by_what_it_is(results: Results) -> None:
    rows = (row("phrases", "alone", 0.5, (-0.5, -0.3)), row("pairs", "without", 0.88, (-0.03, -0.01)))
    text = render_ablation(variants(WHOLE, *rows, row("more", "with", 0.9, (-0.01, 0.01))), results)
    assert "| all | 0.900 | – | 0.900 | 0.900 | 90.0% | 2.00 | 10.0 |" in text
    assert "| phrases alone | 0.500 | -0.400 [-0.500, -0.300] |" in text
    assert "| without pairs | 0.880 | -0.020 [-0.030, -0.010] |" in text
    assert "| with more |" in text
    assert "changed since" not in text


def test_an_ingredient_stands_beside_its_cost(results: Results) -> None:
    dear = row("dear", "without", 0.88, (-0.03, -0.01), ratio=1.5, megabytes=4.0)
    idle = row("idle", "without", 0.899, (-0.004, 0.002), ratio=1.9, megabytes=9.5)
    text = render_ablation(variants(WHOLE, idle, dear), results)
    costs = text[text.index("### What each ingredient brings and costs") :]
    assert "| dear | +0.020 [+0.010, +0.030] | +0.020 | +2.0% | +0.50 | +6.00 | yes |" in costs
    assert "| idle | +0.001 [-0.002, +0.004] | +0.001 | +0.1% | +0.10 | +0.50 | no |" in costs
    assert costs.index("| dear |") < costs.index("| idle |"), "the dearest loss first"


def test_figures_of_an_earlier_ranker_say_so(results: Results) -> None:
    later = results.model_copy(update={"artifact_sha256": "b" * 64})
    assert "Corpus or ranker have changed since" in render_ablation(variants(WHOLE), later)
    assert "Not measured yet." in render_ablation(variants(WHOLE), later)


@pytest.mark.parametrize(
    ("ends", "says"),
    [((-0.03, -0.01), "More notes still pay: "), ((-0.03, 0.01), "More notes no longer pay measurably: ")],
    ids=["pays", "not-measurably"],
)
def test_the_curve_goes_from_few_to_many_and_says_whether_more_pays(
    ends: tuple[float, float], says: str, results: Results
) -> None:
    rows = (row("75%", "without", 0.88, ends, fitted=75), row("25%", "without", 0.8, (-0.2, -0.05), fitted=25))
    text = render_curve(variants(WHOLE, *rows), results)
    assert text.index("| 25% | 25 |") < text.index("| 75% | 75 |") < text.index("| all | 100 |")
    assert f"{says}all of them bring +0.020" in text


@pytest.mark.parametrize(("low", "high", "measurable"), [(0.1, 0.2, True), (-0.2, -0.1, True), (-0.1, 0.1, False)])
def test_measurable_is_what_leaves_out_nought(low: float, high: float, measurable: bool) -> None:
    assert is_measurable(figure(0.0, low, high)) is measurable

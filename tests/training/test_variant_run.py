"""Rows are kept as they are done, gone on from where they belong to the same notes, and compared note by note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from rehabcode.records import Evidence, NoteSuggestions, Suggestion, Versions
from rehabcode_training.answers import Suggests
from rehabcode_training.corpus import LabelledNote
from rehabcode_training.errors import ResultsError
from rehabcode_training.variant_lines import Kind, VariantLine, read_variants
from rehabcode_training.variant_run import Plan, cases_of, run_variants, text_of
from rehabcode_training.variants import Fitted, Variant

Notes = tuple[LabelledNote, ...]


@dataclass(frozen=True)
class Fixed:
    """Suggests the same codes for every note."""

    codes: tuple[str, ...]

    def suggest(self, text: str, /) -> NoteSuggestions:
        proof = (Evidence(0, 5, text[:5], "any", "", "any"),)
        return NoteSuggestions(
            tuple(Suggestion(code, code, 0.9, proof) for code in self.codes), (), (), Versions("", "", "")
        )


class Fits:
    """A variant's fit that counts how often it is called."""

    def __init__(self, *codes: str, breaks: bool = False) -> None:
        self.codes, self.breaks, self.calls = codes, breaks, 0

    def __call__(self, notes: Sequence[LabelledNote]) -> Fitted:
        self.calls += 1
        if self.breaks:
            raise KeyboardInterrupt
        return Fitted(self.make, 1.5, len(notes))

    def make(self) -> Suggests:
        return Fixed(self.codes)


def variant(name: str, kind: Kind, fit: Fits) -> Variant:
    return Variant(name, kind, fit)


@pytest.fixture
def plan(dozen: Notes, tmp_path: Path) -> Plan:
    """The whole finds a code in every note and half of them right; the other finds none right."""
    rows = (variant("all", "whole", Fits("97110")), variant("less", "without", Fits("97535")))
    return Plan(rows, dozen, tmp_path / "rows.json", folds=2)


def lines(plan: Plan) -> list[VariantLine]:
    return [*run_variants(plan)]


def test_a_row_says_what_was_reached_and_at_what_cost(plan: Plan) -> None:
    whole, less = lines(plan)
    assert whole.figures["micro_f1"].value == pytest.approx(1 / 3, abs=1e-4)
    assert less.figures["micro_f1"].value == 0.0
    assert whole.difference is None
    assert less.difference is not None
    assert less.difference.value == pytest.approx(-1 / 3, abs=1e-4)
    assert (less.difference.low or 0) < (less.difference.high or 0) <= 0.0
    assert (whole.fitted, whole.megabytes) == (6, 1.5)
    assert whole.ratio is not None
    assert whole.ratio > 0.0


def test_a_row_that_is_done_is_not_measured_again(plan: Plan) -> None:
    first = lines(plan)
    third = Fits("97140")
    further = replace(plan, variants=(*plan.variants, variant("more", "with", third)))
    assert [line.name for line in lines(further)] == ["more"]
    assert third.calls == 2
    kept = read_variants(plan.path)
    assert kept is not None
    assert [row.name for row in kept.rows] == [*(line.name for line in first), "more"]


def test_a_run_that_breaks_off_keeps_what_is_done(plan: Plan) -> None:
    broken = replace(plan, variants=(plan.variants[0], variant("less", "without", Fits(breaks=True))))
    with pytest.raises(KeyboardInterrupt):
        lines(broken)
    assert [line.name for line in lines(plan)] == ["less"]


@pytest.mark.parametrize("changed", ["notes", "folds", "ranker"])
def test_rows_of_other_notes_folds_or_rankers_are_measured_again(
    changed: str, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines(plan)
    other = {"notes": replace(plan, notes=plan.notes[:-1]), "folds": replace(plan, folds=3)}.get(changed, plan)
    if changed == "ranker":
        monkeypatch.setattr("rehabcode_training.variant_run.artifact_sha256", lambda: "of another")
    assert [line.name for line in lines(other)] == ["all", "less"]


def test_the_same_answers_do_not_differ(plan: Plan) -> None:
    _, same = lines(replace(plan, variants=(plan.variants[0], variant("same", "with", Fits("97110")))))
    assert same.difference is not None
    assert (same.difference.value, same.difference.low, same.difference.high) == (0.0, 0.0, 0.0)


def test_without_the_whole_nothing_is_compared(plan: Plan) -> None:
    with pytest.raises(ValueError, match="the whole comes first"):
        lines(replace(plan, variants=plan.variants[1:]))


def test_a_file_of_another_form_is_told(plan: Plan) -> None:
    plan.path.write_text("{}", encoding="utf-8")
    with pytest.raises(ResultsError, match=r"rows\.json has another form"):
        lines(plan)


def test_counts_come_back_as_they_were_kept() -> None:
    counts = np.array([[2.0, 0.0, 2.0, 3.0], [0.0, 11.0, 0.0, 0.0]])
    np.testing.assert_array_equal(cases_of(text_of(counts)), counts)

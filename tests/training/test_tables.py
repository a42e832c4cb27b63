"""What a trial's lines count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rehabcode_training.answers import Answered
from rehabcode_training.evaluate import measure_trials
from rehabcode_training.results import OURS
from rehabcode_training.tables import balance_line, code_lines, slice_lines, trap_lines
from rehabcode_training.trials import Trial

Build = Callable[[dict[str, Any]], Answered]
GOLD = {"code": "97110"}
OTHER = {"code": "97140", "at": "20-25"}


@pytest.mark.parametrize(
    ("suggested", "field"),
    [([GOLD], "exact"), ([GOLD, OTHER], "over_only"), ([], "under_only"), ([OTHER], "both")],
    ids=["exact", "over", "under", "both"],
)
def test_a_note_is_counted_by_what_is_wrong_with_it(suggested: list[Any], field: str, answered: Build) -> None:
    line = balance_line([answered({"gold": [GOLD], "suggested": suggested})])
    nothing = {"exact": 0, "over_only": 0, "under_only": 0, "both": 0}
    assert line.model_dump() == nothing | {field: 1}


def test_traps_are_counted_and_those_that_are_shown(answered: Build) -> None:
    traps = [{"code": "97140", "at": "50-60"}, {"code": "97140", "at": "70-80"}]
    (line,) = trap_lines([answered({"gold": [], "traps": traps, "suggested": [{"code": "97140", "at": "55-58"}]})])
    assert (line.assertion, line.traps, line.billed) == ("planned", 2, 1)


def test_a_code_has_its_labels_and_its_suggestions(answered: Build) -> None:
    rows = [
        answered({"gold": [GOLD], "suggested": [GOLD, OTHER]}),
        answered({"gold": [GOLD]}),
        answered({"gold": [{"code": "97161", "alt": ["97162"]}], "suggested": [{"code": "97162"}]}),
    ]
    lines = [(line.code, line.gold, line.suggested, line.precision, line.recall) for line in code_lines(rows)]
    assert lines == [("97110", 2, 1, 1.0, 0.5), ("97161", 1, 1, 1.0, 1.0), ("97140", 0, 1, 0.0, None)]


def test_a_slice_without_a_name_has_no_line(answered: Build) -> None:
    rows = [answered({"gold": [GOLD], "suggested": [GOLD]})]
    assert [(line.name, line.notes, line.micro_f1) for line in slice_lines(rows, lambda _: "daily")] == [
        ("daily", 1, 1.0)
    ]
    assert slice_lines(rows, lambda _: "") == []


@pytest.mark.parametrize(("trial", "certain"), [("dev", False), ("real_notes", True)])
def test_real_notes_of_one_source_are_drawn_together(trial: Trial, certain: bool, answered: Build) -> None:
    # All rows have one group: drawn by group, every draw is the same.
    rows = [answered({"gold": [GOLD], "suggested": [each]}) for each in (GOLD, OTHER) * 10]
    (lines,) = measure_trials({trial: rows}, {})
    exact = lines.figures[OURS]["exact_set"]
    assert exact.value == 0.5
    assert (exact.low == exact.high) is certain

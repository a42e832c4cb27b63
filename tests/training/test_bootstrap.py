"""Intervals are the same every time, hold the value, and know which notes belong together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rehabcode_training.answers import Answered
from rehabcode_training.bootstrap import figure, paired
from rehabcode_training.measures.calibration import CALIBRATION_ERROR
from rehabcode_training.measures.code_set import EXACT_SET, MICRO_F1, OVER_TO_UNDER

Build = Callable[[dict[str, Any]], Answered]


@pytest.fixture
def rows(answered: Build) -> list[Answered]:
    """Forty notes, three in four exact."""
    exact = answered({"gold": [{"code": "97110"}], "suggested": [{"code": "97110"}]})
    missed = answered({"gold": [{"code": "97110"}], "considered": [{"code": "97110", "score": 0.2}]})
    return [exact, exact, missed, exact] * 10


@pytest.mark.parametrize("measure", [EXACT_SET, MICRO_F1, CALIBRATION_ERROR], ids=lambda measure: measure.name)
def test_an_interval_holds_its_value_and_repeats(measure: Any, rows: list[Answered]) -> None:
    found = figure(measure, rows)
    assert found == figure(measure, rows)
    assert found.value == pytest.approx(measure.of(rows))
    assert found.low < found.value < found.high


def test_the_interval_is_about_as_wide_as_theory_says(rows: list[Answered]) -> None:
    found = figure(EXACT_SET, rows)
    expected = 2 * 1.96 * np.sqrt(0.75 * 0.25 / 40)
    assert found.high - found.low == pytest.approx(expected, rel=0.15)


def test_notes_of_one_source_are_drawn_together(rows: list[Answered]) -> None:
    alone = figure(EXACT_SET, rows)
    by_source = figure(EXACT_SET, rows, clusters=["exact", "exact", "missed", "exact"] * 10)
    assert by_source.value == alone.value
    assert (by_source.low, by_source.high) == (0.0, 1.0)


def test_notes_that_never_differ_leave_no_doubt(answered: Build) -> None:
    exact = answered({"gold": [{"code": "97110"}], "suggested": [{"code": "97110"}]})
    found = figure(EXACT_SET, [exact] * 8)
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_what_cannot_be_measured_has_no_interval(rows: list[Answered]) -> None:
    exact = [row for row in rows if row.right]
    assert np.isnan([figure(OVER_TO_UNDER, exact).low, figure(OVER_TO_UNDER, exact).high]).all()


def test_a_paired_interval_is_of_the_difference_note_by_note(rows: list[Answered]) -> None:
    cases = np.concatenate([MICRO_F1.table(row) for row in rows])
    better = cases.copy()
    better[2::4, 0] = better[2::4, 2] = 1.0  # the codes that were missed are found
    found = paired(MICRO_F1, better, cases)
    alone = figure(MICRO_F1, rows)
    assert found.value == pytest.approx(1.0 - alone.value)
    assert 0.0 < found.low < found.value < found.high
    assert paired(MICRO_F1, cases, cases) == paired(MICRO_F1, better, better)
    assert paired(MICRO_F1, cases, better).value == -found.value


def test_other_notes_cannot_be_paired(rows: list[Answered]) -> None:
    cases = np.concatenate([MICRO_F1.table(row) for row in rows])
    with pytest.raises(ValueError, match="40 notes cannot be compared with 39"):
        paired(MICRO_F1, cases, cases[1:])

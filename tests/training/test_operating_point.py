"""What other thresholds would have suggested, told from the answers as they were scored; and the cheapest of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rehabcode.codebook import Codebook
from rehabcode.ranking.consistency import Consistency
from rehabcode_training.answers import Answered
from rehabcode_training.operating_point import (
    BREAK_EVEN,
    at,
    cheapest,
    cost,
    render_operating_point,
    sweep_lines,
    thresholds,
)
from rehabcode_training.results import SweepLine
from rehabcode_training.tables import trial_lines

Build = Callable[[dict[str, Any]], Answered]
ROW = {
    "gold": [{"code": "97110", "at": "0-5"}, {"code": "97140", "at": "10-15"}],
    "traps": [{"code": "97035", "at": "30-40"}],
    "suggested": [{"code": "97110", "score": 0.9, "at": "0-5"}, {"code": "97035", "score": 0.5, "at": "30-35"}],
    "considered": [{"code": "97140", "score": 0.3, "at": "10-15"}],
}


@pytest.fixture(scope="module")
def consistency() -> Consistency:
    return Consistency(Codebook.load())


@pytest.mark.parametrize(
    ("threshold", "suggested"),
    [(0.2, ["97110", "97035", "97140"]), (0.5, ["97110", "97035"]), (0.51, ["97110"]), (0.95, [])],
)
def test_a_threshold_parts_what_was_ranked(
    threshold: float, suggested: list[str], answered: Build, consistency: Consistency
) -> None:
    row = at(answered(ROW), consistency, threshold)
    assert [entry.code for entry in row.answer.suggestions] == suggested
    assert len(row.answer.suggestions) + len(row.answer.considered) == 3


def test_what_cannot_stand_together_does_not_at_any_threshold(answered: Build, consistency: Consistency) -> None:
    both = answered({"gold": [], "suggested": [{"code": "97161"}], "considered": [{"code": "97162", "score": 0.3}]})
    assert [entry.code for entry in at(both, consistency, 0.1).answer.suggestions] == ["97161"]


def test_a_line_counts_codes_and_notes(answered: Build, consistency: Consistency) -> None:
    low, middle, high = sweep_lines([answered(ROW)], consistency, [0.2, 0.4, 0.6])
    assert (low.right, low.wrong, low.missed, low.over, low.under, low.trapped) == (2, 1, 0, 1, 0, 1)
    assert (middle.right, middle.wrong, middle.missed, middle.over, middle.under) == (1, 1, 1, 0, 0)
    assert (high.right, high.wrong, high.missed, high.exact, high.under, high.trapped) == (1, 0, 1, 0, 1, 0)


def test_a_wrong_code_costs_five_missed_ones() -> None:
    assert (cost(line(0.5, wrong=1, missed=0)), cost(line(0.5, wrong=0, missed=5))) == (5, 5)
    assert pytest.approx(5 / 6) == BREAK_EVEN


def line(threshold: float, *, wrong: int, missed: int) -> SweepLine:
    return SweepLine(
        threshold=threshold, right=9, wrong=wrong, missed=missed, exact=0, over=1, under=2, trapped=0
    )  # fmt: skip


def test_the_cheapest_is_the_lowest_of_equals() -> None:
    assert cheapest([line(0.9, wrong=0, missed=5), line(0.5, wrong=1, missed=0), line(0.1, wrong=9, missed=0)]) == line(
        0.5, wrong=1, missed=0
    )


def test_the_threshold_that_ships_is_among_those_tried() -> None:
    tried = thresholds(0.42)
    assert 0.42 in tried
    assert round(BREAK_EVEN, 2) in tried
    assert tried == sorted(set(tried))


def test_the_report_says_which_ships_and_which_costs_least(answered: Build) -> None:
    sweep = [line(0.4, wrong=2, missed=1), line(0.8, wrong=0, missed=3)]
    text = render_operating_point(trial_lines("cv_author", {}, [answered(ROW)], sweep=sweep), 0.4)
    assert "| 0.40 (ships) | 2 | 1 | 11.00 |" in text
    assert "| 0.80 (costs least) | 0 | 3 | 3.00 |" in text
    assert "0.80 costs least, 3.00 a note against 11.00 at 0.40" in text
    assert "`load(threshold=0.80)`" in text

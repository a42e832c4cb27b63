"""The calibration curve has tenths of equal size, by rising score."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rehabcode_training.answers import Answered
from rehabcode_training.reliability import bin_lines

Build = Callable[[dict[str, Any]], Answered]


def test_a_tenth_has_its_mean_score_and_its_share_of_right(answered: Build) -> None:
    right = answered({"gold": [{"code": "97110"}], "suggested": [{"code": "97110", "score": 0.8}]})
    wrong = answered({"gold": [], "considered": [{"code": "97110", "score": 0.2}]})
    lines = bin_lines([right, wrong, right] * 10)
    assert [line.codes for line in lines] == [3] * 10
    assert [(line.score, line.right) for line in (lines[0], lines[-1])] == [(0.2, 0.0), (0.8, 1.0)]
    assert [line.score for line in lines] == sorted(line.score or 0.0 for line in lines)


def test_few_codes_make_few_points(answered: Build) -> None:
    row = answered({"gold": [], "suggested": [{"code": "97110"}, {"code": "97140"}]})
    assert len(bin_lines([row])) == 2
    assert bin_lines([answered({"gold": []})]) == []

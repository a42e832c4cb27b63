"""Each error is told by its cause, and look-alikes by the words on which they were confused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import pytest

from rehabcode_training.answers import Answered
from rehabcode_training.causes import code_errors, confusions

Build = Callable[[dict[str, Any]], Answered]


@pytest.mark.cases("causes.yaml")
def test_cause(case: dict[str, Any], answered: Build) -> None:
    errors = code_errors([answered(case["note"])])
    assert [list(astuple(error))[1:] for error in errors] == case["expect"]


def test_confusions_count_pairs_on_the_same_words(answered: Build) -> None:
    confused = answered({"gold": [{"code": "97530"}], "suggested": [{"code": "97110"}]})
    apart = answered({"gold": [{"code": "97530"}], "suggested": [{"code": "97110", "at": "50-60"}]})
    assert confusions([confused, apart, confused]) == {("97530", "97110"): 2}

"""A layout is told from the text alone."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from rehabcode_training.layouts import Layout, layout_of


@pytest.mark.cases("note_layouts.yaml")
def test_layout(case: dict[str, Any]) -> None:
    assert case["expect"] in get_args(Layout)
    assert layout_of(case["text"]) == case["expect"]

"""A clause says one thing: what names two services is parted, and so are the items of a list in a line."""

from __future__ import annotations

from typing import Any

import pytest

from rehabcode.reader import Reader


@pytest.mark.cases("services.yaml")
def test_each_service_has_a_clause(case: dict[str, Any], reader: Reader) -> None:
    reading = reader.read(case["note"])
    assert [reading.text[one.start : one.end] for one in reading.clauses] == case["clauses"]


def test_a_parted_clause_leaves_labels_where_they_were(reader: Reader) -> None:
    reading = reader.read("MHP and gait training\nManual: STM to calf\nTherEx: squats, lunges")
    words = [reading.text[one.start : one.end] for one in reading.clauses]
    labels = {words[index]: words[one.label] for index, one in enumerate(reading.clauses) if one.label >= 0}
    assert labels == {"STM to calf": "Manual", "squats": "TherEx", "lunges": "TherEx"}
    assert [(one.opens_line, one.line) for one in reading.clauses][:3] == [(True, 0), (False, 0), (True, 1)]

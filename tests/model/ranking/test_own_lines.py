"""A code has the minutes of its own lines, where these can be of no other."""

from __future__ import annotations

from typing import Any

import pytest

from rehabcode.ranking.own_lines import with_own
from rehabcode.ranking.timed import timed
from rehabcode.reader import Reader
from rehabcode.records import Span


def span_of(note: str, words: str) -> Span:
    start = note.index(words)
    return Span(start, start + len(words), words)


@pytest.mark.cases("own_lines.yaml")
def test_minutes_of_its_own_lines(case: dict[str, Any], reader: Reader) -> None:
    reading = reader.read(case["note"])
    proofs = {code: [span_of(case["note"], words) for words in found] for code, found in case["proves"].items()}
    given = with_own(case["bound"], reading, timed(reading), proofs, untimed={"97010"}, chained={"97545", "97546"})
    assert given == case["expect"]

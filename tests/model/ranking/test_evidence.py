"""What is shown is what speaks for the code, in the note's own words, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.evidence import EvidenceFinder
from rehabcode.reader import Reader
from rehabcode.records import Evidence, Reading

WORDS = [
    "[x]",
    "(1)",
    "squats",
    "3x10",
    "gait training",
    "15 min",
    "(10 min)",
    "then",
    ",",
    ";",
    ".",
    "\n",
    "|",
    "\u00a0",
]
CODES = ("97110", "97116", "97140", "97530")
"""The codes of `finder`, in the order of its columns."""
Find = Callable[[dict[str, Any]], tuple[Evidence, ...]]


@pytest.fixture
def find(reader: Reader, finder: EvidenceFinder, clause_of: Callable[[Reading, str], int]) -> Find:
    """Give the evidence of a case."""

    def evidence(case: dict[str, Any]) -> tuple[Evidence, ...]:
        reading = reader.read(case["note"])
        strength = np.zeros((len(reading.clauses), len(CODES)), dtype=np.float32)
        place = CODES.index(case["code"])
        strength[[clause_of(reading, words) for words in case["strength"]], place] = list(case["strength"].values())
        (evidence,) = finder.find(ClauseTable.of(reading), strength, [place])
        return evidence

    return evidence


@pytest.mark.cases("evidence.yaml")
def test_evidence(case: dict[str, Any], find: Find) -> None:
    found = find(case)
    assert [one.quote for one in found] == case["expect"]
    assert [one.quote for one in found] == [case["note"][one.start : one.end] for one in found]
    assert case.get("technique") in (None, *[one.technique for one in found[:1]])
    assert case.get("section") in (None, *[one.section for one in found[:1]])


@pytest.mark.parametrize(
    ("note", "code", "reason"),
    [
        ("Gait training with cane.", "97116", "names gait training"),
        ("Off the low couch x8.", "97530", "reads like this service"),
    ],
)
def test_a_reason_says_whether_it_is_named(note: str, code: str, reason: str, find: Find) -> None:
    (evidence,) = find({"note": note, "code": code, "strength": {note[:3]: 0.9}})
    assert evidence.reason == reason


@given(text=st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(max_size=60), seed=st.integers(0, 99))
def test_quotes_stand_in_order_inside_the_note(text: str, seed: int, reader: Reader, finder: EvidenceFinder) -> None:
    reading = reader.read(text)
    strength = np.random.default_rng(seed).random((len(reading.clauses), len(CODES))).astype(np.float32)
    (found,) = finder.find(ClauseTable.of(reading), strength, [0])
    places = [place for one in found for place in (one.start, one.end)]
    assert reading.clauses or not found
    assert places == sorted(places)
    assert all(re.search(r"\w\w", one.quote) and one.quote == text[one.start : one.end] for one in found)


@pytest.mark.parametrize("places", [[], [0], [1, 0]])
def test_each_code_that_is_asked_about_gets_its_own_evidence(
    places: list[int], reader: Reader, finder: EvidenceFinder
) -> None:
    table = ClauseTable.of(reader.read("Squats 3x10. Gait training with cane."))
    strength = np.asarray([[0.9, 0.0, 0.0, 0.0], [0.0, 0.9, 0.0, 0.0]], dtype=np.float32)
    quotes = [tuple(one.quote for one in evidence) for evidence in finder.find(table, strength, places)]
    assert quotes == [("Squats 3x10", "Gait training with cane")[place : place + 1] for place in places]


def test_a_code_that_no_clause_proves_has_none(reader: Reader, finder: EvidenceFinder) -> None:
    table = ClauseTable.of(reader.read("Squats 3x10."))
    assert finder.find(table, np.full((1, len(CODES)), 0.09, np.float32), [0, 1]) == [(), ()]


@pytest.mark.parametrize(("text", "shown"), [("x", 0), ("7", 0), ("US", 1), ("97110", 1)])
def test_a_single_letter_or_digit_proves_nothing(text: str, shown: int, reader: Reader, finder: EvidenceFinder) -> None:
    table = ClauseTable.of(reader.read(text))
    (found,) = finder.find(table, np.full((1, len(CODES)), 0.9, np.float32), [0])
    assert len(found) == shown

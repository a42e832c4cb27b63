"""What is shown is what speaks for the code, in the note's own words, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.evidence import MOST, evidence_of
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
Find = Callable[[dict[str, Any]], tuple[Evidence, ...]]


@pytest.fixture
def find(reader: Reader, lexicon: Lexicon, clause_of: Callable[[Reading, str], int]) -> Find:
    """Give the evidence of a case."""

    def evidence(case: dict[str, Any]) -> tuple[Evidence, ...]:
        reading = reader.read(case["note"])
        strength = np.zeros(len(reading.clauses), dtype=np.float32)
        strength[[clause_of(reading, words) for words in case["strength"]]] = list(case["strength"].values())
        return evidence_of(reading, strength, case["code"], lexicon)

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


def drawn(reading: Reading, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random(len(reading.clauses)).astype(np.float32)


@given(text=st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(max_size=60), seed=st.integers(0, 99))
def test_quotes_stand_in_order_inside_the_note(text: str, seed: int, reader: Reader, lexicon: Lexicon) -> None:
    reading = reader.read(text)
    found = evidence_of(reading, drawn(reading, seed), "97110", lexicon)
    places = [place for one in found for place in (one.start, one.end)]
    assert len(found) <= MOST
    assert bool(found) == bool(reading.clauses)
    assert places == sorted(places)
    assert all(one.quote.strip() and one.quote == text[one.start : one.end] for one in found)

"""What is named and was not done is told, with the cue that says so."""

from __future__ import annotations

import numpy as np
import pytest

from rehabcode.ranking.clause_model import ClauseScores
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.withheld import withheld_mentions
from rehabcode.reader import Reader
from rehabcode.records import Evidence, Reading, Suggestion


def scores_of(reading: Reading, done: float) -> ClauseScores:
    count = len(reading.clauses)
    flat = np.full((count, 1), 0.5, np.float32)
    return ClauseScores(flat, np.full(count, done, np.float32))


def suggestion(note: str, words: str) -> Suggestion:
    start = note.index(words)
    return Suggestion("97116", "any", 0.9, (Evidence(start, start + len(words), words, "any", "none", "any"),))


@pytest.mark.parametrize(
    ("note", "expect"),
    [
        ("Gait training with cane.", []),
        ("Patient declined gait training.", [("gait training", "negated", "declined")]),
        ("Ultrasound next visit; declined gait training.",
         [("Ultrasound", "planned", "next visit"), ("gait training", "negated", "declined")]),
        ("Squats 3x10. No gait training today.", [("gait training", "negated", "No")]),
    ],
    ids=["done", "declined", "order-of-the-note", "beside-something-done"],
)  # fmt: skip
def test_withheld(note: str, expect: list[tuple[str, str, str]], reader: Reader) -> None:
    reading = reader.read(note)
    found = withheld_mentions(ClauseTable.of(reading), scores_of(reading, 0.1), [])
    assert [(one.quote, one.assertion, one.cue.quote if one.cue else None) for one in found] == expect


def test_what_is_evidence_is_not_withheld(reader: Reader) -> None:
    note = "Declined massage, declined gait training."
    reading = reader.read(note)
    found = withheld_mentions(ClauseTable.of(reading), scores_of(reading, 0.1), [suggestion(note, "gait training")])
    assert [one.quote for one in found] == ["massage"]


@pytest.mark.parametrize(("done", "expect"), [(0.9, []), (0.3, ["gait training"])], ids=["sure", "unsure"])
def test_a_heading_alone_does_not_withhold_what_was_done(done: float, expect: list[str], reader: Reader) -> None:
    reading = reader.read("Plan:\ngait training with cane")
    assert [one.quote for one in withheld_mentions(ClauseTable.of(reading), scores_of(reading, done), [])] == expect


def test_a_word_of_the_note_withholds_whatever_the_model_says(reader: Reader) -> None:
    reading = reader.read("Patient declined gait training.")
    assert [one.quote for one in withheld_mentions(ClauseTable.of(reading), scores_of(reading, 0.99), [])] == [
        "gait training"
    ]

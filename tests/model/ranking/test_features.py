"""Each number that the ranker sees has a meaning, a place and a finite value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_model import ClauseScores
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.features import FEATURES, CandidateFeatures, log_odds, together
from rehabcode.reader import Reader
from rehabcode.records import Reading

CODES = ("97110", "97116", "97140")
WORDS = ["squats", "97140", "STM", ",", "\n", "15 min"]
FEATURES_OF_NOTE = CandidateFeatures(Lexicon.load(), CODES)


def scores_of(reading: Reading, seed: int = 0, *, sure: bool = False) -> ClauseScores:
    """Scores drawn at random; nothing but 0 and 1 where the model is `sure`."""
    count = len(reading.clauses)
    drawn = np.random.default_rng(seed).random((count, len(CODES) + 1)).astype(np.float32)
    drawn = np.round(drawn) if sure else drawn
    return ClauseScores(drawn[:, :3], drawn[:, 3])


def even(reading: Reading, done: float) -> ClauseScores:
    """Scores that are the same for every clause and code."""
    shape = (len(reading.clauses), len(CODES))
    return ClauseScores(np.full(shape, 0.5, np.float32), np.full(shape[0], done, np.float32))


def rows_of(reading: Reading, scores: ClauseScores) -> NDArray[np.float64]:
    return FEATURES_OF_NOTE.rows(ClauseTable.of(reading), scores, np.full(len(CODES) + 1, 0.5, np.float32))


def value(rows: NDArray[np.float64], feature: str, code: str) -> float:
    return float(rows[CODES.index(code), list(FEATURES).index(feature)])


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_has_a_meaning_in_one_line(name: str) -> None:
    meaning = FEATURES[name]
    assert name.isidentifier()
    assert len(meaning.split()) >= 4
    assert "\n" not in meaning
    assert list(FEATURES.values()).count(meaning) == 1 or name.endswith("_second")


def test_features_come_first_then_one_column_a_code(reader: Reader) -> None:
    reading = reader.read("Squats 3x10, gait training 15 min.")
    rows = rows_of(reading, scores_of(reading))
    assert rows.shape == (len(CODES), FEATURES_OF_NOTE.width)
    assert FEATURES_OF_NOTE.width == len(FEATURES) + len(CODES)
    np.testing.assert_array_equal(rows[:, len(FEATURES) :], np.eye(len(CODES)))


@pytest.mark.parametrize("text", ["x", "97110", "15 min", "a\n\n\nb"])
@pytest.mark.parametrize("sure", [False, True])
def test_numbers_are_finite_on_next_to_nothing(text: str, sure: bool, reader: Reader) -> None:
    reading = reader.read(text)
    assert np.isfinite(rows_of(reading, scores_of(reading, sure=sure))).all()


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "\u00a0", ".", "--\n--", "\x00"])
def test_a_note_without_clauses_has_no_candidates(text: str, reader: Reader) -> None:
    reading = reader.read(text)
    with pytest.raises(ValueError, match="without clauses"):
        rows_of(reading, scores_of(reading))


@given(text=st.lists(st.sampled_from(WORDS)).map(" ".join).map("x {}".format), seed=st.integers(0, 99))
def test_numbers_are_finite(text: str, seed: int, reader: Reader) -> None:
    reading = reader.read(text)
    assert np.isfinite(rows_of(reading, scores_of(reading, seed, sure=seed % 2 == 0))).all()


@pytest.mark.parametrize(
    ("text", "done", "feature", "code", "expect"),
    [
        ("Billed 97116 today", 0.9, "typed", "97116", 1.0),
        ("Billed 97116 today", 0.1, "typed", "97116", 0.0),
        ("Billed 97116 today", 0.1, "typed_any", "97116", 1.0),
        ("Billed 97116 today", 0.9, "typed_any", "97140", 0.0),
        ("Phone 971165", 0.9, "typed_any", "97116", 0.0),
        ("Gait training 15 min", 0.9, "timed", "97116", 1.0),
        ("Gait training", 0.9, "timed", "97116", 0.0),
        ("Gait training declined", 0.9, "named_plainly", "97116", 0.0),
        ("Gait training declined", 0.9, "named_spoken", "97116", 0.0),
        ("Knee pain", 0.9, "named_any", "97116", 0.0),
        ("Squats, lunges", 0.9, "clauses", "97110", float(np.log1p(2))),
        ("Squats", 0.9, "lead", "97110", 0.0),
        ("Squats", 0.5, "done", "97110", 0.0),
        ("Squats", 0.9, "note", "97110", 0.0),
    ],
)  # fmt: skip
def test_a_feature_is_what_it_says(
    text: str, done: float, feature: str, code: str, expect: float, reader: Reader
) -> None:
    reading = reader.read(text)
    assert value(rows_of(reading, even(reading, done)), feature, code) == pytest.approx(expect, abs=1e-6)


def test_a_technique_that_is_done_speaks_for_its_code(reader: Reader, lexicon: Lexicon) -> None:
    reading = reader.read("Gait training")
    rows = rows_of(reading, even(reading, 0.8))
    prior = lexicon.techniques["gait_training"].priors["97116"]
    assert value(rows, "named", "97116") == pytest.approx(0.8 * prior)
    assert value(rows, "named_plainly", "97116") == pytest.approx(0.8 * prior)
    assert value(rows, "named_any", "97116") == pytest.approx(prior)
    assert value(rows, "named_spoken", "97116") == pytest.approx(prior)


@pytest.mark.parametrize(("chance", "expect"), [(0.5, 0.0), (0.0, float(np.log(1e-4 / (1 - 1e-4)))), (0.9, 2.1972)])
def test_log_odds_stay_finite(chance: float, expect: float) -> None:
    assert log_odds(np.asarray([chance]))[0] == pytest.approx(expect, abs=1e-4)


def test_together_is_the_square_root_of_the_product() -> None:
    one: Any = np.asarray([[0.5, 1.0, 0.0]], np.float32)
    joint = together(ClauseScores(one, np.asarray([0.25], np.float32)))
    np.testing.assert_allclose(joint, [[np.sqrt(0.125), 0.5, 0.0]], rtol=1e-6)

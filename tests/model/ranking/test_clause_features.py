"""What a clause's row holds, and that looking weights up gives the numbers that the row would."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_features import ROLES, WORD_ROLES, ClauseFeatures
from rehabcode.ranking.clause_model import ClauseModel
from rehabcode.ranking.clause_scorer import ClauseScorer
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.vocabulary import Vocabulary
from rehabcode.reader import Reader
from rehabcode.records import Reading

NOTE = "Exercise: squats 3x10, lunges x10\nGait training 15 min; tolerated well"
WORDS = ["squats", "3x10", "gait training", "15 min", "STM", "97140", "Plan:", "[x]", ",", ";", ".", "\n", "\n\n", "|"]
notes = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=40)


@pytest.fixture(scope="module")
def features(reader: Reader) -> ClauseFeatures:
    vocabulary = Vocabulary.fit([reader.read(NOTE).words], least_words=1, least_pairs=1, least_parts=1)
    return ClauseFeatures(vocabulary, {"squat": 0, "gait_training": 1})


@pytest.fixture(scope="module")
def reading(reader: Reader) -> Reading:
    return reader.read(NOTE)


@pytest.fixture(scope="module")
def weight_of(features: ClauseFeatures, reading: Reading) -> Callable[[int, str, str], float]:
    """Give what stands in the column of a word in a role, in the row of a clause."""
    rows = features.matrix(reading).toarray()

    def weight(clause: int, role: str, word: str) -> float:
        words = features.vocabulary.words
        return float(rows[clause, WORD_ROLES.index(role) * len(words) + words[word]])

    return weight


def test_one_row_a_clause(features: ClauseFeatures, reading: Reading) -> None:
    assert features.matrix(reading).shape == (len(reading.clauses), features.columns)


@pytest.mark.parametrize(
    ("words", "role", "word"),
    [
        ("squats", "own", "squats"),
        ("squats", "next", "lunges"),
        ("squats", "label", "exercise"),
        ("squats", "line", "squats"),
        ("lunges", "previous", "squats"),
        ("tolerated", "previous", "gait"),
    ],
)
def test_a_word_stands_in_its_role(
    words: str, role: str, word: str, reading: Reading,
    weight_of: Callable[[int, str, str], float], clause_of: Callable[[Reading, str], int],
) -> None:  # fmt: skip
    assert weight_of(clause_of(reading, words), role, word) > 0


@pytest.mark.parametrize(
    ("words", "role", "word"),
    [
        ("squats", "own", "lunges"),
        ("lunges", "next", "gait"),
        ("Gait", "previous", "lunges"),
        ("Gait", "label", "exercise"),
        ("squats", "line", "gait"),
    ],
)
def test_a_word_stands_in_no_other_role(
    words: str, role: str, word: str, reading: Reading,
    weight_of: Callable[[int, str, str], float], clause_of: Callable[[Reading, str], int],
) -> None:  # fmt: skip
    assert weight_of(clause_of(reading, words), role, word) == 0


@pytest.mark.parametrize(("words", "role"), [("Gait", "own"), ("Gait", "next"), ("squats", "label")])
def test_a_part_of_the_row_has_the_length_of_its_role(
    words: str, role: str, features: ClauseFeatures, reading: Reading, clause_of: Callable[[Reading, str], int]
) -> None:
    size = len(features.vocabulary.words)
    first = WORD_ROLES.index(role) * size
    row = features.matrix(reading).toarray()[clause_of(reading, words)]
    assert np.linalg.norm(row[first : first + size]) == pytest.approx(ROLES[role], rel=1e-5)


def test_a_mention_belongs_to_the_clause_that_it_begins_in(
    reading: Reading, lexicon: Lexicon, clause_of: Callable[[Reading, str], int]
) -> None:
    places = ClauseTable.of(reading).of_mentions
    of_technique = {one.technique: at for one, at in zip(reading.mentions, places, strict=True)}
    assert of_technique["gait_training"] == clause_of(reading, "Gait")
    assert set(of_technique) <= set(lexicon.techniques)


@given(text=notes)
def test_looking_up_gives_the_numbers_of_the_rows(text: str, reader: Reader, drawn_model: ClauseModel) -> None:
    reading = reader.read(text)
    rows, looked_up = drawn_model.scores(reading), ClauseScorer(drawn_model).scores(ClauseTable.of(reading))
    np.testing.assert_allclose(looked_up.proof, rows.proof, atol=1e-4)
    np.testing.assert_allclose(looked_up.done, rows.done, atol=1e-4)


def test_looking_up_stays_exact_in_a_long_note(reader: Reader, drawn_model: ClauseModel) -> None:
    reading = reader.read((NOTE + "\n") * 400)
    rows, looked_up = drawn_model.scores(reading), ClauseScorer(drawn_model).scores(ClauseTable.of(reading))
    np.testing.assert_allclose(looked_up.proof, rows.proof, atol=1e-3)


def test_a_blank_note_has_no_scores(reader: Reader, drawn_model: ClauseModel) -> None:
    scores = ClauseScorer(drawn_model).scores(ClauseTable.of(reader.read(" \n")))
    assert (scores.proof.shape, scores.done.shape) == ((0, 2), (0,))

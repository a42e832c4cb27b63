"""Words, pairs and parts become columns, the same whatever the order of the notes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.ranking.vocabulary import PART, PARTS_FROM, Vocabulary, normal, parts

NOTES = [
    ["gait", "training", "15", "min"],
    ["gait", "training", "20", "min"],
    ["manual", "therapy", "97140", "training"],
]


def fitted(notes: list[list[str]], *, words: int = 1, pairs: int = 1, parts: int = 1) -> Vocabulary:
    return Vocabulary.fit(notes, least_words=words, least_pairs=pairs, least_parts=parts)


@pytest.mark.parametrize(
    ("word", "form"),
    [("squats", "squats"), ("5", "#"), ("1234", "#"), ("123456", "#"), ("1.5", "#"), ("97140", "97140"), ("#", "#")],
)
def test_numbers_are_one_word_and_a_code_stays_itself(word: str, form: str) -> None:
    assert normal(word) == form


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("gait", []),
        ("squat", ["^squ", "squa", "quat", "uat$"]),
        ("97140", []),
        ("aaaaaa", ["^aaa", "aaaa", "aaa$"]),
        ("x" * PARTS_FROM, ["^xxx", "xxxx", "xxx$"]),
    ],
    ids=["short", "long-enough", "a-number", "each-once", "just-long-enough"],
)
def test_parts(word: str, expected: list[str]) -> None:
    assert parts(word) == expected


@given(st.text(st.characters(categories=["Ll"]), min_size=PARTS_FROM))
def test_parts_are_distinct_and_of_one_length(word: str) -> None:
    found = parts(word)
    assert len(set(found)) == len(found)
    assert {len(part) for part in found} == {PART}


def test_a_word_is_known_from_so_many_notes_on() -> None:
    assert set(fitted(NOTES, words=2).words) == {"#", "gait", "min", "training"}
    assert set(fitted(NOTES, words=3).words) == {"training"}


def test_a_word_that_a_note_repeats_counts_once() -> None:
    assert fitted([["gait"] * 9, ["knee"]], words=2).words == {}


def test_columns_stand_in_the_order_of_the_words() -> None:
    words = fitted(NOTES).words
    assert list(words) == sorted(words)
    assert list(words.values()) == list(range(len(words)))


def test_a_pair_is_a_key_of_two_known_words() -> None:
    vocabulary = fitted(NOTES, words=2, pairs=2)
    place, size = vocabulary.words, len(vocabulary.words)
    expected = [("gait", "training"), ("training", "#"), ("#", "min")]
    assert vocabulary.pairs.tolist() == sorted(place[one] * size + place[other] for one, other in expected)


def test_a_pair_with_an_unknown_word_is_none() -> None:
    assert fitted(NOTES, words=3, pairs=1).pairs.tolist() == []


def test_pairs_are_sorted_keys() -> None:
    keys = fitted(NOTES).pairs.tolist()
    assert len(keys) == len({pair for note in NOTES for pair in pairwise(map(normal, note))})
    assert keys == sorted(keys)


def test_a_known_word_and_a_stranger_share_parts() -> None:
    vocabulary = fitted(NOTES)
    known = vocabulary.part_columns("training", vocabulary.words["training"])
    stranger = vocabulary.part_columns("trainings", -1)
    names = {column: part for part, column in vocabulary.parts.items()}
    assert [names[column] for column in known.tolist()] == parts("training")
    assert {names[column] for column in stranger.tolist()} == set(parts("training")) - {"ing$"}


def test_a_word_without_parts_has_no_columns() -> None:
    assert fitted(NOTES).part_columns("zzz", -1).tolist() == []


@given(st.permutations(NOTES))
def test_the_order_of_the_notes_changes_nothing(notes: list[list[str]]) -> None:
    one, other = fitted(NOTES), fitted(notes)
    assert (one.words, one.parts) == (other.words, other.parts)
    np.testing.assert_array_equal(one.pairs, other.pairs)


def test_no_notes_make_an_empty_vocabulary() -> None:
    vocabulary = fitted([])
    assert (vocabulary.words, vocabulary.parts, vocabulary.pairs.tolist()) == ({}, {}, [])

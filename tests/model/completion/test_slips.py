"""What is meant by what is typed wrongly, and by consonants alone."""

from __future__ import annotations

import pytest

from rehabcode.completion.slips import Slips

WORDS = sorted(["training", "treadmill", "balance", "blanket", "mobilization", "movement", "strengthening", "gait"])


@pytest.fixture(scope="module")
def slips() -> Slips:
    return Slips(WORDS)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("blance", "balance"),
        ("abl", ""),
        ("tarining", "training"),
        ("rtaining", "training"),
        ("mobbil", "mobilization"),
        ("mobilizaton", "mobilization"),
        ("mobilzatoin", "mobilization"),
        ("trng", "training"),
        ("mvmn", "movement"),
        ("strngth", "strengthening"),
        ("zzzz", ""),
        ("gai7", ""),
    ],
)
def test_the_best_guess(slips: Slips, typed: str, word: str) -> None:
    assert next((guess.word for guess in slips.meant(typed)), "") == word


def test_a_second_slip_is_believed_less_and_asked_of_long_words_alone(slips: Slips) -> None:
    one, two = slips.meant("mobilizat")[0], slips.meant("mobilzatoin")[0]
    assert (one.word, two.word) == ("mobilization", "mobilization")
    assert two.worth < one.worth
    assert slips.meant("blnace"[:3] + "zz") == []


def test_no_known_word_makes_no_guess() -> None:
    assert Slips([]).meant("training") == []

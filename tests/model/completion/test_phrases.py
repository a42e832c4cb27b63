"""Which phrases there are, and what they may stand for."""

from __future__ import annotations

import pytest

from rehabcode.completion.phrases import DESCRIBED, Expansion, MinedPhrase, Phrases
from rehabcode.lexicon import Lexicon

CODES = ("97110", "97116", "97140")
MINED = (
    MinedPhrase("heel strike", {"97116": 4}),
    MinedPhrase("STM to calf", {"97140": 2}),
    MinedPhrase("soft tissue mobilization", {"97140": 7, "97110": 1}),
    MinedPhrase("gaitt slipp", {"97116": 9}),
)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases(Lexicon.load(), MINED, CODES, slips=["slipp", "re-evalution", "evalution"])


def test_phrases_are_found_by_their_beginning(phrases: Phrases) -> None:
    first, stop = phrases.beginning("heel str")
    assert phrases.keys[first:stop] == ("heel strike",)
    assert phrases.beginning("zzz") == (len(phrases), len(phrases))


def test_a_phrase_counts_as_often_as_notes_have_it(phrases: Phrases) -> None:
    row = phrases.row("heel strike")
    assert row is not None
    assert phrases.counts[row].tolist() == [0.0, 4.0, 0.0]


def test_a_phrase_of_the_lexicon_has_its_own_codes_alone(phrases: Phrases) -> None:
    row = phrases.row("soft tissue mobilization")
    assert row is not None
    assert phrases.techniques[row] == "soft_tissue_mobilization"
    assert phrases.allowed[row].tolist() == [0.0, 0.0, 1.0]
    assert phrases.counts[row][0] == 0
    assert phrases.counts[row][2] > 7


def test_a_mined_phrase_has_the_technique_that_it_names(phrases: Phrases) -> None:
    named, bare = phrases.row("stm to calf"), phrases.row("heel strike")
    assert named is not None
    assert bare is not None
    assert phrases.techniques[named] == "soft_tissue_mobilization"
    assert phrases.allowed[named].tolist() == [0.0, 0.0, 1.0]
    assert phrases.techniques[bare] == DESCRIBED
    assert phrases.allowed[bare].all()


@pytest.mark.parametrize("key", ["gaitt slipp", "re evalution", "evalution"])
def test_a_misspelled_word_is_never_offered(phrases: Phrases, key: str) -> None:
    assert phrases.row(key) is None


def test_what_stands_in_brackets_is_not_offered(phrases: Phrases) -> None:
    assert not [say for say in phrases.says if "(" in say]


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("te", "therapeutic exercise"),
        ("stm", "soft tissue mobilization"),
        ("gait trng", "gait training"),
        ("us", "ultrasound"),
    ],
)
def test_an_abbreviation_stands_for_a_name(phrases: Phrases, short: str, name: str) -> None:
    assert name in [expansion.key for expansion in phrases.expansions[short]]


def test_what_is_no_abbreviation_stands_for_nothing(phrases: Phrases) -> None:
    assert Expansion("gait training", "gait_training") not in phrases.expansions.get("gait", ())
    assert "walking" not in phrases.expansions

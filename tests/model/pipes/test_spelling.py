"""A slip of one letter in a long word is mended; another word is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.lexicon import Lexicon
from rehabcode.pipes.spelling import SHORTEST, Spelling
from rehabcode.pipes.techniques import TechniqueFinder

SPELLING = Spelling(["mobilization", "therapeutic", "abduction", "ultrasound", "edema", "stimulation"])


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("mobilizaton", "mobilization"),
        ("mobilizattion", "mobilization"),
        ("mobilizatoin", "mobilization"),
        ("mobilizetion", "mobilization"),
        ("mobilisation", "mobilization"),
        ("theraputic", "therapeutic"),
        ("therapuetic", "therapeutic"),
        ("ultrsound", "ultrasound"),
        ("stimulaton", "stimulation"),
    ],
)
def test_a_slip_is_mended(word: str, known: str) -> None:
    assert SPELLING.mend(word) == known


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("mobilization", "it is known"),
        ("adduction", "a changed letter in a short word is another word"),
        ("edma", "it is short"),
        ("immobilization", "two letters more"),
        ("nobilization", "it begins otherwise"),
        ("mobilizations", "a plural is no slip"),
        ("mobilizatio", "a cut end is no slip"),
        ("mobilizatior", "a changed end is another form"),
        ("mobilzaton", "two slips"),
        ("zyzzyva", "nobody's misspelling"),
        ("", "it is no word"),
    ],
)
def test_another_word_is_left_alone(word: str, why: str) -> None:
    assert SPELLING.mend(word) is None, why


@pytest.mark.parametrize("word", ["complaint", "complaints"])
def test_a_word_of_the_language_is_no_slip(word: str) -> None:
    assert Spelling(["compliant", "compliants"]).mend(word) is not None
    assert Spelling(["compliant", "compliants"], ["complaint"]).mend(word) is None


@given(st.text(max_size=20))
def test_what_is_mended_is_mended_to_a_known_word(word: str) -> None:
    assert SPELLING.mend(word) in {None, *SPELLING.words}


def test_short_words_and_words_with_signs_are_not_learned() -> None:
    assert Spelling(["gait", "sit-to-stand", "x" * (SHORTEST - 1)]).words == frozenset()


@pytest.fixture(scope="module")
def shipped() -> Spelling:
    from spacy.vocab import Vocab

    lexicon = Lexicon.load()
    return TechniqueFinder(
        Vocab(), phrases=lexicon.phrases, abbreviations=lexicon.abbreviations, near_words=lexicon.near_words
    ).spelling


def test_no_near_word_is_mended(shipped: Spelling) -> None:
    near = Lexicon.load().near_words
    assert [word for word in near if shipped.mend(word)] == []
    assert len(near) >= 40


@pytest.mark.parametrize(
    "word",
    [
        "adduction", "abduction", "inversion", "retraction", "protraction", "distraction", "contraction", "simulation",
        "education", "hypertension", "hypotension", "restraining", "translation", "resolution", "progression",
        "repetitions", "orientation", "perception", "mobilized", "stretched", "exercised", "strengthened", "positioned",
        "pronation", "supination", "precaution", "medication", "meditation", "constraint",
        "complaint", "complaints", "stimulated", "stimulator", "stimulators", "retaining", "mediation", "habitation",
        "projections", "transporter", "standardizes", "exercisers", "stipulation", "contraption", "orthoptics",
        "straining", "functioning", "immobilization", "demobilization", "compressive", "depression",
    ],
)  # fmt: skip
def test_the_shipped_lexicon_changes_no_other_word(word: str, shipped: Spelling) -> None:
    assert shipped.mend(word) is None

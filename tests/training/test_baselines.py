"""The yardsticks do what they say, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.lexicon import Lexicon
from rehabcode_training.baselines import ConstantList, Likeliest, NaivePhrases, baselines

PHRASES = {
    "STM": Likeliest("soft_tissue", "97140", 0.9),
    "heel raises": Likeliest("heel_raise", "97110", 0.8),
    "heel raises on foam": Likeliest("balance", "97112", 0.7),
}


@pytest.fixture(scope="session")
def naive() -> NaivePhrases:
    return NaivePhrases.of(Lexicon.load())


@pytest.mark.cases("naive_notes.yaml")
def test_naive_phrases_on_notes_by_hand(case: dict[str, Any], naive: NaivePhrases) -> None:
    answer = naive.suggest(case["note"])
    assert sorted(each.code for each in answer.suggestions) == case["expect"]
    assert (answer.considered, answer.withheld) == ((), ())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("stm to calf", ["97140"]),
        ("STMs", []),
        ("(STM)", ["97140"]),
        ("heel raises on foam", ["97112"]),
        ("heel\nraises", ["97110"]),
        ("STM, heel raises, STM", ["97140", "97110"]),
        ("", []),
    ],
    ids=["any-case", "inside-a-word", "beside-signs", "longest", "over-a-line-break", "best-first", "empty"],
)
def test_phrases_are_matched_on_word_boundaries(text: str, codes: list[str]) -> None:
    assert [each.code for each in NaivePhrases(PHRASES).suggest(text).suggestions] == codes


def test_every_place_of_a_phrase_is_evidence() -> None:
    (suggestion,) = NaivePhrases(PHRASES).suggest("STM, then stm").suggestions
    assert [(each.start, each.end, each.quote) for each in suggestion.evidence] == [(0, 3, "STM"), (10, 13, "stm")]


@given(st.lists(st.sampled_from([*PHRASES, *"ſKİı\u00a0"])).map(" ".join))
def test_a_quote_is_what_stands_there(text: str) -> None:
    answer = NaivePhrases(PHRASES).suggest(text)
    evidence = [span for each in answer.suggestions for span in each.evidence]
    assert [text[span.start : span.end] for span in evidence] == [span.quote for span in evidence]


def test_no_phrases_are_told() -> None:
    with pytest.raises(ValueError, match="the naive baseline needs phrases"):
        NaivePhrases({})


@pytest.mark.parametrize(("text", "codes"), [("any words", list(ConstantList.CODES)), (" \n", [])])
def test_the_constant_list_is_constant(text: str, codes: list[str]) -> None:
    assert [each.code for each in ConstantList().suggest(text).suggestions] == codes


def test_only_what_a_yardstick_gives_is_measured() -> None:
    assert {name: each.gives for name, each in baselines(Lexicon.load()).items()} == {
        "naive phrases": ("codes", "evidence"),
        "constant list": ("codes",),
    }

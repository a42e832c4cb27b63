"""Techniques are found by their phrases, in the ways in which charts write them, and not in other words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import LOWER, NORM
from spacy.vocab import Vocab

from rehabcode.lexicon import Abbreviation, Lexicon, Phrase
from rehabcode.pipes.techniques import TechniqueFinder
from rehabcode.pipes.tokenizer import ChartTokenizer

if TYPE_CHECKING:
    from spacy.language import Language

WORDS = ["scar", "massage", "gait", "gait-training", "joint", "mobs", "US", "us", "/", "\n", "3x10", "mobilizaton"]


def found(phrases: dict[str, str], text: str, *, ambiguous: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    """What a finder with these phrases (what is said: technique) finds in a text."""
    vocab = Vocab(lex_attr_getters={LOWER: str.lower, NORM: str.lower})
    rows = [Phrase(technique, say, "charting") for say, technique in phrases.items()]
    abbreviations = [Abbreviation(abbr, "a therapy", "by context", "charting", False) for abbr in ambiguous]
    finder = TechniqueFinder(vocab, phrases=rows, abbreviations=abbreviations)
    doc = finder(ChartTokenizer(vocab)(text))
    return [(span.text, span._.techniques) for span in doc.spans["mentions"]]


@pytest.mark.cases("techniques.yaml")
def test_mentions(case: dict[str, Any], charts: Language, unmark: Callable[[str], Any]) -> None:
    note, places = unmark(case["note"])
    doc = charts(note)
    assert [(span.start_char, span.end_char, span.label_) for span in doc.spans["mentions"]] == [
        (*place, technique) for place, technique in zip(places, case["expect"], strict=True)
    ]


def test_the_longest_of_overlapping_phrases_counts() -> None:
    phrases = {"scar massage": "scar", "massage of the hand": "hand", "massage": "massage"}
    assert found(phrases, "scar massage of the hand") == [("massage of the hand", ("hand",))]


def test_phrases_side_by_side_are_both_found() -> None:
    assert found({"hot pack": "heat", "massage": "massage"}, "hot pack massage") == [
        ("hot pack", ("heat",)),
        ("massage", ("massage",)),
    ]


def test_the_same_words_may_name_several_techniques() -> None:
    assert found({"LiteGait": "treadmill", "litegait": "peds"}, "LITEGAIT 8 min") == [
        ("LITEGAIT", ("treadmill", "peds"))
    ]


def test_one_phrase_in_two_spellings_names_its_technique_once() -> None:
    assert found({"TherEx": "exercise", "therex": "exercise"}, "therex") == [("therex", ("exercise",))]


@pytest.mark.parametrize(("text", "expected"), [("TPR", 1), ("tpr", 0), ("Tpr", 0), ("TPRS", 0)])
def test_an_ambiguous_abbreviation_counts_in_its_own_case_only(text: str, expected: int) -> None:
    assert len(found({"TPR": "trigger"}, f"{text} to UT", ambiguous=("TPR",))) == expected


def test_an_abbreviation_without_other_senses_counts_in_any_case() -> None:
    assert found({"TPR": "trigger"}, "tpr to UT") == [("tpr", ("trigger",))]


def test_shipped_phrases_with_several_techniques_keep_them_all(charts: Language) -> None:
    doc = charts("LiteGait 12 min")
    (span,) = doc.spans["mentions"]
    assert set(span._.techniques) == {"body_weight_supported_treadmill", "gait_in_lite_gait_peds"}
    assert span.label_ == span._.techniques[0]


def test_mentions_are_known_techniques(charts: Language, lexicon: Lexicon) -> None:
    doc = charts("TherEx, gait training, US 8 min, STM/MFR, Epley x2, LiteGait")
    named = {technique for span in doc.spans["mentions"] for technique in span._.techniques}
    assert len(named) >= 7
    assert named <= lexicon.techniques.keys()


def test_any_tokenizer_will_do() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rehabcode_techniques")
    doc = nlp("Gait training, then joint mobs.")
    assert [span.text for span in doc.spans["mentions"]] == ["Gait training", "joint mobs"]


def test_a_note_without_techniques_has_no_mentions(charts: Language) -> None:
    empty, other = charts(""), charts("Knee sore, slept poorly.")
    assert list(empty.spans["mentions"]) == list(other.spans["mentions"]) == []


def test_a_misspelling_in_one_note_changes_no_other(charts: Language) -> None:
    doc = charts("scar mobilizatoin")
    assert [span.text for span in doc.spans["mentions"]] == ["scar mobilizatoin"]
    assert [token.norm_ for token in doc] == ["scar", "mobilization"]
    assert [token.norm_ for token in charts.tokenizer("scar mobilizatoin")] == ["scar", "mobilizatoin"]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_mentions_stand_in_order_and_do_not_overlap(text: str) -> None:
    doc = NLP(text)
    assert all(one.end <= after.start for one, after in pairwise(doc.spans["mentions"]))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    doc = NLP(text)
    assert all(span.text == text[span.start_char : span.end_char] for span in doc.spans["mentions"])


def _charts() -> Language:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "rehabcode.ChartTokenizer.v1"}}})
    nlp.add_pipe("rehabcode_techniques")
    return nlp


NLP = _charts()

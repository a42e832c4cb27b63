"""The door: a note in, suggestions with their words out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabcode
from rehabcode.errors import NoteNotUnicode, NoteTooLong, UnknownPayer
from rehabcode.records import Evidence, NoteSuggestions

NOTE = "Manual therapy: grade III patellar mobilizations 15 min.\nPlan: add ultrasound next visit."
LOADED = rehabcode.load()


def evidence(answer: NoteSuggestions) -> list[Evidence]:
    return [one for suggestion in answer.suggestions + answer.considered for one in suggestion.evidence]


def test_a_plain_note() -> None:
    answer = LOADED.suggest(NOTE)
    assert [(one.code, one.minutes) for one in answer.suggestions] == [("97140", 15)]
    assert "planned" in {mention.assertion for mention in answer.withheld}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_gets_the_same_answer_twice_with_true_quotes(text: str) -> None:
    answer = LOADED.suggest(text)
    assert answer == LOADED.suggest(text)
    assert all(text[one.start : one.end] == one.quote for one in evidence(answer))


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_blank(text: str) -> None:
    answer = LOADED.suggest(text)
    assert (answer.suggestions, answer.considered, answer.withheld) == ((), (), ())


def test_too_long() -> None:
    with pytest.raises(NoteTooLong, match="200,000"):
        LOADED.suggest("a " * 100_001)


def test_lone_surrogate() -> None:
    with pytest.raises(NoteNotUnicode, match="character 1"):
        LOADED.suggest("a\ud800")


def test_unknown_payer() -> None:
    with pytest.raises(UnknownPayer, match="take one of"):
        LOADED.suggest(NOTE, payer="nobody")


def test_many_go_on_after_a_failing_note() -> None:
    answers = list(LOADED.suggest_many([NOTE, "\ud800", NOTE]))
    assert [answer.error is None for answer in answers] == [True, False, True]
    assert answers[0] == answers[2]


def test_a_code_that_was_not_valid_is_left_out() -> None:
    note = "PT initial evaluation, low complexity, 30 min. No comorbidities, stable presentation."
    codes = {one.code for one in LOADED.suggest(note, date_of_service=date(2016, 5, 1)).suggestions}
    assert not codes & {"97161", "97162", "97163"}

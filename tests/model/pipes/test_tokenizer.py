"""Charts are parted where a coder would part them, and no character is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from rehabcode.pipes.tokenizer import ChartTokenizer

if TYPE_CHECKING:
    from spacy.language import Language

TOKENIZER = ChartTokenizer(Vocab())
charting = st.text(alphabet="aXé 19.,:;'’\"()[]|/-–☐✓👍\t\r\n\u00a0\u2028\x00\x1b\u0301", max_size=60)


@pytest.mark.cases("tokens.yaml")
def test_a_chart_is_parted(case: dict[str, Any]) -> None:
    assert [token.text for token in TOKENIZER(case["note"]) if not token.text.isspace()] == case["expect"]


@given(st.text() | charting)
@example("")
@example(" ")
@example("  a  b  ")
@example("\x00\x1f\x7f\u200b\ufeff")
@example("\r\n\r\n \r \n")
@example("\u2028\u2029\x85\x0b\x0c")
@example("\U0001f469\u200d\U0001f52c e\u0301")
def test_no_character_is_lost(text: str) -> None:
    assert TOKENIZER(text).text == text


@given(st.text() | charting)
def test_tokens_stand_where_they_say(text: str) -> None:
    doc = TOKENIZER(text)
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


@given(charting)
def test_no_token_mixes_letters_and_digits(text: str) -> None:
    mixed = [token.text for token in TOKENIZER(text) if any(map(str.isdigit, token.text)) and token.text[-1].isalpha()]
    assert not mixed


def test_a_line_end_is_a_token_of_its_own() -> None:
    assert [token.text for token in TOKENIZER("TE\r\n\r\nMT\nUS")] == ["TE", "\r\n", "\r\n", "MT", "\n", "US"]


def test_the_config_of_a_pipeline_may_name_it(charts: Language) -> None:
    assert isinstance(charts.tokenizer, ChartTokenizer)
    assert [token.text for token in charts("STM/MFR3x10")] == ["STM", "/", "MFR", "3", "x", "10"]


def test_it_keeps_what_the_english_tokenizer_glues() -> None:
    glued = "exercise(97110):15min"
    assert [token.text for token in spacy.blank("en")(glued)] == [glued]
    assert len(TOKENIZER(glued)) == 7

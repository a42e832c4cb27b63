"""Minutes are found in every notation of the charting guide, and nothing else is taken for minutes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from rehabcode.reader import Reader

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def blank() -> Language:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "rehabcode.ChartTokenizer.v1"}}})
    nlp.add_pipe("rehabcode_durations")
    return nlp


NLP = blank()


def minutes(doc: Doc) -> list[int]:
    return [span._.minutes for span in doc.spans["durations"]]


notes = st.lists(
    st.sampled_from(
        ["15", "'", "min", " ", "-", ":", "8:05", "half", "an", "hour", "hr", "0.25", "/", "\n", "x", "\u00a0", "²"]
    )
).map("".join)


@pytest.mark.cases("durations.yaml")
def test_minutes(case: dict[str, Any], unmark: Callable[[str], Any]) -> None:
    note, places = unmark(case["note"])
    doc = NLP(note)
    assert minutes(doc) == case["expect"]
    inside = zip(doc.spans["durations"], places, strict=True)
    assert all(start <= span.start_char < span.end_char <= end for span, (start, end) in inside)


@pytest.mark.cases("durations.yaml")
def test_the_reader_finds_the_same(case: dict[str, Any], reader: Reader, unmark: Callable[[str], Any]) -> None:
    note, _ = unmark(case["note"])
    doc = NLP(note)
    spans = [(span.start_char, span.end_char, span._.minutes) for span in doc.spans["durations"]]
    assert [(one.start, one.end, one.minutes) for one in reader.read(note).durations] == spans


@given(st.text() | notes)
@example("²min")
@example("1.1.1 min")
@example("1,5 min")
@example("-- min")
@example("'")
@example("min")
@example("an hour")
@example("٣ min")
def test_durations_are_minutes_in_order_without_overlap(text: str) -> None:
    doc = NLP(text)
    assert all(0 < count <= 480 for count in minutes(doc))
    assert all(one.end <= after.start for one, after in pairwise(doc.spans["durations"]))


@given(st.integers(1, 240))
def test_every_count_of_minutes_is_read(count: int) -> None:
    assert minutes(NLP(f"TherEx {count} min, gait")) == [count]


@given(st.integers(0, 11), st.integers(0, 59), st.integers(1, 120))
def test_clock_times_are_subtracted(hour: int, minute: int, length: int) -> None:
    end = 60 * hour + minute + length
    note = f"Gait {hour}:{minute:02}-{end // 60}:{end % 60:02} with RW"
    assert minutes(NLP(note)) == [length]


def test_any_tokenizer_will_do() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rehabcode_durations")
    assert minutes(nlp("TherEx 15 min, gait 10 minutes.")) == [15, 10]


def test_no_words_no_minutes() -> None:
    assert minutes(NLP("")) == []

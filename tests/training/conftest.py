"""Answered notes, built from the short rows of tests/cases/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rehabcode.records import Cue, Evidence, Mention, NoteSuggestions, Span, Suggestion, Versions
from rehabcode_training.answers import Answered, Faithfulness
from rehabcode_training.corpus import GoldCode, LabelledNote, Trap

TEXT = "abcdefghij" * 10
Row = dict[str, Any]


@pytest.fixture(scope="session")
def answered() -> Callable[[Row], Answered]:
    """Turn a row into a labelled note and its answer."""
    return answered_note


@pytest.fixture(scope="session")
def labelled() -> Callable[..., LabelledNote]:
    """Make a note that says nothing but who wrote it."""
    return labelled_note


def answered_note(row: Row) -> Answered:
    note = labelled_note(
        codes=tuple(
            GoldCode(
                gold["code"],
                gold.get("minutes"),
                spans(gold.get("at", "0-5")),
                gold.get("certainty", "clear"),
                tuple(gold.get("alt", ())),
            )
            for gold in row["gold"]
        ),
        traps=tuple(trap(each) for each in row.get("traps", ())),
    )
    answer = NoteSuggestions(
        tuple(suggestion(each) for each in row.get("suggested", ())),
        tuple(suggestion(each) for each in row.get("considered", ())),
        tuple(mention(place) for place in row.get("withheld", ())),
        Versions("0", "0", "0"),
    )
    return Answered(note, answer, tuple(Faithfulness("97110", *falls) for falls in row.get("falls", ())))


def labelled_note(
    *,
    id: str = "n1",  # noqa: A002  (the field's own name)
    author: str = "a",
    group: str = "g1",
    text: str = TEXT,
    codes: tuple[GoldCode, ...] = (),
    traps: tuple[Trap, ...] = (),
) -> LabelledNote:
    return LabelledNote(id, author, group, "PT", "daily", "", "", text, codes, traps)


def spans(places: str | list[str]) -> tuple[Span, ...]:
    return tuple(span(place) for place in ([places] if isinstance(places, str) else places))


def span(place: str) -> Span:
    start, end = (int(number) for number in place.split("-"))
    return Span(start, end, TEXT[start:end])


def trap(row: Row) -> Trap:
    place = span(row["at"])
    return Trap(place.start, place.end, place.quote, row["code"], "planned")


def mention(place: str) -> Mention:
    at = span(place)
    return Mention(at.start, at.end, at.quote, "any", (), "planned", Cue(0, 1, "a", "any"), "")


def suggestion(row: Row) -> Suggestion:
    evidence = tuple(Evidence(at.start, at.end, at.quote, "any", "", "any") for at in spans(row.get("at", "0-5")))
    return Suggestion(row["code"], row["code"], row.get("score", 0.9), evidence, row.get("minutes"))

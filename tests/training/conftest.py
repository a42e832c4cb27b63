"""Answered notes, built from the short rows of tests/cases/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rehabcode.records import Cue, Evidence, Mention, NoteSuggestions, Span, Suggestion, Versions
from rehabcode_training.answers import Answered, Faithfulness
from rehabcode_training.corpus import GoldCode, LabelledNote, Trap

TEXT = "abcdefghij" * 10
SERVICES = (("97110", "squats 3x10"), ("97116", "gait training with cane"), ("97140", "joint mobilization to knee"))
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


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


@pytest.fixture(scope="session")
def dozen() -> tuple[LabelledNote, ...]:
    """Twelve notes of four authors: one of three services done, the next one declined."""
    return tuple(short_note(number) for number in range(12))


def short_note(number: int) -> LabelledNote:
    (code, done), (other, declined) = SERVICES[number % 3], SERVICES[(number + 1) % 3]
    text = f"Today: {done}, tolerated well, 10 min.\nTechnique: {done}. Patient declined {declined}."
    held = span_of(text, f"declined {declined}")
    return labelled_note(
        id=f"n{number:02}",
        author=f"a{number % 4}",
        group=f"g{number % 4}",
        text=text,
        codes=(GoldCode(code, None, (span_of(text, done),)),),
        traps=(Trap(held.start, held.end, held.quote, other, "negated"),),
    )


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

"""The words before the cursor, as phrases are cut."""

from __future__ import annotations

import pytest

from rehabcode.completion.words import LONGEST, Typed, typed_at


def typed(marked: str) -> Typed | None:
    before, _, after = marked.partition("|")
    return typed_at(before + after, len(before))


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("qu|", ("qu",)),
        ("SLR, Quad Se|", ("quad", "se")),
        ("sit-to-st|", ("sit", "to", "st")),
        ("don/do|", ("don", "do")),
        ("quad |", ("quad", "")),
        ("sit-to-|", ("sit", "to", "")),
        ("one\ngait tr|", ("gait", "tr")),
        ("patient’s ow|", ("patient's", "ow")),
        ("6MW|", ("6mw",)),
        ("a b c d e f g|", ("c", "d", "e", "f", "g")),
    ],
)
def test_words_are_joined_by_one_blank_hyphen_or_slash(marked: str, words: tuple[str, ...]) -> None:
    found = typed(marked)
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize("marked", ["|", "ga|it", "quad  |", "quad, |", "15min|", "💪|", "gait|2", "gait\n|"])
def test_there_is_nothing_to_complete(marked: str) -> None:
    assert typed(marked) is None


def test_each_word_stands_where_it_says() -> None:
    note = "Then sit-to-sta"
    found = typed_at(note, len(note))
    assert found is not None
    assert [note[start : start + len(word)] for start, word in zip(found.starts, found.written, strict=True)] == [
        "Then", "sit", "to", "sta",
    ]  # fmt: skip


def test_a_word_that_began_far_off_is_not_cut() -> None:
    found = typed_at("x" * 500 + " quad se", 508)
    assert found is not None
    assert found.words == ("quad", "se")
    assert len(found.words) <= LONGEST

"""Offsets in the caller's unit point at the same words as offsets in code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode_service.offsets import Offsets

# Half of what is drawn lies past the basic plane, where the two units part.
NOTES = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.characters(min_codepoint=0x10000)))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, int, int]:
    """A note and a stretch of it, in code points."""
    note = draw(NOTES)
    start = draw(st.integers(0, len(note)))
    return note, start, draw(st.integers(start, len(note)))


@given(stretches())
def test_a_stretch_in_utf_16_holds_the_same_words(stretch: tuple[str, int, int]) -> None:
    note, start, end = stretch
    offsets = Offsets(note, "utf16")
    units = note.encode("utf-16-le")[2 * offsets.sent(start) : 2 * offsets.sent(end)]
    assert units.decode("utf-16-le") == note[start:end]


@given(stretches())
def test_an_offset_comes_back_as_it_went(stretch: tuple[str, int, int]) -> None:
    note, start, _ = stretch
    offsets = Offsets(note, "utf16")
    assert offsets.received(offsets.sent(start)) == start


@given(stretches())
def test_code_points_stay_as_they_are(stretch: tuple[str, int, int]) -> None:
    note, start, end = stretch
    offsets = Offsets(note, "codepoint")
    assert (offsets.sent(start), offsets.received(end)) == (start, end)


@pytest.mark.parametrize(
    ("note", "offset"), [("💪", 1), ("a💪b", 2), ("💪💪", 3)], ids=["alone", "in-the-middle", "after-another"]
)
def test_an_offset_inside_a_character_is_refused(note: str, offset: int) -> None:
    with pytest.raises(ValueError, match=f"offset {offset} lies between the two units"):
        Offsets(note, "utf16").received(offset)

"""Offers at the cursor: right in every way of typing, in their place, the same every time, and never a word kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode import completer as completers
from rehabcode.completer import COUNT, Completer, InvalidCursor
from rehabcode.completion.words import key_of, plainly
from rehabcode.errors import NoteNotText, NoteTooLong
from rehabcode.lexicon import Lexicon

if TYPE_CHECKING:
    from rehabcode import Suggester
    from rehabcode.completer import Completion

LINE = "Therapeutic exercise x 15 min: SLR 3x10, bridges. "
TYPED = st.text(alphabet="abcdefghilmnoprstuTEMSNR -/.,:\n💪'0123", max_size=40)


@pytest.fixture(scope="module")
def completer() -> Completer:
    """The completer that ships."""
    return completers.load()


def offers(completer: Completer, marked: str, count: int = COUNT) -> tuple[Completion, ...]:
    """Return the offers where the bar stands."""
    before, _, after = marked.partition("|")
    return completer.complete(before + after, len(before), count=count)


@pytest.mark.cases("completions.yaml")
def test_an_offer_is_made(completer: Completer, case: dict[str, Any]) -> None:
    found = offers(completer, case["text"])[: case.get("within", 3)]
    cursor = case["text"].index("|")
    assert (case["insert"], case["code"], cursor - case["start"]) in [
        (one.insert, one.codes[0], one.start) for one in found
    ]


@pytest.mark.parametrize(
    "marked",
    ["|", " |", "gait|s", "ga|it", "|gait", "15min|", "x10|", "g|", "a note.  |", "gait\n|", "💪|", "quad sets.|"],
)
def test_nothing_is_offered_where_nothing_fits(completer: Completer, marked: str) -> None:
    assert offers(completer, marked) == ()


def test_every_name_of_a_technique_can_be_completed(completer: Completer) -> None:
    lexicon = Lexicon.load()
    names = {
        key_of(plainly(phrase.say))
        for phrase in lexicon.phrases
        if phrase.canonical and lexicon.techniques[phrase.technique].codes
    }
    typed = {name: offers(completer, f"{name[:-1]}|", count=40) for name in names if len(name.split()) == 1 < len(name)}
    missing = {name for name, found in typed.items() if name not in {key_of(one.label) for one in found}}
    assert len(typed) > 20
    assert not {name for name in missing if len(name) > 3}  # two letters begin too much


def test_a_technique_is_named_with_its_codes_alone(completer: Completer) -> None:
    techniques = Lexicon.load().techniques
    found = [one for typed in ("soft t", "dry n", "ultras", "paraf", "hot p") for one in offers(completer, f"{typed}|")]
    named = [
        one for one in found if one.label in {"soft tissue mobilization", "dry needling", "ultrasound", "paraffin"}
    ]
    assert len(named) >= 3
    assert all(set(one.codes) <= set(techniques[one.technique].codes) for one in named)


def test_what_to_add_is_of_the_first_code_and_not_inserted(completer: Completer) -> None:
    first = offers(completer, "Manual therapy x 15 min: soft tis|")[0]
    assert first.codes == ("97140",)
    assert first.add == " — min, area, technique, response"
    assert first.add.strip() not in first.insert


def test_what_stands_before_ranks(completer: Completer) -> None:
    stretch = {
        context: [one.codes[0] for one in offers(completer, f"{context} tra|")]
        for context in ("Mechanical traction to the cervical spine, intermittent", "Gait with walker and bed mobility,")
    }
    first, second = stretch.values()
    assert "97012" in first
    assert first != second


def test_no_misspelled_word_is_offered(completer: Completer) -> None:
    found = [one.insert for typed in ("evalu", "theraput", "balnc", "mobilz") for one in offers(completer, f"{typed}|")]
    assert found
    assert not {"evalution", "theraputic", "balnce", "mobilzation"} & {*found}


def test_what_stands_after_the_cursor_changes_nothing(completer: Completer) -> None:
    assert offers(completer, f"{LINE}quad s| and then ultrasound") == offers(completer, f"{LINE}quad s|")


@given(typed=TYPED, before=TYPED)
def test_an_offer_stands_where_it_says(completer: Completer, typed: str, before: str) -> None:
    note = before + typed
    found = completer.complete(note, len(note))
    assert found == completer.complete(note, len(note))
    assert len(found) <= COUNT
    assert all(0 <= one.start <= one.end == len(note) for one in found)
    assert all(0 < one.score <= 1 and one.codes and one.insert != note[one.start :] for one in found)
    assert not any(digit in one.insert for one in found for digit in "💪\n")


@given(st.data())
def test_no_cursor_breaks_it(completer: Completer, data: st.DataObject) -> None:
    note = data.draw(st.text(max_size=60))
    cursor = data.draw(st.integers(0, len(note)))
    assert all(one.end == cursor for one in completer.complete(note, cursor))


@pytest.mark.parametrize("cursor", [-1, 5, True, 10**9])
def test_a_cursor_outside_the_note_is_refused(completer: Completer, cursor: int) -> None:
    with pytest.raises(InvalidCursor, match="whole number from 0 to 4, the length of the note"):
        completer.complete("quad", cursor)


def test_a_note_that_is_too_long_is_refused_without_its_words(completer: Completer) -> None:
    with pytest.raises(NoteTooLong, match=r"200,001 characters; the limit is 200,000") as caught:
        completer.complete("quad " * 40_000 + "s", 5)
    assert "quad" not in str(caught.value)


def test_what_is_no_text_is_refused(completer: Completer) -> None:
    with pytest.raises(NoteNotText, match="a note must be a str, not bytes"):
        completer.complete(cast("Any", b"quad s"), 6)


def test_no_word_of_a_note_is_kept() -> None:
    own = completers.load()
    offers(own, "zyzzyva quad s|")
    (place,) = own._levels
    assert len(place) == 16
    assert "zyzzyva" not in repr(own.__dict__)


def test_what_is_kept_of_places_is_bounded(completer: Completer) -> None:
    found = [offers(completer, f"{number} quad s|") for number in range(600)]
    assert all(found)
    assert 0 < len(completer._levels) <= completers.PLACES


def seconds(completer: Completer, note: str) -> float:
    times = []
    for length in range(7):
        start = time.perf_counter()
        completer.complete(f"{note}joint mobili"[: len(note) + 6 + length], len(note) + 6 + length)
        times.append(time.perf_counter() - start)
    return min(times)


def test_the_time_does_not_grow_with_the_note(completer: Completer) -> None:
    assert seconds(completer, LINE * 3_800) < 4 * seconds(completer, LINE * 40)


def test_an_offer_takes_a_small_part_of_an_answer(completer: Completer, suggester: Suggester) -> None:
    note = LINE * 40
    start = time.perf_counter()
    suggester.suggest(note)
    assert seconds(completer, note) < (time.perf_counter() - start) / 4

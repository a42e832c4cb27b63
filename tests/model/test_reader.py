"""A note in, a reading out: offsets that hold, order, no trace of other notes, and an answer to every text."""

from __future__ import annotations

import time
import timeit
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rehabcode.errors import NoteNotUnicode, NoteTooLong
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode.records import Reading

READER = Reader(Lexicon.load())
NOTE = """S: Pt 4/10 R knee pain. HEP daily, no issues w/ heel slides.
O: TherEx (20 min): SLR 3x10, mini squats 2x10. Joint mobs gr III + STM 15'. Declined stair training.
A: Tolerated gait training well.
P: Add US next visit.
"""
WORDS = [
    "joint mobs",
    "Declined",
    "P:",
    "HEP:",
    "15 min",
    "8:05-8:20",
    "[ ]",
    "[x]",
    "☐",
    "👍",
    "\n",
    "\r\n",
    ",",
    "\u00a0",
    "US",
    "|",
]
notes = st.text() | st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)


def test_a_note_is_read() -> None:
    reading = READER.read(NOTE)
    assert reading.text == NOTE
    assert [section.name for section in reading.sections] == ["subjective", "objective", "assessment", "plan"]
    assert [duration.minutes for duration in reading.durations] == [20, 15]
    assert {"heel_slides", "joint_mobilization", "stair_training", "ultrasound_therapeutic"} <= {
        mention.technique for mention in reading.mentions
    }


def test_a_mention_has_the_codes_of_its_technique() -> None:
    (mention,) = READER.read("Joint mobs gr III.").mentions
    assert (mention.quote, mention.technique, mention.section) == ("Joint mobs", "joint_mobilization", "none")
    assert mention.codes == READER.lexicon.techniques["joint_mobilization"].codes


def test_a_mention_of_several_techniques_has_the_codes_of_all() -> None:
    (mention,) = READER.read("LiteGait 12 min").mentions
    techniques = ("body_weight_supported_treadmill", "gait_in_lite_gait_peds")
    assert set(mention.codes) == {code for name in techniques for code in READER.lexicon.techniques[name].codes}
    assert len(set(mention.codes)) == len(mention.codes)


def test_a_mention_is_of_the_section_that_it_stands_in() -> None:
    found = {mention.technique: mention.section for mention in READER.read(NOTE).mentions}
    assert found["joint_mobilization"] == "objective"
    assert found["ultrasound_therapeutic"] == "plan"


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\r\n", "\u00a0\u2003", "...", "12 3/4"])
def test_a_blank_note_has_nothing_to_say(text: str) -> None:
    reading = READER.read(text)
    assert reading.text == text
    assert (reading.mentions, reading.durations) == ((), ())


def test_a_text_that_is_no_therapy_note_names_no_performed_technique() -> None:
    reading = READER.read("Hypertension. The bowel was mobilized, retraction kept, and the wound closed in layers.")
    assert not [mention for mention in reading.mentions if mention.assertion == "performed"]


def test_a_note_over_the_limit_is_refused_by_its_size() -> None:
    reader = Reader(READER.lexicon, max_characters=10)
    assert reader.read("gait 1234 ").text
    with pytest.raises(NoteTooLong, match=r"^the note has 11 characters; the limit is 10\.") as caught:
        reader.read("gait 12345 ")
    assert (caught.value.length, caught.value.limit) == (11, 10)
    assert "gait" not in str(caught.value)


def test_the_usual_limit_is_two_hundred_thousand_characters() -> None:
    with pytest.raises(NoteTooLong, match="200,001 characters; the limit is 200,000"):
        READER.read("x" * 200_001)


@pytest.mark.parametrize(("text", "position"), [("\ud800", 0), ("gait \udfff training", 5), ("a\ud83d b", 1)])
def test_half_a_character_is_refused_by_its_place(text: str, position: int) -> None:
    with pytest.raises(NoteNotUnicode, match=f"^the note holds a lone surrogate at character {position}; ") as caught:
        READER.read(text)
    assert caught.value.position == position
    assert "gait" not in str(caught.value)


@given(notes)
@example("\x00joint mobs\x1b")
@example("👍🏽 joint mobs 15’ 👍")
@example("JOINT MOBS\u2028declined\x85")
@example("\r\n[ ] joint mobs\r\n")
def test_quotes_stand_where_they_say(text: str) -> None:
    reading = READER.read(text)
    quoted = [*reading.mentions, *reading.durations, *(one.cue for one in reading.mentions if one.cue)]
    assert all(text[one.start : one.end] == one.quote != "" for one in quoted)


@given(notes)
def test_mentions_and_durations_stand_in_order_without_overlap(text: str) -> None:
    reading = READER.read(text)
    assert all(one.end <= after.start for one, after in pairwise(reading.mentions))
    assert all(one.end <= after.start for one, after in pairwise(reading.durations))


@given(notes)
def test_only_what_is_performed_has_no_cue(text: str) -> None:
    mentions = READER.read(text).mentions
    assert [one.cue is None for one in mentions] == [one.assertion == "performed" for one in mentions]


@given(notes)
def test_words_stand_where_they_say(text: str) -> None:
    reading = READER.read(text)
    assert len(reading.words) == len(reading.word_starts)
    assert all(one < after for one, after in pairwise(reading.word_starts))
    assert all(0 <= start < len(text) for start in reading.word_starts)


def test_words_are_in_lower_case_with_misspellings_mended() -> None:
    reading = READER.read("SCAR mobilizatoin, x10")
    assert [word for word in reading.words if word.strip()] == ["scar", "mobilization", ",", "x", "10"]
    assert reading.mentions[0].quote == "SCAR mobilizatoin"


@given(notes)
def test_sections_cover_the_note(text: str) -> None:
    sections = READER.read(text).sections
    assert [0, *(one.end for one in sections)] == [*(one.start for one in sections), len(text)]


@given(notes)
def test_the_same_note_reads_the_same(text: str) -> None:
    assert READER.read(text) == READER.read(text)


def test_a_reading_does_not_depend_on_notes_before_it() -> None:
    used = READER.read(NOTE)
    READER.read("Held joint mobs. HEP: scar mobilizatoin. P: US")
    assert READER.read(NOTE) == used == Reader(READER.lexicon).read(NOTE)


def test_frequent_words_change_no_reading() -> None:
    assert Reader(READER.lexicon, frequent=["gait", "declined", "mobs"]).read(NOTE) == READER.read(NOTE)


def test_eight_threads_read_the_same() -> None:
    texts = [NOTE.replace("TherEx", f"word{i} TherEx") for i in range(64)]
    expected = [READER.read(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(READER.read, texts)) == expected


def test_words_of_a_note_are_not_kept() -> None:
    strings = READER._nlp.vocab.strings
    READER.read("zyzzyva joint mobs")
    kept = len(strings)
    READER.read("qwertzuiop Asdfghjklq joint mobs")
    assert len(strings) == kept
    assert not {"zyzzyva", "qwertzuiop", "Asdfghjklq", "asdfghjklq"} & set(strings)


def test_a_reading_is_frozen() -> None:
    reading = READER.read(NOTE)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'text'"):
        reading.__setattr__("text", "")
    assert isinstance(reading, Reading)
    assert hash(reading.mentions[0])


def seconds(text: str) -> float:
    """The least processor time of two readings."""
    return min(timeit.repeat(lambda: READER.read(text), timer=time.process_time, number=1, repeat=2))


@pytest.mark.parametrize(
    "piece",
    [
        "joint mobs ", "declined joint mobs, ", "joint mobs, ", "[ ] gait\n", "P: US. ", "Plan:\n", "S: sore O: SLR ",
        "x", "(", "[", ":", "15'", "12-", "8:05-8:20 ", "0905 to ", "half an hour ", "-> ", "SLR|", "a. ", "a, ",
        " ", "\n", "\t", "\x00", "👍", "a\u0301", "mobilizatoin ",
    ],
)  # fmt: skip
def test_ten_times_the_length_takes_ten_times_as_long(piece: str) -> None:
    short, long = (piece * 2_000)[:2_000], (piece * 20_000)[:20_000]
    assert seconds(long) < 25 * seconds(short), "the square of ten is a hundred"


@pytest.mark.parametrize(
    "piece", ["Gait training 15 min, massage declined. ", "joint mobs, ", "(97110) ", "S: sore O: SLR "]
)
def test_one_line_of_a_hundred_thousand_characters_is_read(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert READER.read(text).text == text


def test_ten_thousand_phrases_are_ten_thousand_mentions() -> None:
    assert len(READER.read("joint mobs, " * 10_000).mentions) == 10_000

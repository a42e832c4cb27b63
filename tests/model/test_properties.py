"""What holds for every text: quotes stand where they say, nothing is suggested without them, and nothing crashes."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rehabcode import NoteSuggestions, Span, Suggester

NOTES = [
    """S: Pt 4/10 R knee pain. HEP daily, no issues w/ heel slides.
O: TherEx (20 min): SLR 3x10, mini squats 2x10. Joint mobs gr III + STM 15'. Declined stair training.
A: Tolerated gait training well.
P: Add US next visit.""",
    """INTERVENTIONS
[x] Gait training\t15 min\tFWW, heel strike cues
[ ] Ultrasound\t--\t
[x] Manual therapy | 97140 | 10 min
Total: 25 min
HEP: squats, heel raises""",
    """Caregiver training with wife, pt not present, 45 min: transfers, guarding on stairs.
Wife returned demonstration x2 👍 – “much easier”.
Plan: 6 minute walk test next visit; consider dry needling if pain persists.
12:30–13:15""",
]
LINES = [line for note in NOTES for line in note.split("\n")]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
CONTROLS = st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Zs", "Mn"]), max_size=40)
PIECES = st.lists(st.sampled_from(LINES) | CONTROLS | st.text(max_size=8), max_size=8).map("".join)
SHUFFLED = st.lists(st.sampled_from(LINES), max_size=14, unique=True).map("\n".join)
SOME = settings(max_examples=60)


def spans(answer: NoteSuggestions) -> list[Span]:
    """Every span of an answer."""
    evidence = [each for one in (*answer.suggestions, *answer.considered) for each in one.evidence]
    cues = [one.cue for one in answer.withheld if one.cue]
    return [*evidence, *answer.withheld, *cues]


def check_quotes(note: str, answer: NoteSuggestions) -> None:
    found = spans(answer)
    assert [one.quote for one in found] == [note[one.start : one.end] for one in found]
    assert all(0 <= one.start < one.end <= len(note) and one.quote.strip() for one in found)


@pytest.mark.parametrize("texts", [ANY_TEXT, CONTROLS, PIECES, SHUFFLED], ids=["any", "controls", "pieces", "shuffled"])
@settings(SOME)
@given(data=st.data())
def test_quotes_stand_where_they_say_and_the_answer_is_the_same_twice(
    texts: st.SearchStrategy[str], data: st.DataObject, suggester: Suggester
) -> None:
    note = data.draw(texts)
    answer = suggester.suggest(note)
    check_quotes(note, answer)
    assert suggester.suggest(note) == answer


@settings(SOME)
@given(note=PIECES | SHUFFLED)
@example(note="")
@example(note="\x00")
@example(note="👍 Gait training 15 min")
@example(note="e\u0301 squats\u200b3x10\u2028STM")
def test_nothing_is_suggested_without_evidence(note: str, suggester: Suggester) -> None:
    answer = suggester.suggest(note)
    ranked = (*answer.suggestions, *answer.considered)
    assert all(one.evidence for one in ranked)
    assert len({one.code for one in ranked}) == len(ranked)
    assert all(one.score >= suggester.threshold for one in answer.suggestions)


@settings(SOME)
@given(note=PIECES | SHUFFLED)
def test_what_is_withheld_is_evidence_of_no_suggestion(note: str, suggester: Suggester) -> None:
    answer = suggester.suggest(note)
    evidence = [each for one in answer.suggestions for each in one.evidence]
    assert all(one.assertion != "performed" and one.cue for one in answer.withheld)
    assert not any(one.start < each.end and each.start < one.end for one in answer.withheld for each in evidence)


@settings(SOME)
@given(note=SHUFFLED)
def test_offsets_hold_in_utf16_units_too(note: str, suggester: Suggester) -> None:
    units = note.encode("utf-16-le")
    found = spans(suggester.suggest(note))
    starts = [len(note[: one.start].encode("utf-16-le")) for one in found]
    quotes = [
        units[start : start + len(one.quote.encode("utf-16-le"))] for start, one in zip(starts, found, strict=True)
    ]
    assert [quote.decode("utf-16-le") for quote in quotes] == [one.quote for one in found]


@settings(SOME)
@given(note=SHUFFLED, before=st.sampled_from(["", "\n", "\n\n", " "]))
def test_blank_lines_before_a_note_only_move_it(note: str, before: str, suggester: Suggester) -> None:
    plain, moved = suggester.suggest(note), suggester.suggest(before + note)
    assert [one.code for one in moved.suggestions] == [one.code for one in plain.suggestions]
    check_quotes(before + note, moved)


@settings(SOME)
@given(notes=st.lists(SHUFFLED | st.just("\ud800"), max_size=5))
def test_many_notes_are_answered_as_each_alone(notes: list[str], suggester: Suggester) -> None:
    answers = list(suggester.suggest_many(notes))
    assert [one.error is not None for one in answers] == ["\ud800" in note for note in notes]
    good = [(note, one) for note, one in zip(notes, answers, strict=True) if one.error is None]
    assert [one for _, one in good] == [suggester.suggest(note) for note, _ in good]

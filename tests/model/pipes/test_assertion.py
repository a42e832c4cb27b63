"""Every mention is performed, or carries the words and the rule that say why not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import LOWER
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from rehabcode.cues import AssertionCue
from rehabcode.pipes.assertion import AssertionFinder
from rehabcode.pipes.tokenizer import ChartTokenizer
from rehabcode.reader import Reader
from rehabcode.records import ASSERTIONS, Mention

if TYPE_CHECKING:
    from spacy.language import Language

COMPONENTS = ["rehabcode_sections", "rehabcode_techniques", "rehabcode_assertion", "rehabcode_durations"]


def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("rehabcode_assertion")
    return nlp


ENGLISH = blank()


def asserted(text: str, concept: str = "pneumonia") -> tuple[Doc, Span]:
    """The doc and its span of `concept`, put there by somebody else, after the component has seen it."""
    doc = ENGLISH.make_doc(text)
    start = text.lower().index(concept)
    span = doc.char_span(start, start + len(concept), label="PROBLEM")
    assert span is not None
    doc.spans["mentions"] = [span]
    return ENGLISH(doc), doc.spans["mentions"][0]


def marked(reader: Reader, case: dict[str, Any], unmark: Callable[[str], Any]) -> tuple[str, list[Mention]]:
    """The note of a row, and the mentions that it marks. Raises KeyError where one is not found."""
    note, places = unmark(case["note"])
    by_place = {(mention.start, mention.end): mention for mention in reader.read(note).mentions}
    return note, [by_place[place] for place in places]


def why_not(span: Span) -> tuple[str, str] | None:
    """The cue and the rule of what was not performed: a reading leaves out the cues of what was."""
    return None if span._.assertion == "performed" else (span._.cue.text, span._.cue.label_)


@pytest.mark.cases("assertions.yaml")
def test_assertions(case: dict[str, Any], reader: Reader, unmark: Callable[[str], Any]) -> None:
    _, mentions = marked(reader, case, unmark)
    assert {mention.assertion for mention in mentions} == {case["expect"]}


@pytest.mark.cases("assertions.yaml")
def test_what_is_not_performed_shows_its_cue(
    case: dict[str, Any], reader: Reader, unmark: Callable[[str], Any]
) -> None:
    note, mentions = marked(reader, case, unmark)
    cues = [mention.cue for mention in mentions if mention.cue is not None]
    assert [mention.cue is None for mention in mentions] == [mention.assertion == "performed" for mention in mentions]
    assert all(note[cue.start : cue.end] == cue.quote and cue.quote.strip() and cue.rule for cue in cues)


@pytest.mark.cases("assertions.yaml")
def test_the_cue_lies_where_a_reader_would_look(
    case: dict[str, Any], reader: Reader, unmark: Callable[[str], Any]
) -> None:
    note, mentions = marked(reader, case, unmark)
    words = case.get("cue", note)
    start = note.index(words)
    cues = [mention.cue for mention in mentions if mention.cue is not None]
    assert len(cues) == (0 if case["expect"] == "performed" else len(mentions))
    assert all(cue.start < start + len(words) and start < cue.end for cue in cues)


@pytest.mark.cases("assertions.yaml")
def test_the_pipeline_says_what_the_reader_says(
    case: dict[str, Any], reader: Reader, charts: Language, unmark: Callable[[str], Any]
) -> None:
    note, _ = unmark(case["note"])
    doc = charts(note)
    read = [
        (one.start, one.end, one.assertion, one.cue and (one.cue.quote, one.cue.rule))
        for one in reader.read(note).mentions
    ]
    assert read == [(span.start_char, span.end_char, span._.assertion, why_not(span)) for span in doc.spans["mentions"]]


def test_the_rows_show_every_assertion() -> None:
    import yaml

    rows = yaml.safe_load((Path(__file__).parents[2] / "cases" / "assertions.yaml").read_text(encoding="utf-8"))
    assert {row["expect"] for row in rows} == set(ASSERTIONS)


@pytest.mark.parametrize(
    ("text", "assertion", "cue"),
    [
        ("Patient has pneumonia.", "performed", None),
        ("Film shows pneumonia of the left lower lobe.", "performed", None),
        ("No increase in pneumonia.", "performed", None),
        ("No change in pneumonia.", "performed", None),
        ("Denies fever. Film shows pneumonia.", "performed", None),
        ("Denies fever but has pneumonia.", "performed", None),
        ("Has pneumonia. Denies fever.", "performed", None),
        ("Patient denies pneumonia.", "negated", "denies"),
        ("PATIENT DENIES PNEUMONIA.", "negated", "DENIES"),
        ("No pneumonia.", "negated", "No"),
        ("No evidence of pneumonia.", "negated", "No evidence of"),
        ("Cough without pneumonia.", "negated", "without"),
        ("Patient does not have pneumonia.", "negated", "not"),
        ("Pneumonia was ruled out.", "negated", "ruled out"),
        ("Negative for pneumonia.", "negated", "Negative for"),
        ("Cough w/o pneumonia.", "negated", "w/o"),
        ("Patient doesn't have pneumonia.", "negated", "doesn't have"),
        ("Patient doesn’t have pneumonia.", "negated", "doesn’t have"),
        ("Chest film: no pneumonia.", "negated", "no"),
        ("Pneumonia in 2019.", "historical", "in 2019"),
        ("Family history of pneumonia.", "other", "Family history of"),
        ("History of pneumonia.", "historical", "History of"),
        ("h/o pneumonia", "historical", "h/o"),
        ("Pneumonia 2 years ago.", "historical", "years ago"),
        ("Mother had pneumonia.", "other", "Mother"),
        ("If pneumonia develops, call the clinic.", "hypothetical", "If"),
    ],
)
def test_any_concept_in_a_blank_english_pipeline(text: str, assertion: str, cue: str | None) -> None:
    doc, span = asserted(text)
    assert span._.assertion == assertion
    assert cue is None or cue in span._.cue.text
    assert span.label_ == "PROBLEM"
    assert span.doc is doc


def test_mentions_that_nobody_put_there_are_not_missed() -> None:
    assert "mentions" not in ENGLISH("Denies pneumonia.").spans


def test_an_empty_text_is_no_trouble() -> None:
    assert ENGLISH("").text == ""


def test_a_span_that_no_component_has_seen_is_performed() -> None:
    doc = spacy.blank("en")("Denies pneumonia.")
    assert doc[1:2]._.assertion == "performed"
    assert doc[1:2]._.cue is None


def cue(say: str, assertion: Any, *, direction: Any = "both", reach: Any = "clause") -> AssertionCue:
    return AssertionCue(say, assertion, direction, reach, "charting")


def decided(
    text: str, *cues: AssertionCue, at: Sequence[int] = (0,), mention: str = "massage"
) -> list[tuple[str, str]]:
    """Assertion and rule of a mention in a text without layout, by these cues alone."""
    vocab = Vocab(lex_attr_getters={LOWER: str.lower})
    doc = ChartTokenizer(vocab)(text)
    words = [token.text for token in doc]
    doc.spans["mentions"] = [doc[words.index(mention) + i : words.index(mention) + i + 1] for i in at]
    AssertionFinder(vocab, cues=cues)(doc)
    return [(span._.assertion, span._.cue.label_ if span._.cue else "") for span in doc.spans["mentions"]]


@pytest.mark.parametrize(
    ("text", "direction", "assertion"),
    [
        ("declined massage", "forward", "negated"),
        ("declined massage", "both", "negated"),
        ("declined massage", "backward", "performed"),
        ("massage declined", "backward", "negated"),
        ("massage declined", "both", "negated"),
        ("massage declined", "forward", "performed"),
    ],
)
def test_a_cue_points(text: str, direction: str, assertion: str) -> None:
    assert decided(text, cue("declined", "negated", direction=direction))[0][0] == assertion


def test_the_rule_names_the_cue() -> None:
    ((_, rule),) = decided("declined massage", cue("declined", "negated", direction="forward"))
    assert rule == "declined (forward, clause)"


def test_the_nearest_cue_decides() -> None:
    cues = cue("declined", "negated"), cue("planned", "planned")
    assert decided("declined heat planned massage", *cues)[0][0] == "planned"
    assert decided("massage declined then planned", *cues)[0][0] == "negated"


def test_a_longer_cue_that_says_nothing_silences_the_cue_in_it() -> None:
    cues = cue("no", "negated"), cue("no change", "none")
    assert decided("no massage", *cues)[0][0] == "negated"
    assert decided("no change with massage", *cues)[0][0] == "performed"


def test_a_boundary_stops_the_reach() -> None:
    cues = cue("declined", "negated"), cue("but", "boundary")
    assert decided("declined heat but had massage", *cues)[0][0] == "performed"
    assert decided("but declined massage", *cues)[0][0] == "negated"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("massage when able", "planned"),
        ("massage gently when able", "planned"),
        ("massage to the neck when able", "performed"),
    ],
)
def test_a_cue_beside_reaches_its_neighbour_alone(text: str, expected: str) -> None:
    assert decided(text, cue("when", "planned", direction="backward", reach="beside"))[0][0] == expected


@pytest.mark.parametrize("say", ["doesn't do", "doesn’t do"])
def test_either_apostrophe_is_the_cue(say: str) -> None:
    assert decided(f"{say} massage", cue("doesn't do", "negated", direction="forward"))[0][0] == "negated"


@pytest.mark.parametrize("text", ["last visit's massage", "last visit’s massage", "last visit massage"])
def test_a_time_may_be_in_the_possessive(text: str) -> None:
    assert decided(text, cue("last visit", "historical"))[0][0] == "historical"


def test_a_number_after_a_hold_is_a_dose() -> None:
    held = cue("held", "negated", direction="backward")
    assert decided("massage held 40 s", held)[0][0] == "performed"
    assert decided("massage held 2/2 pain", held)[0][0] == "negated"
    assert decided("massage held", held)[0][0] == "negated"


def test_a_value_before_in_brackets_tells_of_today() -> None:
    last = cue("last visit", "historical")
    assert decided("massage 10 min (8 min last visit)", last)[0][0] == "performed"
    assert decided("massage (as last visit)", last)[0][0] == "historical"


def test_a_title_speaks_for_a_note_with_layout_only(charts: Language) -> None:
    text = "OPERATIVE REPORT\nThe leg was drawn down by manual traction."
    (span,) = charts(text).spans["mentions"]
    assert (span._.assertion, span._.cue.text) == ("other", "OPERATIVE REPORT")
    _, span = asserted(f"{text} Pneumonia.")
    assert span._.assertion == "performed"


def test_a_title_counts_at_the_edges_only(charts: Language) -> None:
    doc = charts("Daily note\nS: sore\nO: joint mobs gr III\nHad an operative report with him.\nA: better\nP: cont")
    assert [span._.assertion for span in doc.spans["mentions"]] == ["performed"]


def test_no_state_between_notes(charts: Language) -> None:
    fresh = charts("Joint mobs gr III.")
    declined = charts("Declined joint mobs.")
    again = charts("Joint mobs gr III.")
    assert [span._.assertion for span in declined.spans["mentions"]] == ["negated"]
    assert [span._.assertion for doc in (fresh, again) for span in doc.spans["mentions"]] == ["performed"] * 2


def test_a_second_look_changes_nothing(charts: Language) -> None:
    doc = charts("Declined joint mobs. Gait training 10 min. P: ultrasound next visit.")
    first = [(span.text, span._.assertion, span._.cue and span._.cue.text) for span in doc.spans["mentions"]]
    charts.get_pipe("rehabcode_assertion")(doc)
    assert [(span.text, span._.assertion, span._.cue and span._.cue.text) for span in doc.spans["mentions"]] == first
    assert len(first) == 3


def test_many_notes_in_a_stream(charts: Language) -> None:
    notes = ["Declined joint mobs.", "", "Joint mobs gr III.", "Joint mobs next visit."]
    docs = list(charts.pipe(notes, batch_size=2))
    assert [[span._.assertion for span in doc.spans["mentions"]] for doc in docs] == [
        ["negated"],
        [],
        ["performed"],
        ["planned"],
    ]


def test_a_pipeline_is_kept_and_loaded(charts: Language, tmp_path: Path) -> None:
    charts.to_disk(tmp_path)
    doc = spacy.load(tmp_path)("[ ] Gait training 15 min")
    assert [(span.text, span._.assertion) for span in doc.spans["mentions"]] == [("Gait training", "negated")]
    assert [span._.minutes for span in doc.spans["durations"]] == [15]


def test_components_are_entry_points_that_need_no_import() -> None:
    adds = "; ".join(f"nlp.add_pipe({name!r})" for name in COMPONENTS)
    program = f"import spacy; nlp = spacy.blank('en'); {adds}; print(*nlp.pipe_names); nlp('Gait training 15 min')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, COMPONENTS), done.stderr


@given(
    st.text()
    | st.lists(st.sampled_from(["declined", "joint mobs", "P:", "[ ]", "\n", "next visit", ",", ".", "HEP"])).map(
        " ".join
    )
)
def test_any_text_gets_assertions_with_cues(text: str) -> None:
    doc = CHARTS(text)
    said = [(span._.assertion, span._.cue) for span in doc.spans["mentions"]]
    assert all(assertion in ASSERTIONS for assertion, _ in said)
    assert all(cue.text and cue.label_ for assertion, cue in said if assertion != "performed")


def _charts() -> Language:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "rehabcode.ChartTokenizer.v1"}}})
    nlp.add_pipe("rehabcode_sections")
    nlp.add_pipe("rehabcode_techniques")
    nlp.add_pipe("rehabcode_assertion")
    return nlp


CHARTS = _charts()

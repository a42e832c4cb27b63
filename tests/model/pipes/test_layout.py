"""A note falls into sections without gap or overlap, and into clauses that each say one thing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from rehabcode.lexicon import Lexicon
from rehabcode.pipes.cells import Cells
from rehabcode.pipes.headings import Headings
from rehabcode.pipes.layout import Layout
from rehabcode.pipes.sections import SectionFinder, layout_of
from rehabcode.pipes.tokenizer import ChartTokenizer
from rehabcode.records import Clause

if TYPE_CHECKING:
    from spacy.language import Language

TOKENIZER = ChartTokenizer(Vocab())
LEXICON = Lexicon.load()
SECTIONS = SectionFinder(headings=Headings.of(LEXICON), cells=Cells(LEXICON.visit_words))
ORNAMENTS = " \r\n*=#-.0123456789"  # stars, rules and numbers before a heading may stand on either side
LINES = [
    "S: sore",
    "Plan:",
    "HEP",
    "1. TE (18 min): SLR 3x10, bike",
    "[ ] gait",
    "☑ MT|5'|held",
    "P",
    "",
    "…",
    "a - b;c.",
    "\t",
    "Item | 3/2 | 3/5",
    "bike | 5 | --",
    "Item      3/2    3/5",
    "bike  6   5  6   held",
    "3/9",
    "3/2 bike, stairs",
    "DOS 3/5",
    "[copied forward from 3/2]",
    "Dx: knee",
    "gait [ ]  bike [x]",
    "US: NT",
    "stairs 0 min",
]
notes = (
    st.text() | st.lists(st.sampled_from(LINES), max_size=12).map("\n".join) | st.text(alphabet="SOAP:.\n,;|[ x]☐1→+ ")
)


def layout(text: str) -> Layout:
    return SECTIONS.find(TOKENIZER(text))


def quotes(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in layout(text).clauses]


def clause(text: str, quote: str) -> Clause:
    """The one clause of a text that reads `quote`."""
    (found,) = [one for one in layout(text).clauses if text[one.start : one.end] == quote]
    return found


@pytest.mark.cases("layouts.yaml")
def test_sections(case: dict[str, Any]) -> None:
    parts = case["note"].split("‖")[1:]
    note = "".join(parts)
    found = [(section.name, note[section.start : section.end].strip(ORNAMENTS)) for section in layout(note).sections]
    assert [one for one in found if one[1]] == [
        (name, part.strip(ORNAMENTS)) for name, part in zip(case["expect"], parts, strict=True)
    ]


@given(notes)
@example("")
@example(" \n ")
@example("\x00\u2028P:\x85\r")
def test_sections_leave_no_gap_and_do_not_overlap(text: str) -> None:
    found = layout(text).sections
    assert [0, *(section.end for section in found)] == [*(section.start for section in found), len(text)]
    assert all(section.start < section.end for section in found)


@given(notes)
@example(":")
@example("[x]")
@example("P:\n\nP:")
def test_clauses_stand_in_order_inside_the_text(text: str) -> None:
    found = layout(text).clauses
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= after.start and one.last <= after.first for one, after in pairwise(found))
    assert all(one.line <= after.line and one.sentence <= after.sentence for one, after in pairwise(found))


@given(notes)
def test_clauses_begin_and_end_with_their_tokens(text: str) -> None:
    doc = TOKENIZER(text)
    spans = [(doc[one.first].idx, doc[one.last - 1].idx + len(doc[one.last - 1])) for one in layout(text).clauses]
    assert spans == [(one.start, one.end) for one in layout(text).clauses]


@given(notes)
def test_a_clause_points_back_at_labels(text: str) -> None:
    found = layout(text).clauses
    assert all(-1 <= one.label < index and -1 <= one.head < index for index, one in enumerate(found))
    assert all(found[one.label].is_label and found[one.label].line == one.line for one in found if one.label >= 0)


@given(notes)
def test_a_clause_is_of_the_section_that_it_begins_in(text: str) -> None:
    found = layout(text)
    names = [next(s.name for s in found.sections if s.start <= one.start < s.end) for one in found.clauses]
    assert names == [one.section for one in found.clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SLR 3x10, LAQ 2#", ["SLR 3x10", "LAQ 2#"]),
        ("Gait 150 ft. STM 15'", ["Gait 150 ft", "STM 15'"]),
        ("US 1.2 W/cm2; CP", ["US 1.2 W/cm2", "CP"]),
        ("Bike |5' | held", ["Bike", "5'", "held"]),
        ("Bike\t5'\theld", ["Bike", "5'", "held"]),
        ("Bike     5'     held", ["Bike", "5'", "held"]),
        ("TherEx (18 min): NuStep, SLR", ["TherEx (18 min)", "NuStep", "SLR"]),
        ("STM + joint mobs", ["STM", "joint mobs"]),
        ("sit-to-stand x5", ["sit-to-stand x5"]),
        ("supine -> sit x5, rest", ["supine -> sit x5", "rest"]),
        ("supine->sit x5", ["supine->sit x5"]),
        ("1. Gait\n2. Stairs", ["Gait", "Stairs"]),
        ("- Gait\n• Stairs\n* Bike", ["Gait", "Stairs", "Bike"]),
        ("[x] Gait [ ] Stairs", ["Gait", "Stairs"]),
        ("Seen by Dr. Ng today", ["Seen by Dr. Ng today"]),
        ("Seen 10:30 to 10:45", ["Seen 10:30 to 10:45"]),
        ("0.25 hr of 1,200 s", ["0.25 hr of 1,200 s"]),
        ("Gait\r\nStairs", ["Gait", "Stairs"]),
        ("...\n---\n|||", []),
        ("", []),
        ("Manual therapy 15 min and gait 10 min", ["Manual therapy 15 min", "gait 10 min"]),
        ("STM (neck) and MFR (back)", ["STM (neck)", "MFR (back)"]),
        ("Bike 5' and squats", ["Bike 5'", "squats"]),
        ("Bands and cuffs, 15 min and 10 reps", ["Bands and cuffs", "15 min and 10 reps"]),
        ("1 hour and a half, 10 min and", ["1 hour and a half", "10 min and"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("[x] gait", "x"),
        ("[X] gait", "x"),
        ("[✓] gait", "x"),
        ("☑ gait", "x"),
        ("☒ gait", "x"),
        ("✓ gait", "x"),
        ("[ ] gait", " "),
        ("[] gait", " "),
        ("☐ gait", " "),
        ("gait", ""),
        ("[x] stairs [ ] gait", " "),
        ("[ ] stairs [x] gait", "x"),
        ("[x] stairs\ngait", ""),
        ("[x] stairs|gait", ""),
        ("(x) gait", ""),
        ("Tx: [ ] stairs [x] bike [ ] gait", " "),
        ("☐ stairs ☒ gait", "x"),
    ],
)
def test_a_checkbox_belongs_to_what_follows_in_its_cell(text: str, box: str) -> None:
    (found,) = [one for one in layout(text).clauses if text[one.start : one.end].endswith("gait")]
    assert found.box == box


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("gait [x]  stairs [ ]", ["x", " "]),
        ("Tx: gait [ ]  stairs [x]", ["", " ", "x"]),
        ("gait 10 min, cane [x]", ["x", "x"]),
        ("Sore. gait [x]  stairs [ ]", ["", "x", " "]),
        ("gait | [x] | stairs | [ ]", ["x", " "]),
        ("gait [x] stairs [ ] bike", ["", "x", " "]),
        ("[x] gait [ ]", ["x"]),
        ("gait ☐\n☒ stairs", [" ", "x"]),
    ],
)
def test_a_checkbox_at_the_end_of_a_line_belongs_to_what_stands_before_it(text: str, boxes: list[str]) -> None:
    assert [one.box for one in layout(text).clauses] == boxes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[ ] gait", "[ ]"),
        ("stairs [x]  gait ☐", "☐"),
        ("gait: NT", "NT"),
        ("gait: --", "--"),
        ("Item | 3/2 | 3/5\ngait | 10 | held", "held"),
        ("Item | 3/2 | 3/5\nbike | 5 | 5\ngait | 10 | ", "gait"),
        ("stairs 5 min, gait 0 min", "0 min"),
    ],
)
def test_what_says_that_a_clause_was_not_done(text: str, why: str) -> None:
    doc = TOKENIZER(text)
    found = SECTIONS.find(doc)
    (index,) = [i for i, one in enumerate(found.clauses) if text[one.start : one.end].startswith("gait")]
    first, last = found.boxes[index]
    assert found.clauses[index].box == " "
    assert doc[first:last].text == why


def test_a_label_holds_for_its_line() -> None:
    text = "Manual (12 min): STM, joint mobs\nBike"
    label = layout(text).clauses[0]
    assert label.is_label
    assert label.opens_line
    assert clause(text, "joint mobs").label == 0
    assert clause(text, "Bike").label == -1


def test_a_heading_heads_the_lines_below_it() -> None:
    text = "Manual therapy:\nSTM to neck, and to the shoulder\nGait:\nRW"
    assert clause(text, "STM to neck").head == 0
    assert clause(text, "and to the shoulder").head == 0


def test_key_value_lines_are_a_label_and_its_value() -> None:
    text = "Assist: CGA\nDevice: RW"
    assert [one.is_label for one in layout(text).clauses] == [True, False, True, False]
    assert clause(text, "RW").label == 2


def test_a_blank_line_is_seen() -> None:
    text = "Gait\n\nStairs\nBike"
    assert [one.after_blank for one in layout(text).clauses] == [True, True, False]


def test_sentences_and_lines_are_counted() -> None:
    found = layout("Gait, stairs. Bike\nSTM").clauses
    assert [one.sentence for one in found] == [0, 0, 1, 2]
    assert [one.line for one in found] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("opener", "colon", "section"),
    [
        ("Plan", False, "plan"),
        ("PLAN", False, "plan"),
        ("** Plan **", False, "plan"),
        ("2) Plan", False, "plan"),
        ("Plan (cont'd)", False, "plan"),
        ("Plan for Tuesday", True, "plan"),
        ("Plan for Tuesday", False, None),
        ("Gait training 15 min", False, "interventions"),
        ("zyzzyva", True, None),
        ("", True, None),
    ],
)
def test_a_heading_in_any_spelling(opener: str, colon: bool, section: str | None) -> None:
    assert SECTIONS.headings.section(opener, colon=colon) == section


def test_the_component_writes_spans_and_the_layout(charts: Language) -> None:
    doc = charts("S: sore.\nP: continue, add stairs.")
    assert [(span.label_, span.text) for span in doc.spans["sections"]] == [
        ("subjective", "S: sore.\n"),
        ("plan", "P: continue, add stairs."),
    ]
    assert [(span.label_, span.text) for span in doc.spans["clauses"]][-2:] == [
        ("plan", "continue"),
        ("plan", "add stairs"),
    ]
    assert layout_of(doc) == layout(doc.text)


def test_the_component_writes_no_spans_where_none_are_wanted() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rehabcode_sections", config={"spans": False})
    doc = nlp("S: sore.\nP: continue.")
    assert "sections" not in doc.spans
    assert [section.name for section in layout_of(doc).sections] == ["subjective", "plan"]


def test_a_layout_is_missed_where_the_component_has_not_run() -> None:
    with pytest.raises(KeyError, match="rehabcode_layout"):
        layout_of(TOKENIZER("S: sore."))

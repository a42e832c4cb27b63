"""Of several visits in one note only this one counts: today's column, today's entry, what was not copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rehabcode.lexicon import Lexicon
from rehabcode.pipes.cells import Cells, Column
from rehabcode.pipes.dates import days_between
from rehabcode.pipes.flowsheet import find_flowsheets
from rehabcode.pipes.wrapping import unwrap

if TYPE_CHECKING:
    from rehabcode.reader import Reader
    from rehabcode.records import Mention

CELLS = Cells(Lexicon.load().visit_words)
PARTS = ["3/2", "3/5", "today", "Mon", "|", "\t", "   ", ",", "\n", "--", "held", "squats", "x10", "", "4/5", '"']
grids = st.lists(st.sampled_from(PARTS), max_size=40).map(" ".join) | st.text(alphabet='3/2,|\t \n"-d')


def said(mention: Mention) -> str:
    return f"{mention.quote}: {mention.assertion}" + (f" by {mention.cue.quote}" if mention.cue else "")


@pytest.mark.cases("flowsheets.yaml")
def test_only_this_visit_counts(case: dict[str, Any], reader: Reader) -> None:
    reading = reader.read(case["note"])
    assert [said(mention) for mention in reading.mentions] == case["expect"]
    assert [duration.minutes for duration in reading.durations] == case["minutes"]


@given(grids)
@example("\n|\n3/2|3/5\n|")
@example('a,3/2,3/5\n",",')
def test_cells_stand_in_order_inside_their_line(text: str) -> None:
    sheets = find_flowsheets(text, CELLS)
    places = [[row.label, *(cell for cell in row.cells if cell)] for sheet in sheets for row in sheet.rows]
    rows = [row for sheet in sheets for row in sheet.rows]
    assert all(start <= end for line in places for start, end in line)
    assert all(line == sorted(line) for line in places)
    assert all(row.line[0] <= line[0][0] and line[-1][1] <= row.line[1] for row, line in zip(rows, places, strict=True))
    assert all(len(row.cells) > sheet.today >= 0 for sheet in sheets for row in sheet.rows)


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("3/9", Column("date", "", 105)),
        ("2025-03-09", Column("date", "", 105)),
        ("Mar 9, 2025", Column("date", "", 105)),
        ("Sun 3/9 0930 (today)", Column("date", "today", 105)),
        ("Thurs", Column("weekday", "", 3)),
        ("Visit #4", Column("visit", "", 4)),
        ("Previous", Column("word", "past", 0)),
        ("goal", Column("word", "future", 0)),
        ("3x10", None),
        ("14/62", None),
        ("3/9 quads", None),
        ("Monica", None),
        ("", None),
    ],
)
def test_a_header_names_visits(cell: str, column: Column | None) -> None:
    assert CELLS.column(cell) == column


@pytest.mark.parametrize(
    ("cell", "undone"),
    [
        ("", True),
        ("--", True),
        ("[ ]", True),
        ("0", True),
        ("0 min", True),
        ("H (blister)", True),
        ("held per nursing", True),
        ("none, bruised", True),
        ("held 30 s x3", False),
        ("0-90", False),
        ("no sway", False),
        ("R hand", False),
        ("x10", False),
        ("10", False),
    ],
)
def test_a_cell_says_whether_its_row_was_done(cell: str, undone: bool) -> None:
    assert CELLS.not_done(cell) is undone


@pytest.mark.parametrize(("one", "other", "days"), [(105, 107, 2), (107, 105, -2), (12 * 32 + 30, 32 + 2, 4)])
def test_a_year_turns(one: int, other: int, days: int) -> None:
    assert days_between(one, other) == days


WIDE = "Gait training over ramps and curbs with a rolling walker, cues for soft tissue\nmobilization\n"


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        (WIDE * 4, 4),
        (WIDE.replace("soft tissue", "the"), 1),
        (WIDE, 2),
        (WIDE.replace("mobilization", "Mobilization") * 4, 8),
        ("gait 10 min\nsquats 3x10\nheel raises 2x15 at the counter, with cues for an even push-off on both\nbike", 3),
        ("squats\n" * 9, 9),
        ("", 0),
    ],
    ids=["wrapped", "unfinished", "once", "sentences", "telegraphic", "short", "empty"],
)  # fmt: skip
def test_wrapped_lines_read_on(text: str, breaks: int) -> None:
    assert unwrap(text).count("\n") == breaks
    assert unwrap(text).replace("\n", " ") == text.replace("\n", " ")


def test_a_phrase_over_a_line_break_is_one_mention(reader: Reader) -> None:
    reading = reader.read(WIDE * 4)
    assert "soft tissue\nmobilization" in [mention.quote for mention in reading.mentions]
    assert {clause.line for clause in reading.clauses} == {0, 1, 2, 3}

"""The report of a run: counted right in both directions, whole without anything beside it, nothing unescaped."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from rehabcode_service.backcoding.audit.charts import Side, bars, two_sides
from rehabcode_service.backcoding.audit.counts import differences
from rehabcode_service.backcoding.audit.marked import marked_note
from rehabcode_service.backcoding.audit.plots import calibration, over_time, unit_differences
from rehabcode_service.backcoding.audit.reading import counted
from rehabcode_service.cli import app

ROWS = [
    {"id": "a", "note": "gait 15 min", "cpt": "97116x1", "dos": "2024-01-03", "payer": "Medicaid", "therapist": "Doe"},
    {"id": "b", "note": "gait 15 min b", "cpt": "97116x2; 97110", "dos": "2024-01-09", "therapist": "Doe"},
    {"id": "c", "note": "mobs <b>zyz</b> & gait", "cpt": "97116", "dos": "2024-02-01", "payer": "<i>Blue</i>"},
    {"id": "d", "note": "rest", "cpt": "99213", "dos": "2024-02-02"},
    {"id": "e", "note": "crash", "cpt": "97110", "dos": "2024-02-02"},
]


@pytest.fixture
def folder(coded: Any) -> Path:
    """The folder of a finished run."""
    return Path(coded(ROWS))


def report(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["audit-report", str(folder), *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return (folder / "audit" / "report.html").read_text(encoding="utf-8")


def table(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / "audit" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {next(iter(row.values())): row for row in rows}


def test_both_directions_are_counted(folder: Path) -> None:
    tally = counted(folder)
    assert (tally.all.notes, tally.all.compared, tally.all.agreeing) == (5, 4, 2)
    assert (tally.all.over_notes, tally.all.under_notes, tally.all.over_codes, tally.all.under_codes) == (1, 1, 2, 1)
    gait, mobs = tally.codes["97116"], tally.codes["97140"]
    assert (gait.agreed, gait.units_over, gait.billed, gait.over) == (2, 1, 3, 1)
    assert (mobs.missed, mobs.under, mobs.billed) == (1, 1, 0)
    assert tally.codes["97110"].unsupported == 1, "a note that could not be read is compared with nothing"
    assert (tally.codes["99213"].unknown, tally.codes["99213"].over) == (1, 0)
    assert tally.units == {0: 1, 1: 1}


def test_groups_are_counted(folder: Path) -> None:
    tally = counted(folder)
    assert {name: one.notes for name, one in tally.groups["month"].items()} == {"2024-01": 2, "2024-02": 3}
    assert tally.groups["clinician"]["Doe"].over_notes == 1
    assert tally.groups["payer"]["<i>Blue</i>"].under_notes == 1


def test_scores_are_held_against_billing(folder: Path) -> None:
    found = {round(score, 2): (count, billed) for count, score, billed in counted(folder).bins}
    assert found == {0.92: (4, 3)}


@pytest.mark.parametrize(("billed", "earned", "what"), [(2, 1, "units_over"), (1, 2, "units_under")])
def test_wrong_units_have_a_side(billed: int, earned: int, what: str) -> None:
    note = {"billed": [{"code": "97110", "verdict": "wrong_units", "units": billed, "earned": earned}], "missed": []}
    assert [*differences(note)] == [("97110", what)]


def test_the_page_needs_nothing_beside_itself(folder: Path) -> None:
    page = report(folder)
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="|url\(|@import|https?://', page)
    assert "default-src 'none'" in page


def test_the_page_is_well_formed_and_escapes_what_notes_say(folder: Path) -> None:
    page = report(folder)
    assert "<b>zyz" not in page
    assert "&lt;b&gt;zyz&lt;/b&gt; &amp; " in page
    assert "<i>Blue" not in page
    assert Nesting.of(page) == []


def test_the_sample_shows_evidence_where_it_stands(folder: Path) -> None:
    assert '<mark class="hue-0">gait</mark><sup>97116</sup> 15 min' in report(folder)


def test_without_the_source_the_sample_shows_quotes(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").rename(tmp_path / "moved.jsonl")
    page = report(folder)
    assert "The texts could not be read again: " in page
    assert "<q>gait</q>" in page
    assert "<q>" not in report(folder, "--source", str(tmp_path / "moved.jsonl"))


def test_a_text_that_has_changed_is_not_shown(folder: Path, write_jsonl: Any) -> None:
    write_jsonl([row | {"note": "other words"} for row in ROWS])
    page = report(folder)
    assert "other words" not in page
    assert "<q>gait</q>" in page


def test_the_tables_behind_the_page(folder: Path) -> None:
    report(folder)
    assert table(folder, "codes")["97140"]["missed"] == "1"
    assert table(folder, "by_clinician")["Doe"]["notes"] == "2"
    assert table(folder, "units")["1"]["codes"] == "1"
    assert table(folder, "errors").popitem()[1]["rows"] == "1"


def test_a_cell_is_never_a_formula(coded: Any) -> None:
    folder = coded([ROWS[0] | {"therapist": "=1+1"}])
    report(folder)
    assert "'=1+1" in table(folder, "by_clinician")


def test_where_nothing_is_known_of_billing_nothing_is_compared(coded: Any) -> None:
    page = report(coded([{"id": 1, "note": "gait"}]))
    assert "does not tell what was billed" in page
    assert "of notes with more billed" not in page


@pytest.mark.parametrize("kind", ["nothing", "unfinished"])
def test_a_folder_without_a_finished_run_is_told(kind: str, folder: Path, tmp_path: Path) -> None:
    lines = (folder / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "manifest.jsonl").write_bytes(b"".join(lines[:-1]))
    place = {"nothing": tmp_path, "unfinished": folder}[kind]
    result = CliRunner().invoke(app, ["audit-report", str(place)])
    assert result.exit_code == 2
    assert {"nothing": "no run of rehabcode backcode", "unfinished": "not finished"}[kind] in result.stderr


def test_evidence_that_overlaps_is_marked_once() -> None:
    both = [
        {"code": "1", "evidence": [{"start": 0, "end": 6}]}, {"code": "2", "evidence": [{"start": 3, "end": 9}]},
    ]  # fmt: skip
    html = marked_note("abc def ghi", both)
    assert html == (
        '<mark class="hue-0">abc</mark><mark class="hue-0"> de</mark><sup>1</sup>'
        '<mark class="hue-1">f g</mark><sup>2</sup>hi'
    )


@pytest.mark.parametrize(
    "chart",
    [
        two_sides([Side("<b>", 3, 0), Side("x", 0, 0)], "t"), two_sides([], "t"),
        bars([("<b>", 2)], "t"), bars([], "t"),
        over_time(["2024-01"], {"over": [0.5], "under": [0.0]}, "t"), unit_differences({-9: 1, 0: 3}, "t"),
        calibration([(3, 0.5, 1)], "t"), calibration([], "t"),
    ],
    ids=["sides", "no-sides", "bars", "no-bars", "one-month", "units", "calibration", "no-calibration"],
)  # fmt: skip
def test_a_chart_is_well_formed_and_told(chart: str) -> None:
    assert Nesting.of(chart) == []
    assert 'role="img" aria-label="t"' in chart
    assert "<b>" not in chart
    assert "nan" not in chart


def test_columns_far_away_are_gathered() -> None:
    assert ">3</text>" in unit_differences({4: 1, 9: 2}, "t")


class Nesting(HTMLParser):
    """Collects elements that are not closed in their order."""

    EMPTY = frozenset({"meta", "rect", "line", "polyline", "br", "!doctype"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    @classmethod
    def of(cls, page: str) -> list[str]:
        parser = cls()
        parser.feed(page)
        return parser.wrong + parser.open

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None: ...

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

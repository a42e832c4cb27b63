"""Notes with a slip, and sound ones: read or refused by row, and what is found is counted against what is expected."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rehabcode.billing.findings import Finding
from rehabcode.codebook import Codebook
from rehabcode.lexicon import Lexicon
from rehabcode.payers import Payers
from rehabcode.reader import Reader
from rehabcode.records import FindingKind, Span
from rehabcode_training.__main__ import main
from rehabcode_training.corpus import GoldCode, LabelledNote, fitting_notes
from rehabcode_training.errors import CorpusError
from rehabcode_training.mismatches import (
    FILE,
    HALVES,
    Mismatch,
    Tally,
    check_given,
    check_suggested,
    mismatches,
    render_mismatches,
    tally,
)

TEXT = "Bands 25 min.\nTotal 40 min"
EXPECTED = {"kind": "minutes", "codes": ["97110"], "quote": "Total 40 min"}
Make = Callable[..., LabelledNote]


@pytest.fixture
def notes(labelled: Make) -> list[LabelledNote]:
    return [labelled(text=TEXT, codes=(GoldCode("97110", 25, (Span(0, 5, "Bands"),)),))]


@pytest.fixture(scope="module")
def rows() -> tuple[Mismatch, ...]:
    return mismatches(fitting_notes())


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Lexicon.load())


def written(folder: Path, **changes: object) -> Path:
    row = {"id": "m1", "base": "n1", "split": "held-out", "text": TEXT, "findings": [EXPECTED], "source": "n1"}
    (folder / FILE).write_text(json.dumps(row | changes) + "\n", encoding="utf-8")
    return folder


def finding(quote: str, kind: FindingKind = "minutes", codes: tuple[str, ...] = ("97110", "97140")) -> Finding:
    start = TEXT.index(quote)
    return Finding(kind, codes, "m", "r", "s", (Span(start, start + len(quote), quote),))


@pytest.mark.parametrize(
    ("given", "right", "met"),
    [
        ([finding("40 min")], 1, 1),
        ([finding("40 min"), finding("Total")], 2, 1),
        ([finding("25 min")], 0, 0),
        ([finding("40 min", kind="units")], 0, 0),
        ([finding("40 min", codes=("97140",))], 0, 0),
        ([], 0, 0),
    ],
    ids=["answered", "answered-twice", "elsewhere", "another-kind", "another-code", "nothing"],
)
def test_what_answers_an_expected_finding(
    given: list[Finding], right: int, met: int, notes: list[LabelledNote], tmp_path: Path
) -> None:
    counted = tally(mismatches(notes, written(tmp_path)), lambda _: given)
    assert (counted.right, counted.found, counted.met, counted.expected) == (right, len(given), met, 1)
    assert bool(counted.apart) == (right < len(given) or not met)


def test_a_finding_in_a_sound_note_is_wrong(notes: list[LabelledNote], tmp_path: Path) -> None:
    counted = tally(mismatches(notes, written(tmp_path, findings=[])), lambda _: [finding("40 min")])
    apart = ("m1: 0 not found; not expected: minutes 97110/97140",)
    assert counted == Tally(notes=1, sound=1, right=0, found=1, met=0, expected=0, apart=apart)


def test_gold_is_that_of_the_note_as_changed(notes: list[LabelledNote], tmp_path: Path) -> None:
    (row,) = mismatches(notes, written(tmp_path, text=f"Today {TEXT}", minutes={"97110": None}))
    (gold,) = row.gold
    assert (gold.code, gold.minutes, gold.evidence) == ("97110", None, (Span(6, 11, "Bands"),))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"base": "n9"}, r"^mismatches\.jsonl, row 1: no note 'n9' to start from"),
        ({"split": "dev"}, r"^mismatches\.jsonl, row 1: split: "),
        ({"text": "Bands"}, r"^mismatches\.jsonl, row 1: row: .*does not stand once"),
        ({"text": f"{TEXT}\nTotal 40 min"}, r"^mismatches\.jsonl, row 1: row: .*does not stand once"),
        ({"author": "a"}, r"^mismatches\.jsonl, row 1: author: "),
    ],
    ids=["unknown-base", "unknown-half", "quote-missing", "quote-twice", "unknown-field"],
)
def test_a_bad_row_is_named(changes: dict[str, object], says: str, notes: list[LabelledNote], tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=says):
        mismatches(notes, written(tmp_path, **changes))


def test_the_set_is_as_large_as_it_must_be(rows: Sequence[Mismatch]) -> None:
    slips = Counter(bool(one.row.findings) for one in rows)
    assert slips[True] >= 90
    assert slips[False] >= 90


def test_a_note_stands_in_one_half(rows: Sequence[Mismatch]) -> None:
    halves = {(one.row.base, one.row.split) for one in rows}
    assert len(halves) == len({base for base, _ in halves})


def test_every_row_has_an_id_of_its_own(rows: Sequence[Mismatch]) -> None:
    assert len({one.row.id for one in rows}) == len(rows)


@pytest.mark.parametrize("half", HALVES)
def test_slips_are_found_where_gold_is_given(half: str, rows: Sequence[Mismatch], reader: Reader) -> None:
    counted = tally(
        [one for one in rows if one.row.split == half], check_given(reader.read, Codebook.load(), Payers.load())
    )
    assert counted.right >= 0.95 * counted.found
    assert counted.met >= 0.98 * counted.expected


def test_what_is_suggested_is_taken_as_supported(notes: list[LabelledNote], reader: Reader, tmp_path: Path) -> None:
    check = check_suggested(reader.read, lambda _: (), Codebook.load(), Payers.load())
    counted = tally(mismatches(notes, written(tmp_path)), check)
    assert (counted.found, counted.apart) == (1, ("m1: 1 not found; not expected: minutes ",))


def test_the_figures_name_rows_and_no_words(notes: list[LabelledNote], tmp_path: Path) -> None:
    shown = render_mismatches(mismatches(notes, written(tmp_path, split="build")), {"given gold": lambda _: ()})
    assert "| given gold, build | 1 | 0 | 0/0 | 0/1 |" in shown
    assert "- given gold, m1: 1 not found" in shown
    assert "Bands" not in shown


def test_the_command_prints_both_halves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mismatches"]) == 0
    shown = capsys.readouterr().out
    assert [f"| {name}, {half} |" in shown for name in ("given gold", "end to end") for half in HALVES] == [True] * 4

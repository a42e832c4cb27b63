"""Two readings of the same notes, compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rehabcode.records import Span
from rehabcode_training.agreement import FILE, agreement, render_agreement, second_reading
from rehabcode_training.corpus import GoldCode, LabelledNote, fitting_notes
from rehabcode_training.errors import CorpusError

TEXT = "Gait training with cane 10 min. Squats 3x10."
Make = Callable[..., LabelledNote]


def written(folder: Path, **row: object) -> Path:
    (folder / FILE).write_text(json.dumps({"id": "n1", **row}) + "\n", encoding="utf-8")
    return folder


def second(code: str, minutes: int | None, *quotes: str) -> dict[str, object]:
    return {"code": code, "minutes": minutes, "quotes": quotes}


@pytest.fixture
def notes(labelled: Make) -> list[LabelledNote]:
    gait = GoldCode("97116", 10, (Span(0, 23, TEXT[:23]),))
    return [labelled(text=TEXT, codes=(gait,)), labelled(id="n2", text=TEXT)]


@pytest.mark.parametrize(
    ("codes", "same_codes", "minutes", "spans", "apart"),
    [
        ([second("97116", 10, "Gait training with cane")], 1, (1, 1), (23, 1), ()),
        ([second("97116", 10, "Gait training")], 1, (1, 1), (13, 0), ()),
        ([second("97116", None, "Gait training")], 1, (1, 0), (13, 0), ("n1: codes alike; minutes of 97116",)),
        ([second("97110", None, "Squats")], 0, (0, 0), (0, 0), ("n1: codes 97110, 97116; minutes of none",)),
        ([], 0, (0, 0), (0, 0), ("n1: codes 97116; minutes of none",)),
        ([second("97116", 10, "not in the note")], 1, (1, 1), (0, 0), ()),
    ],
    ids=["alike", "shorter-evidence", "other-minutes", "another-code", "nothing", "a-strange-quote"],
)
def test_agreement(
    codes: list[dict[str, object]], same_codes: int, minutes: tuple[int, int], spans: tuple[int, int],
    apart: tuple[str, ...], notes: list[LabelledNote], tmp_path: Path,
) -> None:  # fmt: skip
    found = agreement(notes, second_reading(written(tmp_path, codes=codes)))
    assert (found.notes, found.same_codes) == (1, same_codes)
    assert (found.codes, found.same_minutes) == minutes
    assert (found.shared, found.same_spans) == spans
    assert found.apart == apart


def test_every_added_note_was_read_twice() -> None:
    added = {note.id for note in fitting_notes() if note.source}
    assert added == set(second_reading())


def test_the_comparison_names_notes_and_codes_and_no_words(notes: list[LabelledNote], tmp_path: Path) -> None:
    rows = second_reading(written(tmp_path, codes=[second("97110", None, "Squats")]))
    shown = render_agreement(agreement(notes, rows))
    assert "- n1: codes 97110, 97116" in shown
    assert "Squats" not in shown


def test_a_folder_without_one_has_no_second_reading(tmp_path: Path) -> None:
    assert second_reading(tmp_path) == {}


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"second\.jsonl, row 1"):
        second_reading(written(tmp_path, codes=[{"code": 97116}]))

"""Labels of documentation are read or refused by row, and what is told is counted against them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode.records import Span
from rehabcode_training.__main__ import main
from rehabcode_training.corpus import GoldCode, LabelledNote, fitting_notes
from rehabcode_training.documentation import (
    FILE,
    Told,
    documentation_labels,
    evaluation_levels,
    measure_documentation,
    render_documentation,
)
from rehabcode_training.errors import CorpusError

TEXT = "Bike 8 min. Tolerated well."
PRESENT = {"element": "minutes", "start": 5, "end": 10, "quote": "8 min"}
Make = Callable[..., LabelledNote]


@pytest.fixture
def notes(labelled: Make) -> list[LabelledNote]:
    return [labelled(text=TEXT, codes=(GoldCode("97110", 8, (Span(0, 4, "Bike"),)),))]


def written(folder: Path, **changes: object) -> Path:
    code = {"code": "97110", "present": [PRESENT], "missing": ["rationale", "response"]} | changes
    row = {"id": changes.pop("id", "n1"), "split": "held-out", "codes": [code]}
    code.pop("id", None)
    (folder / FILE).write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def test_what_is_told_is_counted(notes: list[LabelledNote], tmp_path: Path) -> None:
    labels = documentation_labels(notes, written(tmp_path))
    told = measure_documentation(notes, labels, Reader(Lexicon.load()), DocumentationRules.load())
    assert told["building"] == Told()
    assert told["held-out"] == Told(notes=1, present=1, missing=1, falsely_present=1)


def test_precision_and_recall_of_both() -> None:
    told = Told(notes=1, present=8, missing=3, falsely_present=2, falsely_missing=1)
    assert told.scores() == (("present", 8 / 10, 8 / 9), ("missing", 3 / 4, 3 / 5), ("both", 11 / 14, 11 / 14))


def test_the_report_shows_both_splits() -> None:
    told = Told(notes=2, present=1, missing=1, falsely_missing=1)
    shown = render_documentation({"building": Told(), "held-out": told}, (3, 4))
    assert "| building (0 notes) | present | – | – | – |" in shown
    assert "| held-out (2 notes) | missing | 0.500 | 1.000 | 0.667 |" in shown
    assert "of 3 of 4 evaluations" in shown


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "n2"}, "note 'n2' is not in the corpus"),
        ({"code": "97116"}, "note 'n1' has no 97116"),
        ({"present": [PRESENT | {"quote": "9 min"}]}, "minutes of 97110 is not what stands at 5-10"),
        ({"missing": ["minutes"]}, "an element stands twice"),
        ({"absent": []}, "Extra inputs are not permitted"),
    ],
    ids=["unknown-note", "unknown-code", "wrong-quote", "twice", "unknown-field"],
)
def test_a_bad_row_is_named(
    changes: dict[str, object], problem: str, notes: list[LabelledNote], tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match=rf"^documentation\.jsonl, row 1: .*{problem}"):
        documentation_labels(notes, written(tmp_path, **changes))


def test_the_level_of_each_evaluation_is_compared(labelled: Make) -> None:
    text = "Healthy. ROM tested. Stable. Low complexity."
    low, high = (labelled(text=text, codes=(GoldCode(code, None, ()),)) for code in ("97161", "97163"))
    assert evaluation_levels([low, high], Reader(Lexicon.load()), DocumentationRules.load()) == (1, 2)


def test_the_labels_of_the_corpus_name_every_required_element() -> None:
    rules = DocumentationRules.load()
    labels = documentation_labels(fitting_notes())
    named = [
        ({*(one.element for one in code.present), *code.missing}, code.code) for row in labels for code in row.codes
    ]
    assert all(elements == {need.id for need, _ in rules.required(code)} for elements, code in named)
    assert min([row.split for row in labels].count(split) for split in ("building", "held-out")) >= 35


def test_the_command_prints_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documentation"]) == 0
    assert "| documentation | told | precision | recall | F1 |" in capsys.readouterr().out

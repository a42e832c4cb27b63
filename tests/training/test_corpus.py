"""A row of the corpus is read as it stands or refused by file and row, and never quoted."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rehabcode_training.corpus import LabelledNote, corpus_sha256, dev_notes, fitting_notes, read_files
from rehabcode_training.errors import CorpusError
from rehabcode_training.real_notes import find_real_notes, real_notes

GOOD: dict[str, Any] = {
    "id": "n1",
    "author": "a",
    "group": "g1",
    "discipline": "PT",
    "kind": "daily",
    "style": "short",
    "setting": "clinic",
    "text": "quad sets x15'. STM held, zebrafish",
    "codes": [{"code": "97110", "minutes": 15, "evidence": [{"start": 0, "end": 9, "quote": "quad sets"}]}],
    "traps": [{"start": 16, "end": 19, "quote": "STM", "code": "97140", "assertion": "negated"}],
}
Make = Callable[..., LabelledNote]


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_row_is_read_as_it_stands(tmp_path: Path) -> None:
    (note,) = read_files([write(tmp_path / "train.jsonl", GOOD)])
    (code,), (trap,) = note.codes, note.traps
    assert (note.id, note.group, note.kind) == ("n1", "g1", "daily")
    assert (code.code, code.minutes, code.certainty, code.alt) == ("97110", 15, "clear", ())
    assert note.text[code.evidence[0].start : code.evidence[0].end] == code.evidence[0].quote
    assert (trap.code, trap.assertion, note.text[trap.start : trap.end]) == ("97140", "negated", "STM")


@pytest.mark.cases("corpus_rows.yaml")
def test_a_bad_row_is_named(case: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path / "added-1.jsonl", GOOD | {"id": "n0"}, GOOD | case["change"])
    with pytest.raises(CorpusError, match=r"^added-1\.jsonl, row 2: ") as caught:
        read_files([path])
    assert case["say"] in str(caught.value)
    assert "zebrafish" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__suppress_context__, "pydantic's own error carries the note"


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "train.jsonl", {name: value for name, value in GOOD.items() if name != "group"})
    with pytest.raises(CorpusError, match=r"train\.jsonl, row 1: group: Field required"):
        read_files([path])


def test_a_line_that_is_no_json_is_named_and_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(GOOD) + '\n\n{"text": "zebrafish"\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"train\.jsonl, row 3: no JSON at column \d+") as caught:
        read_files([path])
    assert "zebrafish" not in "".join(traceback.format_exception(caught.value))


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    files = [write(tmp_path / "train.jsonl", GOOD), write(tmp_path / "added.jsonl", GOOD)]
    with pytest.raises(CorpusError, match=r"added\.jsonl, row 1: id 'n1' stands twice"):
        read_files(files)


def test_a_missing_file_tells_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"^dev\.jsonl: no such file; .*--corpus"):
        dev_notes(tmp_path)


def test_added_notes_are_for_fitting_and_dev_notes_are_not(tmp_path: Path) -> None:
    write(tmp_path / "train.jsonl", GOOD)
    write(tmp_path / "added-2.jsonl", GOOD | {"id": "n3"})
    write(tmp_path / "added-1.jsonl", GOOD | {"id": "n2"})
    write(tmp_path / "dev.jsonl", GOOD | {"id": "n4"})
    assert [note.id for note in fitting_notes(tmp_path)] == ["n1", "n2", "n3"]
    assert [note.id for note in dev_notes(tmp_path)] == ["n4"]


def test_the_corpus_is_in_order_and_dev_notes_stand_apart() -> None:
    fitting, dev = fitting_notes(), dev_notes()
    assert fitting
    assert dev
    assert not {note.text for note in fitting} & {note.text for note in dev}
    assert not {note.group for note in fitting} & {note.group for note in dev}


def test_the_hash_knows_labels_and_not_order(labelled: Make) -> None:
    one, two = labelled(id="n1"), labelled(id="n2")
    assert corpus_sha256([one, two]) == corpus_sha256([two, one])
    assert corpus_sha256([one, two]) != corpus_sha256([one, replace(two, kind="evaluation")])
    assert corpus_sha256([one, two]) != corpus_sha256([one])


def test_real_notes_are_found_beside_the_checkout(tmp_path: Path) -> None:
    corpus = tmp_path / "checkout" / "training" / "corpus"
    row = {name: GOOD[name] for name in ("id", "group", "text", "traps")}
    label = {
        "code": "97161",
        "certainty": "arguable",
        "alt": ["97162"],
        "why": "",
        "evidence": GOOD["codes"][0]["evidence"],
    }
    write(tmp_path / "shared" / "real-notes" / "real-notes.jsonl", row | {"kind": "eval", "codes": [label]})
    folder = find_real_notes(corpus)
    assert folder == tmp_path / "shared" / "real-notes"
    (note,) = real_notes(folder)
    assert (note.kind, note.author, note.codes[0].certainty, note.codes[0].alt) == (
        "evaluation",
        "",
        "arguable",
        ("97162",),
    )


def test_real_notes_may_be_absent(tmp_path: Path) -> None:
    assert find_real_notes(tmp_path / "checkout" / "training" / "corpus") is None

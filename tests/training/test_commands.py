"""The command line: what each command runs, writes and returns. Fitting itself is replaced: it is tested on its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from rehabcode_training import bench as benches
from rehabcode_training.__main__ import main
from rehabcode_training.baselines import ConstantList
from rehabcode_training.benchmark import FILE as BENCHMARK
from rehabcode_training.benchmark import Benchmark, RatioLine, SizeLine
from rehabcode_training.corpus import LabelledNote
from rehabcode_training.error_history import read_history
from rehabcode_training.evaluate import NO_REAL_NOTES
from rehabcode_training.variant_report import ABLATION, CURVE
from rehabcode_training.variants import Variant, Yardstick

EVALUATE = ("evaluate", "--processes", "1", "--author-folds", "2")
NAMES = ("a1", "a2", "b1", "b2", "b3", "c1")


class Fitted(ModuleType):
    """Stands in for rehabcode_training.fit: every fit gives the constant list."""

    def __init__(self) -> None:
        super().__init__("rehabcode_training.fit")
        self.written: list[int] = []

    def fit(self, _: Sequence[LabelledNote]) -> ConstantList:
        return ConstantList()

    def write_artifact(self, notes: Sequence[LabelledNote]) -> Path:
        self.written.append(len(notes))
        return Path("ranker.joblib")


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> Fitted:
    module = Fitted()
    monkeypatch.setitem(sys.modules, "rehabcode_training.fit", module)
    return module


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rows = {
        name: {"id": name, "author": name[0], "group": name, "kind": "daily", "text": f"note {name}"} for name in NAMES
    }
    lines = [json.dumps(row | {"codes": [], "traps": []}) + "\n" for row in rows.values()]
    (tmp_path / "train.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "dev.jsonl").write_text(lines[0].replace("a1", "d1"), encoding="utf-8")
    return tmp_path


def command(folder: Path, *arguments: str) -> int:
    return main(["--corpus", str(folder), "--results", str(folder), *arguments])


def test_evaluate_writes_what_report_renders(corpus: Path, fitted: Fitted, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(corpus, *EVALUATE, "--errors", str(corpus / "errors.jsonl")) == 0
    assert f"left out: {NO_REAL_NOTES}" in capsys.readouterr().out
    assert command(corpus, "report") == 0
    assert command(corpus, "report", "--check") == 0
    errors = [json.loads(line) for line in (corpus / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    # Four wrong codes in each note, in both cross-validations, and none of the dev notes.
    assert len(errors) == 2 * 4 * len(NAMES)
    assert {error["note"] for error in errors} == set(NAMES)
    assert fitted.written == []


def test_one_trial_alone_is_shown_and_not_kept(
    corpus: Path, fitted: Fitted, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(corpus, *EVALUATE, "--only", "dev") == 0
    shown = capsys.readouterr().out
    assert "## Development notes" in shown
    assert "Cross-validation" not in shown
    assert not (corpus / "results.json").exists()
    assert fitted.written == []


def test_fit_writes_the_artifact_of_the_fitting_notes(corpus: Path, fitted: Fitted) -> None:
    assert command(corpus, "fit") == 0
    assert fitted.written == [len(NAMES)]


@pytest.mark.usefixtures("fitted")
def test_a_missing_corpus_is_told_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path, *EVALUATE) == 1
    assert "train.jsonl: no such file" in capsys.readouterr().err


def test_evaluate_keeps_the_errors_by_cause(corpus: Path, fitted: Fitted) -> None:
    assert command(corpus, *EVALUATE) == 0
    kept = read_history(corpus).entries
    assert {(entry.trial, entry.notes) for entry in kept} == {("cv_group", 6), ("cv_author", 6), ("dev", 1)}
    assert command(corpus, *EVALUATE) == 0
    assert len(read_history(corpus).entries) == len(kept), "the same ranker, measured again"
    assert fitted.written == []


def test_errors_of_the_ranker_that_ships_are_told_without_a_fit(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rehabcode_training.fit", None)  # importing it fails
    monkeypatch.setattr("rehabcode.load", ConstantList)
    assert command(corpus, "errors") == 0
    assert "| wrong | words without a label | 4 |" in capsys.readouterr().out
    assert [entry.trial for entry in read_history(corpus).entries] == ["dev"]


def whole(codes: Sequence[str]) -> Variant:
    return Variant(f"all of {len(codes)}", "whole", Yardstick(ConstantList))


@pytest.mark.parametrize(
    ("name", "file", "section"),
    [("ablate", ABLATION, "## Ingredients"), ("learning-curve", CURVE, "## Learning curve")],
)
def test_variants_are_measured_and_reported(
    name: str,
    file: str,
    section: str,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("rehabcode_training.ablation.ablation", lambda given: (whole([*given]),))
    monkeypatch.setattr("rehabcode_training.learning_curve.learning_curve", lambda: (whole(NAMES),))
    assert command(corpus, name, "--folds", "2", "--processes", "1") == 0
    assert capsys.readouterr().out.startswith("all of 6: micro-F1 ")
    assert (corpus / file).exists()
    assert command(corpus, name, "--folds", "2", "--processes", "1") == 0
    assert "micro-F1" not in capsys.readouterr().out, "nothing is left to measure"
    monkeypatch.setitem(sys.modules, "rehabcode_training.fit", Fitted())
    assert command(corpus, *EVALUATE) == 0
    assert command(corpus, "report") == 0
    assert section in (corpus / "RESULTS.md").read_text(encoding="utf-8")


def run(ratio: float) -> Benchmark:
    return Benchmark(
        date="2026-01-01",
        versions={},
        ratios=[RatioLine(texts="corpus", notes=1, characters=9, ratio=ratio, best=ratio, worst=ratio)],
        sizes=[SizeLine(kilocharacters=1, microseconds=1)],
        left_out=[],
    )


@pytest.mark.parametrize(
    ("ratio", "options", "code", "kept"),
    [
        (2.0, [], 0, False),
        (2.0, ["--check", "--write"], 0, True),
        (9.0, ["--check"], 1, False),
        (9.0, ["--write"], 0, True),
    ],
    ids=["show", "within-limits", "over-a-limit", "over-a-limit-unchecked"],
)
def test_bench(
    ratio: float, options: list[str], code: int, kept: bool, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benches, "bench", lambda *_: run(ratio))
    monkeypatch.setattr("rehabcode.load", ConstantList, raising=False)
    assert command(corpus, "bench", *options) == code
    assert (corpus / BENCHMARK).exists() is kept

"""`rehabcode backcode` as it is called, with a suggester of three words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from rehabcode_service.backcoding import commands, outputs
from rehabcode_service.cli import app

if TYPE_CHECKING:
    from typer.testing import Result

ROWS = [
    ("1", "gait 15 min", "2024-01-05", "97116"),
    ("2", "quads and, mobs", "2024-01-06", "97110"),
    ("3", "crash zyzzyva", "2024-01-07", ""),
]


@pytest.fixture
def notes(notes_csv: Any) -> str:
    return str(notes_csv(ROWS, header="Visit ID,Note Text,DOS,CPT"))


@pytest.fixture
def run(fakes: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that runs `rehabcode backcode` in this process."""
    monkeypatch.setattr(commands, "_load", lambda: fakes.plain)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["backcode", "--workers", "0", *arguments], catch_exceptions=False)

    return invoke


def test_columns_are_shown_and_notes_are_coded(run: Any, notes: str, tmp_path: Path) -> None:
    result = run(notes, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "note id          Visit ID   --id" in result.stdout
    assert "clinician        –          --clinician" in result.stdout
    assert "3 notes, 2 suggestions, 1 errors" in result.stdout
    assert "zyzzyva" not in result.output
    found = pq.ParquetDataset(tmp_path / "out" / "suggestions").read().to_pylist()
    assert [(row["note_id"], row["code"], row["billed"]) for row in found] == [
        ("1", "97116", True),
        ("2", "97140", False),
    ]


def test_progress_is_plain_lines_where_there_is_no_terminal(run: Any, notes: str, tmp_path: Path) -> None:
    stdout = run(notes, "--out", str(tmp_path / "out")).stdout
    assert "3 of about 3 notes" in stdout
    assert "notes/s, 1 errors" in stdout
    assert "\x1b" not in stdout


def test_a_dry_run_estimates_and_writes_nothing(run: Any, notes: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    result = run(notes, "--dry-run", "--sample", "2")
    assert result.exit_code == 0
    assert "the first 2 rows; nothing was written" in result.stdout
    assert "about 3" in result.stdout
    assert "billed otherwise  1 notes" in result.stdout
    assert sorted(tmp_path.iterdir()) == before


def test_a_column_may_be_told(run: Any, notes: str, tmp_path: Path) -> None:
    run(notes, "--out", str(tmp_path / "out"), "--billed", "", "--date", "")
    rows = pq.ParquetDataset(tmp_path / "out" / "notes").read().to_pylist()
    assert [(row["billed"], row["date_of_service"]) for row in rows] == [(None, None)] * 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["NOTES"], "no --out"),
        (["NOTES", "--out", "OUT", "--format", "word"], "--format: give one of"),
        (["NOTES", "--out", "OUT", "--engine", "steam"], "--engine: give embedded or spark"),
        (["NOTES", "--out", "OUT", "--payer", "nobody"], "the payer is not in"),
        (["NOTES", "--out", "OUT", "--billed", "nowhere"], "no column for billed has the name given"),
        (["NOTES", "--out", "OUT", "--assume-date", "x"], "YYYY-MM-DD"),
        (["NOTES.gone", "--out", "OUT"], "no such file"),
    ],
)
def test_what_is_not_right_ends_with_one_line(
    arguments: list[str], says: str, run: Any, notes: str, tmp_path: Path
) -> None:
    result = run(*(part.replace("NOTES", notes).replace("OUT", str(tmp_path / "out")) for part in arguments))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert says in result.stderr


def test_a_run_that_stops_says_so_and_goes_on(
    run: Any, notes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    arguments = (notes, "--out", str(tmp_path / "out"))
    monkeypatch.setattr(outputs, "write_parquet", full)
    stopped = run(*arguments)
    monkeypatch.undo()
    assert stopped.exit_code == commands.STOPPED
    assert "the disk of out is full; make room: 0 notes are kept" in stopped.stderr


def test_a_password_is_kept_nowhere(run: Any, tmp_path: Path, write_jsonl: Any) -> None:
    secret = write_jsonl([{"id": 1, "note": "gait"}]).as_uri() + "?key=hunter2"
    result = run(secret, "--out", str(tmp_path / "out"), "--format", "jsonl")
    kept = "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("manifest.jsonl"))
    assert "hunter2" not in result.output + kept


def test_what_was_asked_is_in_the_manifest(run: Any, notes: str, tmp_path: Path) -> None:
    run(notes, "--out", str(tmp_path / "out"), "--payer", "medicaid", "--omop")
    first, *_ = (tmp_path / "out" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    header = json.loads(first)["run"]
    assert (header["payer"], header["extras"], header["location"]) == ("medicaid", ["omop"], notes)
    assert header["undated"] == "2026-11-01"

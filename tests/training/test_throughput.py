"""The bench of back-coding: what it writes, what it measures and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rehabcode_training import throughput
from rehabcode_training.errors import ResultsError
from rehabcode_training.throughput import Watched, fingerprint, measure_throughput, write_notes
from rehabcode_training.throughput_report import (
    KillsLine,
    RunTiming,
    Throughput,
    read_throughput,
    render_throughput,
    write_throughput,
)


def found(seconds: float = 55.0, kills: KillsLine | None = None) -> Throughput:
    engines = [
        RunTiming(engine=name, notes=1000, seconds=taken, parent_mb=100, worker_mb=300)
        for name, taken in (("one worker", 100.0), ("two workers", seconds))
    ]
    return Throughput(
        date="2026-11-26", versions={"rehabcode": "0.1.0"}, cores=2, engines=engines, kills=kills, left_out=["Spark"]
    )  # fmt: skip


def datasets(folder: Path, *, code: str = "97110", run: str = "a", backwards: bool = False) -> Path:
    rows = [{"run_id": run, "created_at": run, "note_id": str(number), "code": code} for number in range(3)]
    table = pa.Table.from_pylist(rows[::-1] if backwards else rows)
    for name in ("suggestions", "notes", "errors"):
        (folder / name).mkdir(parents=True)
        pq.write_table(table, folder / name / "part.parquet")
    return folder


def test_no_two_notes_are_alike(tmp_path: Path) -> None:
    lines = write_notes(["gait", "quads"], 7, tmp_path / "notes.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["text"] for row in rows}) == len({row["note_id"] for row in rows}) == 7
    assert rows[2]["text"].startswith("gait\nEncounter e00000002, 01/04/2019")
    assert rows[2]["date"] == "2019-01-04"


def test_rows_are_the_same_whatever_their_order_and_their_run(tmp_path: Path) -> None:
    one = fingerprint(datasets(tmp_path / "one"))
    assert fingerprint(datasets(tmp_path / "two", run="b", backwards=True)) == one
    assert fingerprint(datasets(tmp_path / "three", code="97112")) != one


def test_efficiency_is_of_twice_the_work() -> None:
    assert found(55.0).efficiency == pytest.approx(0.909, abs=1e-3)
    assert [*found(55.0).over_limit()] == []


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (found(90.0), "two workers do 0.56 of twice the work of one, the limit is 0.85"),
        (found(kills=KillsLine(kills=20, starts=9, same_rows=False)), "after 20 kills the rows are not those"),
    ],
    ids=["slow", "changed"],
)
def test_a_limit_that_is_not_kept_is_told(run: Throughput, says: str) -> None:
    (line,) = run.over_limit()
    assert line.startswith(says)


def test_it_is_written_and_read_again(tmp_path: Path) -> None:
    assert read_throughput(tmp_path) is None
    write_throughput(found(), tmp_path)
    assert read_throughput(tmp_path) == found()
    (tmp_path / "throughput.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ResultsError, match="has another form"):
        read_throughput(tmp_path)


def test_it_is_told_in_a_table() -> None:
    told = render_throughput(found(kills=KillsLine(kills=20, starts=9, same_rows=True)))
    assert "| two workers | 1,000 | 18 | 1.82 | 100 | 300 |" in told
    assert "Killed 20 times and started 9 times: the same rows." in told
    assert "Left out: Spark." in told


@pytest.mark.parametrize(
    ("watched", "codes", "says"),
    [
        (Watched(1.0, code=3), ["97110", "97110"], "ended with exit code 3"),
        (Watched(1.0), ["97110", "97112"], "same rows"),
    ],
    ids=["failed", "different"],
)
def test_a_run_that_is_not_right_is_told(
    watched: Watched, codes: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(codes)

    def pretend(_: Any, __: Path, out: Path) -> Watched:
        datasets(out, code=next(left))
        return watched

    monkeypatch.setattr(throughput, "watch", pretend)
    with pytest.raises(ResultsError, match=says):
        measure_throughput(["gait"], 2, tmp_path / "bench", spark=False, kills=0)

"""Killed at any moment, by kill -9, and begun again: the rows are those of a run that was left alone."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

KILLS = 3
"""`python -m rehabcode_training throughput --kills 20` does the same with more of them."""

RUN = """
import sys
from pathlib import Path
from rich.console import Console
from rehabcode_service.backcoding import local
from rehabcode_service.backcoding.columns import find_columns
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.progress import RunProgress
from rehabcode_service.backcoding.sources.opening import open_source
import fake_suggester

if __name__ == "__main__":
    source = open_source(sys.argv[1])
    job = Job(source, find_columns(source, {}), Path(sys.argv[2]), part_rows=10, extras=("omop",))
    with RunProgress(Console(), 200) as progress:
        local.run(job, fake_suggester.slow, workers=2, watch=progress)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A program that runs a job with two workers, in which a note takes four milliseconds."""
    path = tmp_path / "run_job.py"
    path.write_text(f"import sys\nsys.path.append({str(Path(__file__).parent)!r})\n{RUN}", encoding="utf-8")
    return path


def begin(script: Path, notes: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(script), str(notes), str(out)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in found.read_text().split()] if found.exists() else []


def rows(out: Path) -> dict[str, list[dict[str, Any]]]:
    datasets = ("suggestions", "notes", "errors", "omop/note_nlp")
    found = {name: pq.ParquetDataset(out / name).read().to_pylist() for name in datasets}
    changing = ("run_id", "created_at", "nlp_date", "nlp_datetime")
    return {
        name: [{key: value for key, value in row.items() if key not in changing} for row in one]
        for name, one in found.items()
    }


def finished(out: Path) -> int:
    manifest = out / "manifest.jsonl"
    return manifest.read_bytes().count(b'"finished"') if manifest.exists() else 0


def kill_some(script: Path, notes: Path, out: Path, chance: random.Random) -> int:
    """Run the job again and again, killing it or one of its workers, until it is through; return the kills."""
    kills = 0
    while True:
        process = begin(script, notes, out)
        before = finished(out)
        while process.poll() is None:
            time.sleep(chance.uniform(0.02, 0.25))
            if kills < KILLS and finished(out) > before:
                victims = [process.pid, *children(process.pid)]
                victim = chance.choice(victims)
                subprocess.run(["kill", f"-{signal.SIGKILL}", str(victim)], check=False, stderr=subprocess.DEVNULL)
                kills, before = kills + 1, finished(out)
        process.communicate()
        if process.returncode == 0:
            return kills


def test_kills_change_no_row(script: Path, write_jsonl: Any, tmp_path: Path) -> None:
    notes = [
        {"note_id": None if number % 97 == 5 else number, "note": f"{'gait' if number % 3 else 'crash'} {number % 500}"}
        for number in range(200)
    ]
    path = write_jsonl(notes)
    left_alone = begin(script, path, tmp_path / "whole")
    assert left_alone.communicate()[0] is not None
    assert left_alone.returncode == 0
    kills = kill_some(script, path, tmp_path / "killed", random.Random(7))
    assert kills >= KILLS // 2 + 1
    assert rows(tmp_path / "killed") == rows(tmp_path / "whole")
    assert not [*tmp_path.glob("killed/**/.*")]


def test_workers_end_with_their_parent(script: Path, write_jsonl: Any, tmp_path: Path) -> None:
    path = write_jsonl([{"note_id": number, "note": f"gait {number}"} for number in range(3000)])
    process = begin(script, path, tmp_path / "out")
    deadline = time.monotonic() + 120
    while not finished(tmp_path / "out") and time.monotonic() < deadline:
        time.sleep(0.05)
    workers = children(process.pid)
    process.kill()
    process.communicate()
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]

"""How fast past notes are coded, how much memory that takes, and whether kills change a row: `rehabcode backcode`
as a person calls it, on the corpus repeated with other ids and dates.

No two notes are alike, so none is answered from memory. All engines run in one go on one machine, so their ratios hold
where their seconds do not.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path

import pyarrow.parquet as pq

from rehabcode_training.errors import ResultsError
from rehabcode_training.throughput_report import KillsLine, RunTiming, Throughput

FIRST_DAY = date(2019, 1, 2)
DAYS = 2_500
"""The dates go round in these days: years in which other codes and edits held."""

EVERY = 0.25
"""Seconds between two looks at the memory."""

DATASETS = ("suggestions", "notes", "errors")
CHANGING = ("run_id", "created_at")
AT_ONCE = 1000
SEED = 11


@dataclass(slots=True)
class Watched:
    """A run that is over: its seconds from when it began to code, and its largest memory in megabytes.

    `parent` is that of the process that was started, `worker` that of the largest of its children.
    """

    seconds: float
    parent: float = 0.0
    worker: float = 0.0
    code: int = 0
    peaks: dict[int, float] = field(default_factory=dict)


def measure_throughput(texts: Sequence[str], count: int, folder: Path, *, spark: bool, kills: int) -> Throughput:
    """Code `count` notes with one worker, with two, and where `spark` tells so on Spark; then kill runs `kills` times.

    `folder` is emptied. Raises ResultsError where a run fails, or two runs do not give the same rows.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source = write_notes(texts, count, folder / "notes.jsonl")
    engines, rows = [], dict[str, str]()
    for name, options in _engines(spark).items():
        watched = watch([*options, "--out", str(folder / name)], source, folder / name)
        if watched.code != 0:
            raise ResultsError(f"the run {name} ended with exit code {watched.code}; run it alone to see why")
        engines.append(RunTiming(engine=name, notes=count, seconds=watched.seconds, parent_mb=watched.parent,
                                  worker_mb=watched.worker))  # fmt: skip
        rows[name] = fingerprint(folder / name)
    if len(set(rows.values())) > 1:
        raise ResultsError(f"the runs {', '.join(rows)} do not give the same rows; compare their datasets")
    killed = kill_runs(source, folder / "killed", kills, rows["one worker"]) if kills else None
    return Throughput(
        date=datetime.now(UTC).date().isoformat(), versions={"rehabcode": version("rehabcode")},
        cores=os.cpu_count() or 1, engines=engines, kills=killed, left_out=[] if spark else ["Spark was not asked for"],
    )  # fmt: skip


def write_notes(texts: Sequence[str], count: int, path: Path) -> Path:
    """Write so many notes, each with an id and a date of its own that stand in its text too."""
    with path.open("w", encoding="utf-8") as opened:
        for number, text in enumerate(islice(cycle(texts), count)):
            day = FIRST_DAY + timedelta(days=number % DAYS)
            row = {"note_id": f"e{number:08}", "date": day.isoformat(),
                   "text": f"{text}\nEncounter e{number:08}, {day:%m/%d/%Y}"}  # fmt: skip
            opened.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def watch(options: Sequence[str], source: Path, out: Path) -> Watched:
    """Run `rehabcode backcode` to its end, and look at its memory on the way."""
    process = _begun(source, options)
    began, found = 0.0, Watched(0.0)
    while process.poll() is None:
        if not began and (out / "manifest.jsonl").exists():
            began = time.monotonic()
        for pid in (process.pid, *_below(process.pid)):
            found.peaks[pid] = max(found.peaks.get(pid, 0.0), _megabytes(pid))
        time.sleep(EVERY)
    found.seconds = time.monotonic() - began
    found.code = process.returncode
    found.parent = found.peaks.pop(process.pid, 0.0)
    found.worker = max(found.peaks.values(), default=0.0)
    return found


def kill_runs(source: Path, out: Path, kills: int, expected: str) -> KillsLine:
    """Run again and again with two workers, killing the run or a worker, and hold the rows against `expected`.

    At most so many kills: what is finished between them is never lost, so it comes to an end.
    """
    chance, done, starts = random.Random(SEED), 0, 0  # noqa: S311  (it guards nothing)
    while True:
        process = _begun(source, [*_engines(spark=False)["two workers"], "--out", str(out)])
        starts += 1
        before = _finished(out)
        while process.poll() is None:
            time.sleep(chance.uniform(0.05, 1.0))
            if done < kills and _finished(out) > before:
                _kill(chance.choice([process.pid, *_below(process.pid)]))
                done, before = done + 1, _finished(out)
        if process.returncode == 0:
            return KillsLine(kills=done, starts=starts, same_rows=fingerprint(out) == expected)


def fingerprint(folder: Path) -> str:
    """Return a hash of all rows of a run, without what differs between two runs, whatever their order."""
    digest = hashlib.sha256()
    for name in DATASETS:
        rows = sorted(_row_hashes(folder / name))
        digest.update(b"".join(rows) + b"\0")
    return digest.hexdigest()


def _row_hashes(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            kept = [name for name in file.schema_arrow.names if name not in CHANGING]
            for batch in file.iter_batches(batch_size=AT_ONCE, columns=kept):
                for row in batch.to_pylist():
                    yield hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).digest()


def _begun(source: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    script = shutil.which("rehabcode", path=sysconfig.get_path("scripts")) or "rehabcode"
    command = [sys.executable, script, "backcode", str(source), *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  (all of it is made here)


def _engines(spark: bool) -> Mapping[str, Sequence[str]]:
    embedded = {"one worker": ("--workers", "1"), "two workers": ("--workers", "2")}
    return {**embedded, **({"Spark, two cores": ("--engine", "spark")} if spark else {})}


def _below(pid: int) -> Iterator[int]:
    """Yield the processes below one; none where the system does not tell."""
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        for child in _read(path).split():
            yield int(child)
            yield from _below(int(child))


def _megabytes(pid: int) -> float:
    """Return the memory of a process, what it shares counted by its share; 0 where the system does not tell."""
    rollup = _read(Path(f"/proc/{pid}/smaps_rollup"))
    told = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(told[0]) / 1024 if told else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # it has ended
        return ""


def _finished(out: Path) -> int:
    manifest = out / "manifest.jsonl"
    return manifest.read_bytes().count(b'"finished"') if manifest.exists() else 0


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return

"""What a run of the throughput bench found: training/throughput.json, and its table in RESULTS.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rehabcode_training.errors import ResultsError
from rehabcode_training.markdown import table

FILE = "throughput.json"
EFFICIENCY_LIMIT = 0.85
"""Two workers must do so much of twice the work of one; on a machine with a core for each, and nothing else to do."""


class RunTiming(BaseModel):
    """One engine: seconds from when it began to code, and the largest memory of a process in megabytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: str
    notes: int
    seconds: float
    parent_mb: float
    worker_mb: float

    @property
    def speed(self) -> float:
        """Notes a second."""
        return self.notes / self.seconds


class KillsLine(BaseModel):
    """How often a run or a worker was killed, how often it was started, and whether the rows were the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kills: int
    starts: int
    same_rows: bool


class Throughput(BaseModel):
    """One run of the bench; its first engine is one worker, its second is two."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str
    versions: dict[str, str]
    cores: int
    engines: list[RunTiming]
    kills: KillsLine | None
    left_out: list[str]

    @property
    def efficiency(self) -> float:
        """How much of twice the work of one worker two do."""
        one, two, *_ = self.engines
        return two.speed / one.speed / 2

    def over_limit(self) -> Iterator[str]:
        """Yield one line for each limit that the run does not keep."""
        if self.efficiency < EFFICIENCY_LIMIT:
            yield f"two workers do {self.efficiency:.2f} of twice the work of one, the limit is {EFFICIENCY_LIMIT}"
        if self.kills is not None and not self.kills.same_rows:
            yield f"after {self.kills.kills} kills the rows are not those of a run that was left alone"


def write_throughput(found: Throughput, folder: Path) -> Path:
    """Write the file and return where it stands."""
    path = folder / FILE
    path.write_text(json.dumps(found.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read_throughput(folder: Path) -> Throughput | None:
    """Return the run that was kept, None where none was. Raises ResultsError where the file has another form."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Throughput.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise ResultsError(f"{FILE} has another form; run python -m rehabcode_training throughput --write") from error


def render_throughput(found: Throughput) -> str:
    """Return the run as Markdown."""
    one = found.engines[0]
    rows = [
        (line.engine, f"{line.notes:,}", f"{line.speed:,.0f}", f"{line.speed / one.speed:.2f}",
         f"{line.parent_mb:,.0f}", f"{line.worker_mb:,.0f}")
        for line in found.engines
    ]  # fmt: skip
    head = ("engine", "notes", "notes/s", "of one worker", "parent MB", "a worker MB")
    told = [
        f"{found.date}, rehabcode {found.versions['rehabcode']}, {found.cores} cores. Every run gives the same rows.",
        table(head, rows),
        f"Two workers do {found.efficiency:.2f} of twice the work of one.",
    ]
    if found.kills is not None:
        same = "the same" if found.kills.same_rows else "NOT the same"
        told.append(f"Killed {found.kills.kills} times and started {found.kills.starts} times: {same} rows.")
    told += [f"Left out: {what}." for what in found.left_out]
    return "\n\n".join(told) + "\n"

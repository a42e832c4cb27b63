"""Sources of notes, and a suggester that a worker process can load."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from rehabcode_service.backcoding import local
from rehabcode_service.backcoding.columns import find_columns
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.manifest import FinishedPart, Manifest
from rehabcode_service.backcoding.sources.opening import open_source
from rehabcode_service.backcoding.sources.rows import BadRow, Source, SourceRow

Read = Callable[[Source], tuple[list[dict[str, Any]], list[BadRow]]]


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module fake_suggester.py, which processes that are spawned can import too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return import_module("fake_suggester")


@pytest.fixture
def read() -> Read:
    """A function that reads all rows of a source: the values of the sound ones, and the bad ones."""

    def all_rows(source: Source) -> tuple[list[dict[str, Any]], list[BadRow]]:
        rows = list(source.rows(None, source.columns[0]))
        return (
            [dict(row.values) for row in rows if isinstance(row, SourceRow)],
            [row for row in rows if isinstance(row, BadRow)],
        )

    return all_rows


@pytest.fixture
def notes_csv(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a CSV file of notes, each a tuple of fields in the order of the header."""

    def write(rows: Sequence[Sequence[str]], header: str = "note_id,note_text", name: str = "notes.csv") -> Path:
        lines = [header, *(",".join(f'"{field}"' for field in row) for row in rows)]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def write_jsonl(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes objects, one a line."""

    def write(rows: Sequence[Any], name: str = "notes.jsonl") -> Path:
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def source_of() -> Callable[..., Source]:
    """A function that opens a path as a source."""
    return lambda path, **beside: open_source(str(path), **beside)


class Watch:
    """Listens to a run, and keeps nothing."""

    def began(self, manifest: Manifest) -> None: ...

    def finished(self, part: FinishedPart) -> None: ...


@pytest.fixture
def coded(write_jsonl: Callable[..., Path], fakes: Any, tmp_path: Path) -> Callable[..., Path]:
    """A function that codes objects with the suggester of these tests, and returns the folder of the run."""

    def code(rows: Sequence[Any], name: str = "coded") -> Path:
        path = write_jsonl(rows)
        source = open_source(str(path))
        job = Job(source, find_columns(source, {}), tmp_path / name, part_rows=2, location=str(path))
        local.run(job, fakes.plain, workers=0, watch=Watch())
        return job.folder

    return code

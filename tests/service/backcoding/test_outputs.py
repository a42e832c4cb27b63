"""What is written beside the datasets, what is remembered, and what is told on the way."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fhir.resources.R4B.chargeitem import ChargeItem
from fhir.resources.R4B.provenance import Provenance
from rich.console import Console

from rehabcode_service.backcoding import local
from rehabcode_service.backcoding.columns import find_columns
from rehabcode_service.backcoding.dry_run import dry_run
from rehabcode_service.backcoding.durable import whole_file
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.manifest import FinishedPart, Header, Manifest
from rehabcode_service.backcoding.progress import RunProgress
from rehabcode_service.backcoding.remembered import Remembered, forget

ROWS = [
    {"id": "12", "note": "💪 gait 15 min", "dos": "2024-03-05", "mrn": "p1", "cpt": "97116"},
    {"id": "x/1", "note": "mobs and gait", "dos": "2024-03-06", "mrn": "Patient/p2", "cpt": "97110"},
    {"id": "13", "note": "rest", "mrn": None, "cpt": ""},
]
HEADER = Header("r", "2026-11-26T00:00:00+00:00", "s", "CSV", None, {}, {}, None, "2026-11-01", 10)


class Watch:
    def began(self, manifest: Manifest) -> None: ...

    def finished(self, part: FinishedPart) -> None: ...


@pytest.fixture
def job(write_jsonl: Any, source_of: Any, tmp_path: Path) -> Job:
    source = source_of(write_jsonl(ROWS))
    return Job(source, find_columns(source, {}), tmp_path / "out", extras=("fhir", "omop"))


@pytest.fixture
def folder(job: Job, fakes: Any) -> Path:
    local.run(job, fakes.plain, workers=0, watch=Watch())
    return job.folder


def resources(folder: Path, kind: str) -> list[dict[str, Any]]:
    (file,) = (folder / "fhir" / kind).iterdir()
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_omop_rows_are_those_of_the_model(folder: Path) -> None:
    rows = pq.ParquetDataset(folder / "omop" / "note_nlp").read().to_pylist()
    first = rows[0]
    assert (first["note_id"], first["note_source_value"], first["offset"], first["lexical_variant"]) == (
        12,
        "12",
        "2",
        "gait",
    )
    assert (first["term_exists"], first["term_modifiers"]) == ("Y", "code=97116;score=0.9000;section=objective")
    assert [row["note_id"] for row in rows] == [12, None, None]
    assert len({row["note_nlp_id"] for row in rows}) == 3
    assert all(row["note_nlp_id"] > 0 for row in rows)


def test_charge_items_are_fhir(folder: Path) -> None:
    items = resources(folder, "ChargeItem")
    assert [ChargeItem.model_validate(item).get_resource_type() for item in items] == ["ChargeItem"] * 3
    first = items[0]
    assert first["code"]["coding"][0]["code"] == "97116"
    assert (first["subject"]["reference"], items[1]["subject"]["reference"]) == ("Patient/p1", "Patient/p2")
    assert (first["status"], first["quantity"]["value"], first["occurrenceDateTime"]) == ("planned", 1, "2024-03-05")


def test_provenance_names_the_items_of_its_note(folder: Path) -> None:
    items = [f"ChargeItem/{item['id']}" for item in resources(folder, "ChargeItem")]
    found = resources(folder, "Provenance")
    assert [Provenance.model_validate(one).get_resource_type() for one in found] == ["Provenance"] * 2
    assert [target["reference"] for one in found for target in one["target"]] == items


def test_ids_are_the_same_in_another_run(folder: Path, job: Job, fakes: Any, tmp_path: Path) -> None:
    again = Job(job.source, job.columns, tmp_path / "again", extras=job.extras)
    local.run(again, fakes.plain, workers=0, watch=Watch())
    assert [one["id"] for one in resources(again.folder, "ChargeItem")] == [
        one["id"] for one in resources(folder, "ChargeItem")
    ]


def test_a_dry_run_estimates(job: Job, fakes: Any) -> None:
    clock: Iterator[float] = iter([0.0, 2.0])
    found = dry_run(job, fakes.plain, workers=0, sample=2, clock=lambda: next(clock))
    assert (found.sampled, found.rows, found.notes_a_second, found.seconds) == (2, 3, 1.0, 3.0)
    assert (found.statuses, found.codes) == ({"coded": 2}, {"97116": 2, "97140": 1})
    assert found.differing == 1
    assert not job.folder.exists()


def shown(*, terminal: bool, rows: int | None = 100) -> tuple[str, RunProgress]:
    written = io.StringIO()
    ticks = iter(range(0, 1000, 6))
    console = Console(file=written, force_terminal=terminal, width=120, _environ={})
    with RunProgress(console, rows, clock=lambda: next(ticks)) as progress:
        progress.began(Manifest(Path(), HEADER, {0: FinishedPart(0, "d", 10, {"errors": 1})}, complete=False))
        for number in range(1, 4):
            progress.finished(FinishedPart(number, "d", 10, {"errors": number % 2}))
    return written.getvalue(), progress


def test_lines_tell_what_is_done_and_what_is_left() -> None:
    told, _ = shown(terminal=False)
    first, *others = told.splitlines()
    assert first == "10 rows are finished already; going on behind them."
    assert others
    assert others[-1].startswith("40 of about 100 notes, ")
    assert ", 3 errors, " in others[-1]
    assert others[-1].endswith(" left")
    assert "\x1b" not in told


def test_on_a_terminal_there_is_a_bar() -> None:
    told, _ = shown(terminal=True)
    assert "\x1b[" in told
    assert "40 of about 100 notes" in told


def test_where_nobody_knows_the_whole_nothing_is_promised() -> None:
    told, _ = shown(terminal=False, rows=None)
    assert "left" not in told
    assert "of about" not in told


def test_answers_are_shared_between_processes(tmp_path: Path) -> None:
    one, other = (Remembered(tmp_path / "answers.sqlite") for _ in range(2))
    one.put("k", {"code": "97116", "score": 0.1 + 0.2})
    assert other.get("k") is None
    one.share()
    assert other.get("k") == {"code": "97116", "score": 0.1 + 0.2}
    forget(tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_a_full_store_takes_no_more_and_gives_what_it_has(tmp_path: Path) -> None:
    store = Remembered(tmp_path / "answers.sqlite", most_bytes=1)
    store.put("k", {"n": 1})
    store.share()
    assert store.get("k") == {"n": 1}
    assert Remembered(tmp_path / "answers.sqlite").get("k") is None


def test_a_damaged_store_is_as_good_as_none(tmp_path: Path) -> None:
    store = Remembered(tmp_path / "answers.sqlite")
    with sqlite3.connect(tmp_path / "answers.sqlite") as raw:
        raw.execute("INSERT INTO answers VALUES ('k', X'00')")
    raw.close()
    assert store.get("k") is None


def test_a_file_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("before", encoding="utf-8")

    def fail() -> None:
        with whole_file(tmp_path / "a") as beside:
            beside.write_text("half", encoding="utf-8")
            raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert (tmp_path / "a").read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_undated_notes_have_no_day_in_the_datasets(folder: Path) -> None:
    rows = pq.ParquetDataset(folder / "notes").read().to_pylist()
    assert [row["date_of_service"] for row in rows] == [date(2024, 3, 5), date(2024, 3, 6), None]

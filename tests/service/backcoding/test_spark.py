"""On Spark: the rows of the embedded run, also where a worker is killed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from rehabcode_service.backcoding import local
from rehabcode_service.backcoding.columns import find_columns
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.manifest import FinishedPart, Manifest
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.opening import open_source
from rehabcode_service.backcoding.spark import answers_frame, run_on_spark

CONFIG = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.bindAddress": "127.0.0.1",
}

pyspark = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")


class Watch:
    def began(self, manifest: Manifest) -> None: ...

    def finished(self, part: FinishedPart) -> None: ...


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Spark with two workers, and four tries of a task."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = pyspark.SparkSession.builder.master("local[2,4]")
    for name, value in CONFIG.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    spark.sparkContext.addPyFile(str(Path(__file__).parent / "fake_suggester.py"))
    yield spark
    spark.stop()
    monkeypatch.undo()


@pytest.fixture
def job(write_jsonl: Any, tmp_path: Path) -> Any:
    words = ("gait 15 min", "mobs", "crash", "rest")
    beside = {"cpt": "97116x2", "dos": "2024-02-01"}
    notes = [{"id": number, "note": f"{words[number % 4]} {number % 30}", **beside} for number in range(60)]
    path = write_jsonl([*notes, {"id": None, "note": "x"}, {"id": 99, "note": "gait die once"}])

    def make(name: str, **options: Any) -> Job:
        source = open_source(str(path))
        return Job(source, find_columns(source, {}), tmp_path / name, part_rows=20, **options)

    return make


def rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found = {name: pq.ParquetDataset(folder / name).read().to_pylist() for name in ("suggestions", "notes", "errors")}
    return {
        name: sorted(
            ({key: value for key, value in row.items() if key not in ("run_id", "created_at")} for row in table),
            key=lambda row: (row["source_row"], row.get("rank", 0)),
        )
        for name, table in found.items()
    }


def test_the_rows_are_those_of_the_embedded_run_though_a_worker_dies(
    job: Any, session: Any, fakes: Any, tmp_path: Path
) -> None:
    local.run(job("embedded"), fakes.plain, workers=0, watch=Watch())
    manifest = run_on_spark(job("on spark"), fakes.mortal(tmp_path), session)
    assert (tmp_path / "died").exists()
    assert rows(tmp_path / "on spark") == rows(tmp_path / "embedded")
    assert (manifest.count("notes"), manifest.count("errors")) == (61, 16)
    assert not (tmp_path / "on spark" / "_spark").exists()


def test_a_frame_of_the_callers_own_is_answered_and_a_text_read_once(session: Any, fakes: Any, tmp_path: Path) -> None:
    notes = [(f"n{number}", "gait 15 min", "u7") for number in range(9)]
    frame = session.createDataFrame(notes, "note_id string, text string, unit string").repartition(3)
    answered = answers_frame(frame, fakes.mortal(tmp_path), undated=date(2026, 11, 1), edits="e1").collect()
    assert {row.note_id for row in answered} == {note[0] for note in notes}
    assert {(row.unit, row.status, row.suggestions[0].code) for row in answered} == {("u7", "coded", "97116")}
    assert (tmp_path / "asked").read_text(encoding="utf-8").count("gait") == 1


def test_what_only_the_embedded_engine_writes_is_told(job: Any, session: Any, fakes: Any) -> None:
    with pytest.raises(RunRefused, match="--fhir and --omop"):
        run_on_spark(job("out", extras=("omop",)), fakes.plain, session)

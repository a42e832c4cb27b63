"""The same run on Spark: `mapInArrow` with the function that the worker processes call, so the rows are the same.

A cluster that holds the notes already calls `answers_frame` with a frame of its own. `run_on_spark` takes any source:
the driver hands the notes over as Parquet in the folder that is written, which all machines must reach.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rehabcode.batches import Load, answer_schema, coding
from rehabcode_service.backcoding.datasets import SCHEMAS, SPLIT, Stamp, unread_table
from rehabcode_service.backcoding.in_process import pool_of
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.local import stamp_of
from rehabcode_service.backcoding.manifest import FinishedPart, Manifest
from rehabcode_service.backcoding.outputs import part_name, write_parquet
from rehabcode_service.backcoding.parts import GIVEN, in_parts
from rehabcode_service.backcoding.refusals import RunRefused, RunStopped
from rehabcode_service.backcoding.run_lock import locked

WORK = "_spark"
"""The folder in which notes and answers lie while the run lasts."""

_TIMES = ("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")


def answers_frame(notes: Any, load: Load, *, undated: date, edits: str) -> Any:
    """Return the answers to a frame of notes, one row each: what `rehabcode.batches.ANSWER` says, beside its columns.

    It needs the columns note_id and text; date_of_service (a date) and payer are heeded. The same texts meet on one
    worker, which reads them once.
    """
    beside = [name for name in ("date_of_service", "payer") if name in notes.columns]
    sorted_notes = notes.repartition("text", *beside).sortWithinPartitions("text", *beside)
    given = pa.schema([pa.field(name, _arrow_type(notes, name)) for name in notes.columns])
    return sorted_notes.mapInArrow(coding(load, undated=undated, edits=edits), _spark_schema(answer_schema(given)))


def run_on_spark(job: Job, load: Load, session: Any = None) -> Manifest:
    """Run a job on `session`, None for the one that is active, or a new one. Raises RunRefused and RunStopped.

    What it had finished when it was ended is kept: the notes handed over, the answers, and each dataset.
    """
    if job.extras:
        raise RunRefused(
            "--fhir and --omop are written by the embedded engine alone; leave them out with --engine spark"
        )
    job.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(job.folder), pool_of(0) as pool:
        before = Manifest.read(job.folder)
        header = job.header(pool.versions(load, job.edits_folder), before.header if before else None)
        manifest = before or Manifest.begin(job.folder, header)
        if manifest.complete:
            return manifest
        stamp = stamp_of(header)
        with _spark(session) as spark:
            rows = _hand_over(job, job.folder / WORK, header.part_rows)
            undated, edits = date.fromisoformat(header.undated), header.versions["edits_version"]
            _answer(spark, job.folder / WORK, partial(answers_frame, load=load, undated=undated, edits=edits))
            counts = {name: _split(spark, job.folder, name, stamp) for name in SCHEMAS}
        counts["errors"] += _add_unread(job, stamp)
        manifest.add(FinishedPart(0, "spark", rows, counts))
        manifest.close()
        shutil.rmtree(job.folder / WORK)
    return manifest


def _hand_over(job: Job, work: Path, part_rows: int) -> int:
    """Write the notes for Spark to read, unless they are there; return the rows of the source."""
    done = work / "notes.rows"
    if done.is_file():
        return int(done.read_text(encoding="utf-8"))
    (work / "notes").mkdir(parents=True, exist_ok=True)
    rows = 0
    for part in in_parts(job.notes(), part_rows):
        rows += len(part.notes) + len(part.unread)
        write_parquet(work / "notes" / f"{part_name(part.number)}.parquet", pa.Table.from_batches([part.batch], GIVEN))
    done.write_text(str(rows), encoding="utf-8")
    return rows


def _answer(spark: Any, work: Path, answered: Callable[[Any], Any]) -> None:
    if not (work / "answers" / "_SUCCESS").exists() and any((work / "notes").iterdir()):
        notes = spark.read.parquet(_url(work / "notes"))
        _written(answered(notes), work / "answers")


def _split(spark: Any, folder: Path, name: str, stamp: Stamp) -> int:
    """Write a dataset from the answers, unless it is there; return its rows."""
    answers = folder / WORK / "answers"
    if not answers.exists():
        (folder / name).mkdir(exist_ok=True)
        write_parquet(folder / name / "none.parquet", SCHEMAS[name].empty_table())
    elif not (folder / name / "_SUCCESS").exists():
        frame = spark.read.parquet(_url(answers)).mapInArrow(partial(_rows, name, stamp), _spark_schema(SCHEMAS[name]))
        _written(frame, folder / name)
    return int(pq.ParquetDataset(folder / name).read(["source_row"]).num_rows)


def _rows(name: str, stamp: Stamp, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of a dataset: what a worker of Spark runs."""
    for batch in batches:
        rows = [row for answer in batch.to_pylist() for row in SPLIT[name](answer, stamp)]
        yield pa.RecordBatch.from_pylist(rows, schema=SCHEMAS[name])


def _add_unread(job: Job, stamp: Stamp) -> int:
    """Write the rows that did not become notes beside those that Spark wrote; return how many they are."""
    unread = [one for part in in_parts(job.notes(), 1000) for one in part.unread]
    write_parquet(job.folder / "errors" / "unread.parquet", unread_table(unread, stamp))
    return len(unread)


def _written(frame: Any, path: Path) -> None:
    from pyspark.errors import PySparkException  # noqa: PLC0415  (only where Spark is installed)

    try:
        frame.write.mode("overwrite").parquet(_url(path))
    except PySparkException as error:
        raise RunStopped(
            f"Spark gave {path.name} up ({type(error).__name__}); look into its log, and start the same command again"
        ) from None


@contextmanager
def _spark(session: Any) -> Iterator[Any]:
    """Give the session, with times written as other readers of Parquet expect them."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  (only where Spark is installed)
    except ImportError:
        raise RunRefused("Spark is not installed; install rehabcode[spark], or leave --engine out") from None
    own = session or SparkSession.getActiveSession()
    spark = (
        own or SparkSession.builder.appName("rehabcode").config("spark.pyspark.python", sys.executable).getOrCreate()
    )
    before = str(spark.conf.get(_TIMES[0]))
    spark.conf.set(*_TIMES)
    try:
        yield spark
    finally:
        spark.conf.set(_TIMES[0], before)
        if own is None:
            spark.stop()


def _spark_schema(schema: Any) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  (only where Spark is installed)

    return from_arrow_schema(schema)


def _arrow_type(frame: Any, name: str) -> Any:
    from pyspark.sql.pandas.types import to_arrow_type  # noqa: PLC0415  (only where Spark is installed)

    return to_arrow_type(frame.schema[name].dataType)


def _url(path: Path) -> str:
    """Return a path as Hadoop takes it: with its scheme, and its blanks as they are."""
    return f"file://{path.absolute().as_posix()}"

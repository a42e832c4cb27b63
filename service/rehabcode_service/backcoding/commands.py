"""`rehabcode backcode`, `audit-report` and `review`: past notes, once, restartable, auditable."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, cast

import typer
from rich.console import Console

import rehabcode
from rehabcode.billing.edit_store import EDITS
from rehabcode.errors import RehabcodeError
from rehabcode_service.given import day_of, refuse, settings_with

if TYPE_CHECKING:
    from rehabcode.batches import Load
    from rehabcode_service.backcoding.jobs import Job
    from rehabcode_service.backcoding.review.queue import Order
    from rehabcode_service.backcoding.sources.opening import Format

backcoding_app = typer.Typer()

STOPPED = 3
"""The exit code of a run that stopped on its way: what is finished is kept."""

_Column = Annotated[str | None, typer.Option(help='The column by this name in place of the one found; "" for none.')]


@backcoding_app.command()
def backcode(
    source: Annotated[str, typer.Argument(help="A file, a folder, a URL such as s3://…, or with --query a database.")],
    out: Annotated[Path | None, typer.Option(help="The folder to write; a run that was ended goes on there.")] = None,
    note_id: Annotated[str | None, typer.Option("--id", help="The column of the notes' ids.")] = None,
    text: _Column = None,
    date: _Column = None,
    payer_column: _Column = None,
    billed: _Column = None,
    units: _Column = None,
    clinician: _Column = None,
    patient: _Column = None,
    payer: Annotated[str | None, typer.Option(help="Whose rules apply to all notes, such as medicare.")] = None,
    assume_date: Annotated[
        str | None, typer.Option(help="YYYY-MM-DD for notes without a date; else the first of the codebook's month.")
    ] = None,
    query: Annotated[str | None, typer.Option(help="SQL, with ORDER BY; SOURCE is then a SQLAlchemy URL.")] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="parquet, csv, jsonl, fhir or text, not by ending.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Worker processes; 0 for none.")] = os.cpu_count() or 1,
    engine: Annotated[str, typer.Option(help="embedded, or spark for a cluster.")] = "embedded",
    part_rows: Annotated[int | None, typer.Option(min=1, help="Rows that are finished as one.")] = None,
    fhir: Annotated[bool, typer.Option("--fhir", help="Write ChargeItem and Provenance as NDJSON too.")] = False,
    omop: Annotated[bool, typer.Option("--omop", help="Write OMOP NOTE_NLP too.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Code a sample, write nothing, estimate the whole.")
    ] = False,
    sample: Annotated[int, typer.Option(min=1, help="Rows of a dry run.")] = 200,
) -> None:
    """Suggest codes for all notes of a source, and hold them against what was billed."""
    told = {
        "note_id": note_id, "text": text, "date_of_service": date, "payer": payer_column, "billed": billed,
        "billed_units": units, "clinician": clinician, "patient": patient,
    }  # fmt: skip
    extras = tuple(name for name, wanted in (("fhir", fhir), ("omop", omop)) if wanted)
    beside = {"payer": payer, "undated": day_of(assume_date), "part_rows": part_rows, "extras": extras}
    if out is None and not dry_run:
        refuse("no --out; name the folder to write, or try --dry-run")
    try:
        job = _job(source, out or Path(), told, beside, cast("Format | None", form), query)
        _run(job, engine, workers, sample if dry_run else None)
    except RehabcodeError as error:
        _end(error)
    except KeyboardInterrupt:
        typer.echo("rehabcode: stopped; the same command goes on behind what is finished", err=True)
        raise typer.Exit(130) from None


@backcoding_app.command()
def audit_report(
    folder: Annotated[Path, typer.Argument(help="The folder that rehabcode backcode wrote.")],
    sample: Annotated[int, typer.Option(min=0, help="Notes to show in full, drawn at random.")] = 12,
    source: Annotated[str | None, typer.Option(help="Where the notes are now, if not where they were.")] = None,
) -> None:
    """Write what was billed against what the notes support: one page, and the tables behind it."""
    from rehabcode_service.backcoding.audit.report import write_report  # noqa: PLC0415  (Arrow is for this command alone)

    try:
        page = write_report(folder, sample=sample, location=source)
    except RehabcodeError as error:
        _end(error)
    typer.echo(f"wrote {page} and the tables beside it; both hold what notes say, as the folder does")


@backcoding_app.command()
def review(
    folder: Annotated[Path, typer.Argument(help="The folder that rehabcode backcode wrote.")],
    notes: Annotated[int, typer.Option(min=1, help="How many notes to draw, the first time.")] = 200,
    order: Annotated[str, typer.Option(help="uncertain, random, or both in turn; the first time.")] = "both",
    export: Annotated[
        Path | None, typer.Option(help="Write the decisions as .csv or .jsonl, and serve nothing.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where the notes are now, if not where they were.")] = None,
    database: Annotated[
        str | None, typer.Option(help="A SQLAlchemy URL to keep decisions in, not beside the run.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8010,
) -> None:
    """Decide on suggestions in the browser, note by note, by keyboard."""
    from rehabcode_service.backcoding.review import serving  # noqa: PLC0415  (Arrow is for this command alone)

    if order not in ("both", "uncertain", "random"):
        refuse("--order: give uncertain, random or both")
    try:
        store = serving.open_queue(folder, size=notes, order=cast("Order", order), location=source, database=database)
        if export is not None:
            typer.echo(f"wrote {serving.export(store, export):,} decisions to {export}")
            return
    except RehabcodeError as error:
        _end(error)
    typer.echo(f"{store.size():,} notes. Open this address; stop with Ctrl-C.")
    serving.serve(store, port=port, tell=typer.echo)


def _job(
    location: str,
    out: Path,
    told: dict[str, str | None],
    beside: dict[str, Any],
    form: Format | None,
    query: str | None,
) -> Job:
    from rehabcode_service.backcoding.columns import find_columns  # noqa: PLC0415  (Arrow is for this command alone)
    from rehabcode_service.backcoding.jobs import Job  # noqa: PLC0415
    from rehabcode_service.backcoding.sources.opening import FORMATS, open_source  # noqa: PLC0415

    if form not in (None, *FORMATS):
        refuse(f"--format: give one of {', '.join(FORMATS)}")
    opened = open_source(location, form=form, query=query)
    secret = "://" in location and ("@" in location or "?" in location)  # a password or a key
    kept = None if secret else location if "://" in location else str(Path(location).absolute())
    return Job(
        opened, find_columns(opened, told), out, location=kept, form=form, query=query, edits_folder=_edits(), **beside
    )


def _run(job: Job, engine: str, workers: int, sample: int | None) -> None:
    from rehabcode_service.backcoding.dry_run import dry_run  # noqa: PLC0415  (Arrow is for this command alone)
    from rehabcode_service.backcoding.jobs import estimated_rows  # noqa: PLC0415
    from rehabcode_service.backcoding.local import run  # noqa: PLC0415
    from rehabcode_service.backcoding.progress import RunProgress  # noqa: PLC0415
    from rehabcode_service.backcoding.shown import show_end, show_estimate, show_job  # noqa: PLC0415

    console, load = Console(), _load()
    show_job(console, job)
    if sample is not None:
        show_estimate(console, dry_run(job, load, workers=workers, sample=sample))
        return
    if engine == "spark":
        from rehabcode_service.backcoding.spark import run_on_spark  # noqa: PLC0415

        show_end(console, run_on_spark(job, load), str(job.folder))
        return
    if engine != "embedded":
        refuse("--engine: give embedded or spark")
    with RunProgress(console, estimated_rows(job.source)) as progress:
        manifest = run(job, load, workers=workers, watch=progress)
    show_end(console, manifest, str(job.folder))


def _edits() -> Path | None:
    folder = settings_with().data_folder
    return None if folder is None else folder / EDITS


def _load() -> Load:
    settings = settings_with()
    return partial(rehabcode.load, max_characters=settings.max_characters, data_folder=settings.data_folder)


def _end(error: RehabcodeError) -> NoReturn:
    """End with one line: with exit code 3 where a run had begun, else with 2."""
    from rehabcode_service.backcoding.refusals import RunStopped  # noqa: PLC0415  (as above)

    if isinstance(error, RunStopped):
        typer.echo(f"rehabcode: {error}", err=True)
        raise typer.Exit(STOPPED)
    refuse(str(error))

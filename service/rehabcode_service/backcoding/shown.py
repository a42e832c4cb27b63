"""What a run tells on the terminal: the columns that were found, an estimate, the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from rehabcode_service.backcoding.columns import Columns
from rehabcode_service.backcoding.dry_run import Estimate
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.manifest import Manifest
from rehabcode_service.backcoding.progress import duration

_OPTIONS = {
    "note_id": "--id", "text": "--text", "date_of_service": "--date", "payer": "--payer-column", "billed": "--billed",
    "billed_units": "--units", "clinician": "--clinician", "patient": "--patient",
}  # fmt: skip
_MOST = 8


def columns_table(columns: Columns) -> Table:
    """Return which column is which, and the option that says otherwise."""
    table = Table("what", "column", "change with", box=None, pad_edge=False, header_style="dim")
    for role, name in asdict(columns).items():
        table.add_row(role.replace("_", " "), name or "–", _OPTIONS[role])
    return table


def show_job(console: Console, job: Job) -> None:
    """Print what is about to be read, and how it is understood."""
    console.print(f"{job.source.kind}: {job.source.name}", highlight=False, markup=False)
    console.print(columns_table(job.columns))


def show_estimate(console: Console, found: Estimate) -> None:
    """Print what a sample tells of the whole."""
    table = Table(box=None, pad_edge=False, show_header=False)
    rows = "not known" if found.rows is None else f"about {found.rows:,}"
    table.add_row("sampled", f"the first {found.sampled:,} rows; nothing was written")
    table.add_row("rows", rows)
    table.add_row("speed", f"{found.notes_a_second:,.0f} notes/s")
    table.add_row("the whole", "not known" if found.seconds is None else f"about {duration(found.seconds)}")
    if found.rows is not None:
        table.add_row("answers", f"at most {found.bytes_a_note * found.rows / 1e6:,.0f} MB")
    table.add_row("notes", _counted(found.statuses))
    table.add_row("codes", _counted(found.codes))
    if found.differing:
        table.add_row("billed otherwise", f"{found.differing:,} notes")
    for reason, count in found.reasons.most_common(_MOST):
        table.add_row("not coded", f"{count:,} × {reason}")
    console.print(table, highlight=False, markup=False)


def show_end(console: Console, manifest: Manifest, folder: str) -> None:
    """Print what there is now, and what can be done with it."""
    notes, suggestions, errors = (manifest.count(name) for name in ("notes", "suggestions", "errors"))
    console.print(
        f"{notes:,} notes, {suggestions:,} suggestions, {errors:,} errors in {folder}. "
        "Next: rehabcode audit-report, rehabcode review.",
        highlight=False, markup=False,
    )  # fmt: skip


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common(_MOST)) or "none"

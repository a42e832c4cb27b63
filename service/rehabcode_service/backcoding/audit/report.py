"""Writes the report of a run: the page, and the tables behind it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rehabcode.codebook import Codebook
from rehabcode_service.backcoding.audit.counts import Tally
from rehabcode_service.backcoding.audit.page import page
from rehabcode_service.backcoding.audit.reading import COUNTED, counted, drawn, with_suggestions
from rehabcode_service.backcoding.durable import replace_file, whole_file
from rehabcode_service.backcoding.manifest import Header
from rehabcode_service.backcoding.refusals import RunRefused, RunStopped
from rehabcode_service.backcoding.results import rows_of, run_of
from rehabcode_service.backcoding.texts import texts_of

FOLDER = "audit"
PAGE = "report.html"


def write_report(folder: Path, *, sample: int = 12, location: str | None = None) -> Path:
    """Write the report of the run in a folder, and return the page. `location` is where its source is now.

    Without the source the sample shows the evidence alone. Raises RunRefused where the folder holds no finished run.
    """
    header = run_of(folder).header
    tally = counted(folder)
    names = {code.code: code.name for code in Codebook.load().with_former()}
    notes = drawn(rows_of(folder, "notes", COUNTED), sample)
    texts, why = _texts(header, notes, location)
    home = folder / FOLDER
    home.mkdir(exist_ok=True)
    for name, (head, rows) in tables(tally, names).items():
        _write_table(home / f"{name}.csv", head, rows)
    replace_file(home / PAGE, page(header, tally, names, with_suggestions(folder, notes, texts), why).encode())
    return home / PAGE


def _texts(
    header: Header, notes: Iterable[Mapping[str, Any]], location: str | None
) -> tuple[dict[int, str], str | None]:
    """Return the texts of notes by source row, and why there are none, None where there are."""
    try:
        return texts_of(header, {note["source_row"]: note["text_sha256"] for note in notes}, location), None
    except (RunRefused, RunStopped) as error:
        return {}, f"The texts could not be read again: {error}."


Table = tuple[Sequence[str], Iterable[Sequence[object]]]


def tables(tally: Tally, names: Mapping[str, str]) -> dict[str, Table]:
    """Return the tables behind the page, whole: the page shows the first rows of some."""
    counted_codes = [
        (code, names.get(code, ""), one.billed, *asdict(one).values(), one.over, one.under)
        for code, one in sorted(tally.codes.items())
    ]
    code_head = (
        "code",
        "name",
        "billed",
        "agreed",
        "unsupported",
        "units_over",
        "missed",
        "units_under",
        "unknown",
        "over",
        "under",
    )
    group_head = (
        "notes",
        "compared",
        "agreeing",
        "over_notes",
        "under_notes",
        "over_codes",
        "under_codes",
        "billed_codes",
    )
    found: dict[str, Table] = {"codes": (code_head, counted_codes)}
    for by, groups in tally.groups.items():
        found[f"by_{by}"] = ((by, *group_head), [(name, *asdict(one).values()) for name, one in sorted(groups.items())])
    found["units"] = (("billed_less_earned", "codes"), sorted(tally.units.items()))
    found["findings"] = (("kind", "notes"), tally.findings.most_common())
    found["missing"] = (("code", "name", "notes"), [(*key, count) for key, count in tally.missing.most_common()])
    found["calibration"] = (("codes", "mean_score", "billed"), tally.bins)
    found["errors"] = (("reason", "rows"), tally.errors.most_common())
    return found


def _write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(head)
        writer.writerows([[_safe(cell) for cell in row] for row in rows])


def _safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell

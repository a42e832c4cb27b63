"""What is to be run: a source, its columns, and what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Literal
from uuid import uuid4

from rehabcode.batches import edition_day
from rehabcode.payers import Payers
from rehabcode_service.backcoding.columns import Columns
from rehabcode_service.backcoding.fhir_files import FhirFiles
from rehabcode_service.backcoding.given import Given, RowReader
from rehabcode_service.backcoding.manifest import Header
from rehabcode_service.backcoding.omop import OmopNoteNlp
from rehabcode_service.backcoding.outputs import Datasets, Output
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.opening import Format
from rehabcode_service.backcoding.sources.rows import Source

Extra = Literal["fhir", "omop"]

FEWEST, MOST, PARTS = 250, 20_000, 1000
"""A part has so many rows, so that a large run has about so many parts."""

_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Job:
    """A run as it was asked for.

    `location` is kept, so that a review finds the texts again: None where it holds a password. `undated` is the day of
    notes without one, None for the first of the codebook's month; `part_rows` of None follows from the size;
    `edits_folder` holds the edit tables that were loaded, None for the user's own.
    """

    source: Source
    columns: Columns
    folder: Path
    payer: str | None = None
    undated: date | None = None
    part_rows: int | None = None
    extras: tuple[Extra, ...] = ()
    location: str | None = None
    form: Format | None = None
    query: str | None = None
    edits_folder: Path | None = None

    def notes(self) -> Iterator[Given]:
        """Yield what the source holds. Raises UnknownPayer, and what its rows raise."""
        rows = self.source.rows(self.columns.names, self.columns.note_id)
        return RowReader(self.columns, Payers.load(), self.payer).read(rows)

    def outputs(self) -> list[Output]:
        """Return what is written for each part."""
        made: dict[Extra, Output] = {"fhir": FhirFiles(), "omop": OmopNoteNlp()}
        return [Datasets(), *(made[extra] for extra in self.extras)]

    def header(self, versions: dict[str, str], before: Header | None) -> Header:
        """Return the header of the run; `before` is that of the folder, None where it is new.

        Raises RunRefused where they do not belong together.
        """
        undated = self.undated or edition_day(versions["codebook_version"])
        part_rows = self.part_rows or (before.part_rows if before else rows_a_part(estimated_rows(self.source)))
        new = Header(
            before.run_id if before else uuid4().hex,
            before.created_at if before else datetime.now(UTC).isoformat(timespec="seconds"),
            self.source.name, self.source.kind, self.source.fingerprint, _columns(self.columns), versions, self.payer,
            undated.isoformat(), part_rows, self.extras, self.query, self.location, self.form,
        )  # fmt: skip
        if before is not None:
            self._check(new, before)
        return new

    def _check(self, new: Header, before: Header) -> None:
        changed = [name for name, told in _TOLD.items() if getattr(new, name) != getattr(before, name)]
        if changed:
            what = ", ".join(_TOLD[name] for name in changed)
            raise RunRefused(
                f"{self.folder.name} holds a run that differs in {what}; give the same again, or another --out"
            )


_TOLD = {
    "source": "the source", "kind": "the format", "fingerprint": "the content of the source", "columns": "the columns",
    "versions": "the version of rehabcode or its tables", "payer": "the payer", "undated": "the day of undated notes",
    "part_rows": "the rows a part", "extras": "what is written", "query": "the query",
}  # fmt: skip


def _columns(columns: Columns) -> dict[str, str | None]:
    return {name: getattr(columns, name) for name in Columns.__dataclass_fields__}


def rows_a_part(rows: int | None) -> int:
    """Return how many rows a part of a source of so many rows has.

    >>> [rows_a_part(rows) for rows in (None, 1000, 1_000_000, 50_000_000)]
    [1000, 250, 1000, 20000]
    """
    return PARTS if rows is None else max(FEWEST, min(MOST, rows // PARTS))


def estimated_rows(source: Source) -> int | None:
    """Return the rows of a source: counted where it can tell, else from how far the first ones reach."""
    total = source.total()
    if total is not None:
        return total
    seen = sum(1 for _ in islice(source.rows(), _LOOKED_AT))
    share = source.share()
    return None if share is None else seen if seen < _LOOKED_AT else round(seen / max(share, 1e-9))

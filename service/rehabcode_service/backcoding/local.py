"""A run on this machine: parts go to worker processes, and what comes back is written and noted as finished.

Whatever ends it, at whatever moment: started again, it goes on behind what the manifest names, and the rows are those
of a run that was never ended.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from rehabcode.batches import BROKEN, Load
from rehabcode.codebook import Codebook
from rehabcode_service.backcoding import remembered
from rehabcode_service.backcoding.datasets import Stamp, unread_table
from rehabcode_service.backcoding.in_process import pool_of
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.manifest import FinishedPart, Header, Manifest
from rehabcode_service.backcoding.outputs import Output, unfinished, write_part
from rehabcode_service.backcoding.parts import Part, in_parts
from rehabcode_service.backcoding.refusals import RunRefused, RunStopped
from rehabcode_service.backcoding.run_lock import locked
from rehabcode_service.backcoding.tasks import Orders

FEWEST_BROKEN = 20
"""Fewer broken notes in a part may be the notes' own doing."""


class Watches(Protocol):
    """Is told how a run goes on."""

    def began(self, manifest: Manifest) -> None: ...

    def finished(self, part: FinishedPart) -> None: ...


def run(job: Job, load: Load, *, workers: int, watch: Watches) -> Manifest:
    """Run a job to its end, from where it stands; 0 `workers` are this process.

    Raises RunRefused before it has begun, and RunStopped after.
    """
    job.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(job.folder), pool_of(workers) as pool:
        before = Manifest.read(job.folder)
        header = job.header(pool.versions(load, job.edits_folder), before.header if before else None)
        manifest = before or Manifest.begin(job.folder, header)
        watch.began(manifest)
        if not manifest.complete:
            outputs = job.outputs()
            for path in unfinished(job.folder, outputs, manifest.finished):
                path.unlink()
            stamp = stamp_of(header)
            orders = Orders(load, date.fromisoformat(header.undated), header.versions["edits_version"], stamp,
                            job.folder / remembered.FILE)  # fmt: skip
            for part, tables in pool.answers(left(job, manifest), orders):
                _check_sound(tables)
                watch.finished(_written(job.folder, outputs, part, tables, stamp, manifest))
            manifest.close()
            remembered.forget(job.folder)
    return manifest


def stamp_of(header: Header) -> Stamp:
    """Return what every row of the run carries."""
    return Stamp(header.run_id, datetime.fromisoformat(header.created_at), header.versions, stamp_codes())


def stamp_codes() -> frozenset[str]:
    """Return the codes that the codebook holds, on whatever day."""
    return frozenset(code.code for code in Codebook.load().with_former())


def left(job: Job, manifest: Manifest) -> Iterator[Part]:
    """Yield the parts that are not finished. Raises RunRefused where those that are finished have changed."""
    return _unfinished(in_parts(job.notes(), manifest.header.part_rows), manifest)


def _unfinished(parts: Iterable[Part], manifest: Manifest) -> Iterator[Part]:
    last = -1
    for part in parts:
        last = part.number
        known = manifest.finished.get(part.number)
        if known is None:
            yield part
        elif known.digest != part.digest:
            raise RunRefused(
                f"part {part.number} of the source is not what it was when it was coded; put the source back as it was "
                "(a query needs ORDER BY), or take another folder for --out"
            )
    if any(number > last for number in manifest.finished):
        raise RunRefused(
            "the source has become shorter since it was coded; put it back, or take another folder for --out"
        )


def _check_sound(tables: Mapping[str, Any]) -> None:
    """Raise RunStopped where most notes of a part broke: that is no fault of theirs, and such a part is not kept."""
    broken = Counter(reason for reason in tables["errors"].column("reason").to_pylist() if reason.endswith(BROKEN))
    if broken.total() >= FEWEST_BROKEN and broken.total() * 2 > tables["notes"].num_rows:
        (reason, _), *_ = broken.most_common(1)
        raise RunStopped(
            f"most notes of a part end with {reason.removesuffix(BROKEN)}: the installation is at fault, not they. "
            "Mend it and start the same command again; what was finished before is kept"
        )


def _written(
    folder: Path, outputs: list[Output], part: Part, tables: Mapping[str, Any], stamp: Stamp, manifest: Manifest
) -> FinishedPart:
    errors = pa.concat_tables([tables["errors"], unread_table(part.unread, stamp)]).sort_by("source_row")
    found = {**tables, "errors": errors}
    counts = {name: table.num_rows for name, table in found.items()}
    finished = FinishedPart(part.number, part.digest, len(part.notes) + len(part.unread), counts)
    try:
        write_part(folder, outputs, part.number, found)
        manifest.add(finished)
    except OSError as error:
        kept = f"{manifest.count('notes'):,} notes are kept, and the same command goes on behind them"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RunStopped(f"the disk of {folder.name} is full; make room: {kept}") from error
        what = error.strerror or os.strerror(error.errno or 0)
        raise RunStopped(f"{folder.name} cannot be written ({what}): {kept}") from error
    return finished

"""A look ahead: a few notes are coded, nothing is written, and what the whole would take is estimated."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from rehabcode.batches import Load, edition_day
from rehabcode_service.backcoding.datasets import Stamp
from rehabcode_service.backcoding.in_process import pool_of
from rehabcode_service.backcoding.jobs import Job, estimated_rows
from rehabcode_service.backcoding.local import stamp_codes
from rehabcode_service.backcoding.parts import in_parts
from rehabcode_service.backcoding.tasks import Orders

A_PART = 25


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sample tells of the whole; `rows` and `seconds` are None where nobody knows how many rows there are.

    `bytes_a_note` is the size of the answer in memory: on the disk it is a fraction of it. `reasons` are those of rows
    that could not be coded.
    """

    sampled: int
    rows: int | None
    notes_a_second: float
    seconds: float | None
    statuses: Counter[str]
    codes: Counter[str]
    reasons: Counter[str]
    differing: int
    bytes_a_note: float


def dry_run(
    job: Job, load: Load, *, workers: int, sample: int, clock: Callable[[], float] = time.monotonic
) -> Estimate:
    """Code the first `sample` rows. Raises RunRefused and RunStopped as a run does."""
    statuses, codes, reasons, differing, size = Counter[str](), Counter[str](), Counter[str](), 0, 0
    with pool_of(workers) as pool:
        versions = pool.versions(load, job.edits_folder)
        undated: date = job.undated or edition_day(versions["codebook_version"])
        stamp = Stamp("dry run", datetime.now(UTC), versions, stamp_codes())
        orders = Orders(load, undated, versions["edits_version"], stamp, None)
        rows = estimated_rows(job.source)
        began, sampled = clock(), 0
        for part, tables in pool.answers(in_parts(islice(job.notes(), sample), A_PART), orders):
            sampled += len(part.notes) + len(part.unread)
            statuses.update(tables["notes"].column("status").to_pylist())
            codes.update(tables["suggestions"].column("code").to_pylist())
            reasons.update([*tables["errors"].column("reason").to_pylist(), *(one.reason for one in part.unread)])
            differing += sum(1 for note in tables["notes"].select(["billed", "missed"]).to_pylist() if differs(note))
            size += sum(table.nbytes for table in tables.values())
        speed = sampled / max(clock() - began, 1e-9)
    return Estimate(
        sampled, rows, speed, None if rows is None else rows / max(speed, 1e-9), statuses, codes, reasons, differing,
        size / max(sampled, 1),
    )  # fmt: skip


def differs(note: dict[str, list[dict[str, object]] | None]) -> bool:
    """Tell whether what was billed is not what the note supports; a code that is not known is no difference."""
    billed = note["billed"] or []
    return bool(note["missed"]) or any(one["verdict"] in ("unsupported", "wrong_units") for one in billed)

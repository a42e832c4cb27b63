"""A run's datasets, counted through once."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehabcode_service.backcoding.audit.counts import Tally
from rehabcode_service.backcoding.results import rows_of

BINS = 10
COUNTED = (
    "status", "codes", "date_of_service", "payer", "payer_given", "clinician", "billed", "missed", "findings",
    "missing", "note_id", "source_row", "text_sha256", "considered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampledNote:
    """A note to look at; `text` is None where the source is not there, or has another text now."""

    note: Mapping[str, Any]
    suggestions: tuple[Mapping[str, Any], ...]
    text: str | None


def counted(folder: Path) -> Tally:
    """Count through the datasets of a folder, holding a few rows at a time."""
    tally = Tally()
    bins = [[0, 0.0, 0] for _ in range(BINS)]
    for note in rows_of(folder, "notes", COUNTED):
        tally.add(note)
        billed = None if note["billed"] is None else {one["code"] for one in note["billed"]}
        for one in note["considered"]:
            _bin(bins, one["score"], None if billed is None else one["code"] in billed)
    for row in rows_of(folder, "suggestions", ("score", "billed")):
        _bin(bins, row["score"], row["billed"])
    tally.errors.update(row["reason"] for row in rows_of(folder, "errors", ("reason",)))
    tally.bins = [(int(count), total / count, int(hits)) for count, total, hits in bins if count]
    return tally


def with_suggestions(folder: Path, notes: Iterable[Mapping[str, Any]], texts: Mapping[int, str]) -> list[SampledNote]:
    """Return notes with their suggestions and texts."""
    found: dict[int, list[Mapping[str, Any]]] = {note["source_row"]: [] for note in notes}
    names = ("source_row", "code", "name", "score", "minutes", "units", "billed", "evidence")
    for row in rows_of(folder, "suggestions", names):
        if row["source_row"] in found:
            found[row["source_row"]].append(row)
    return [SampledNote(note, tuple(found[note["source_row"]]), texts.get(note["source_row"])) for note in notes]


def drawn(notes: Iterable[Mapping[str, Any]], size: int) -> list[Mapping[str, Any]]:
    """Return so many notes at random, in the order of the source; errors are not drawn.

    Which ones, their ids alone decide: the same notes are drawn from every run over them.
    """
    eligible = (note for note in notes if note["status"] != "error")
    chosen = heapq.nsmallest(size, eligible, key=lambda note: lot(note["note_id"], note["source_row"]))
    return sorted(chosen, key=lambda note: int(note["source_row"]))


def lot(note_id: str, row: int) -> str:
    """Return by what a note is drawn: it says nothing of what the note is."""
    return hashlib.sha256(f"{note_id}\0{row}".encode()).hexdigest()


def _bin(bins: list[list[float]], score: float, billed: bool | None) -> None:
    if billed is not None:
        own = bins[min(int(score * BINS), BINS - 1)]
        own[0] += 1
        own[1] += score
        own[2] += billed

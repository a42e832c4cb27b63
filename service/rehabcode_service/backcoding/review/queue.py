"""Which notes are reviewed: half of them those that the run is least sure of, half drawn at random.

The random half alone measures agreement: the other is hard on purpose.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from rehabcode_service.backcoding.audit.reading import COUNTED, SampledNote, drawn, lot, with_suggestions
from rehabcode_service.backcoding.manifest import Header
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.results import rows_of
from rehabcode_service.backcoding.texts import texts_of

Order = Literal["both", "uncertain", "random"]

Row = Mapping[str, Any]


def queued(folder: Path, header: Header, size: int, order: Order, location: str | None) -> list[dict[str, Any]]:
    """Return rows of the queue, at most `size`, with the texts of the source.

    Raises RunRefused where the source cannot be opened, or no longer holds any of the texts.
    """
    chosen = _chosen(folder, size, order)
    wanted = {note["source_row"]: note["text_sha256"] for note, _ in chosen}
    texts = texts_of(header, wanted, location)
    found = {one.note["source_row"]: one for one in with_suggestions(folder, [note for note, _ in chosen], texts)}
    rows = [(found[note["source_row"]], how) for note, how in chosen if note["source_row"] in texts]
    if chosen and not rows:
        raise RunRefused("the source no longer holds the texts of this run; say where it is with --source")
    return [_row(header.run_id, position, one, how) for position, (one, how) in enumerate(rows)]


def _chosen(folder: Path, size: int, order: Order) -> list[tuple[Row, str]]:
    columns = (*COUNTED, "uncertainty")
    lots = {"both": -(-size // 2), "random": size, "uncertain": 0}[order]
    at_random = drawn(rows_of(folder, "notes", columns), lots) if lots else []
    at_random.sort(key=lambda note: lot(note["note_id"], note["source_row"]))
    by_chance = {note["source_row"] for note in at_random}
    others = (
        note
        for note in rows_of(folder, "notes", columns)
        if note["status"] != "error" and note["source_row"] not in by_chance
    )
    least_sure = heapq.nsmallest(
        size - len(at_random), others, key=lambda note: (-(note["uncertainty"] or 0.0), note["source_row"])
    )
    in_turn = zip_longest(((note, "random") for note in at_random), ((note, "uncertain") for note in least_sure))
    return [one for pair in in_turn for one in pair if one is not None]


def _row(run_id: str, position: int, one: SampledNote, how: str) -> dict[str, Any]:
    note = one.note
    day = note["date_of_service"]
    beside = {
        "day": None if day is None else day.isoformat(),
        "payer": note["payer_given"] or note["payer"],
        "clinician": note["clinician"],
        "suggestions": [_suggestion(each) for each in one.suggestions],
        "billed": None if note["billed"] is None else [dict(each) for each in note["billed"]],
        "findings": [{"codes": each["codes"], "message": each["message"]} for each in note["findings"]],
    }
    return {
        "run_id": run_id, "source_row": note["source_row"], "position": position, "drawn": how,
        "note_id": note["note_id"], "text": one.text, "answer": beside,
    }  # fmt: skip


def _suggestion(one: Row) -> dict[str, Any]:
    spans: Sequence[Row] = one["evidence"]
    kept = ("start", "end", "reason")
    return {
        **{name: one[name] for name in ("code", "name", "score", "minutes", "units", "billed")},
        "evidence": [{name: span[name] for name in kept} for span in spans],
    }

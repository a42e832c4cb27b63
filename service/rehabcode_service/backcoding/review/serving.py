"""Opens the review queue of a run: fills it the first time, exports it, or serves it on this machine."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path

import uvicorn

from rehabcode.codebook import Codebook
from rehabcode_service.backcoding.durable import whole_file
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.results import run_of
from rehabcode_service.backcoding.review.app import create_review_app, csv_lines
from rehabcode_service.backcoding.review.decisions import ReviewStore
from rehabcode_service.backcoding.review.queue import Order, queued

_KEY_BYTES = 24


def open_queue(
    folder: Path, *, size: int, order: Order, location: str | None = None, database: str | None = None
) -> ReviewStore:
    """Return the queue of the run in a folder: the one that was drawn before, else a new one of `size` notes.

    Raises RunRefused where there is no finished run, or the source of its texts is not there.
    """
    header = run_of(folder).header
    store = ReviewStore.opened(folder, header.run_id, database)
    if store.size() == 0:
        store.fill(queued(folder, header, size, order, location))
    return store


def export(store: ReviewStore, path: Path) -> int:
    """Write all decisions as CSV, or as JSON Lines where the name ends so; return how many. Raises RunRefused."""
    rows = list(store.export())
    if path.suffix not in (".csv", ".jsonl"):
        raise RunRefused(f"{path.name}: decisions are written as .csv or .jsonl; give one of these endings")
    lines = csv_lines(rows) if path.suffix == ".csv" else (json.dumps(row, default=str) + "\n" for row in rows)
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as opened:
        opened.writelines(lines)
    return len(rows)


def serve(store: ReviewStore, *, port: int, tell: Callable[[str], None]) -> None:
    """Serve the queue on this machine alone until it is stopped; `tell` gets the address, with its key."""
    key = secrets.token_urlsafe(_KEY_BYTES)
    app = create_review_app(store, Codebook.load(), key)
    tell(f"http://127.0.0.1:{port}/?key={key}")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, server_header=False)

"""What a worker process does: load the suggester once, and answer parts."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pyarrow as pa
from threadpoolctl import threadpool_limits

from rehabcode.batches import VERSIONS, Load, Suggests, code_batches, edits_version
from rehabcode.errors import RehabcodeError
from rehabcode_service.backcoding.datasets import Stamp, tables_of
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.remembered import Remembered

AT_ONCE = 128
"""So many answers are held as objects; those before them are in Arrow already."""


@dataclass(frozen=True, slots=True)
class Orders:
    """How a worker works. `load` can be pickled; `remembered` is None where nothing is kept for others."""

    load: Load
    undated: date
    edits: str
    stamp: Stamp
    remembered: Path | None


class Worker:
    """One that answers parts: its suggester, loaded once, and what it remembers."""

    def __init__(self) -> None:
        self._suggester: Suggests | None = None
        self._remembered: Remembered | None = None

    def versions(self, load: Load, edits_folder: Path | None) -> dict[str, str]:
        """Return the versions of all rows. Raises RunRefused where the suggester cannot be loaded."""
        own = self._loaded(load).versions
        return dict(zip(VERSIONS, (own.rehabcode, own.ranker, own.codebook, edits_version(edits_folder)), strict=True))

    def answer(self, batch: Any, orders: Orders) -> dict[str, bytes]:
        """Return the tables of a batch of notes, each as a stream of Arrow."""
        if self._remembered is None and orders.remembered is not None:
            self._remembered = Remembered(orders.remembered)
        slices = (batch.slice(first, AT_ONCE) for first in range(0, batch.num_rows, AT_ONCE))
        answers = code_batches(
            slices, self._loaded(orders.load), undated=orders.undated, edits=orders.edits, remembered=self._remembered
        )
        pieces = [tables_of([answered], orders.stamp) for answered in answers]
        if self._remembered is not None:
            self._remembered.share()
        return {name: to_bytes(pa.concat_tables([piece[name] for piece in pieces])) for name in pieces[0]}

    def _loaded(self, load: Load) -> Suggests:
        if self._suggester is None:
            try:
                self._suggester = load()
            except RehabcodeError as error:  # some of these cannot be pickled on their way to the parent
                raise RunRefused(str(error)) from None
        return self._suggester


_worker = Worker()
"""That of this process."""


def begin() -> None:
    """Make this process a worker: it ends with its parent, leaves Ctrl-C to it, and keeps to one core."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpool_limits(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def versions(load: Load, edits_folder: Path | None) -> dict[str, str]:
    """Return the versions that this process answers with. Raises RunRefused."""
    return _worker.versions(load, edits_folder)


def answer(batch: Any, orders: Orders) -> dict[str, bytes]:
    """Return the tables of a batch, answered in this process."""
    return _worker.answer(batch, orders)


def to_bytes(table: Any) -> bytes:
    """Return a table as a stream of Arrow."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def from_bytes(streams: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the tables of streams."""
    return {name: pa.ipc.open_stream(stream).read_all() for name, stream in streams.items()}


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

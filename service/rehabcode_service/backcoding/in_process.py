"""Answers parts in this very process: for a handful of notes, where starting workers would take longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from rehabcode.batches import Load
from rehabcode_service.backcoding.failed import failed_tables
from rehabcode_service.backcoding.parts import Part
from rehabcode_service.backcoding.tasks import Orders, Worker, from_bytes
from rehabcode_service.backcoding.workers import Answered, Workers


class Pool(Protocol):
    """Answers parts. Used in a `with` block."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def versions(self, load: Load, edits_folder: Path | None) -> dict[str, str]: ...

    def answers(self, parts: Iterable[Part], orders: Orders) -> Iterator[Answered]: ...


class InProcess:
    """A pool without processes: what kills a worker kills this one."""

    def __init__(self) -> None:
        self._worker = Worker()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ending: object) -> None:
        self._worker = Worker()

    def versions(self, load: Load, edits_folder: Path | None) -> dict[str, str]:
        """Load a suggester, and return the versions of its answers. Raises RunRefused."""
        return self._worker.versions(load, edits_folder)

    def answers(self, parts: Iterable[Part], orders: Orders) -> Iterator[Answered]:
        """Yield parts with their tables, one after the other."""
        for part in parts:
            found: dict[str, Any] = (
                from_bytes(self._worker.answer(part.batch, orders))
                if part.notes
                else failed_tables(part, orders.stamp, "")
            )
            yield part, found


def pool_of(workers: int) -> Pool:
    """Return a pool of so many worker processes; of 0, one that answers in this process."""
    return Workers(workers) if workers else InProcess()

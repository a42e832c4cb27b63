"""Processes that answer parts. One that dies is replaced, and a note on which one dies again and again is told."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rehabcode.batches import Load
from rehabcode_service.backcoding import tasks
from rehabcode_service.backcoding.failed import failed_tables, merged
from rehabcode_service.backcoding.parts import Part
from rehabcode_service.backcoding.refusals import RunStopped
from rehabcode_service.backcoding.tasks import Orders

AHEAD = 2
"""So many parts a worker are handed out: one that is worked on, and one that waits."""

TRIES = 2
"""A part in whose time so many workers died is worked on alone, to see whether it is the reason."""

TRIES_ALONE = 2
"""So many deaths more, of one note alone, are no accident."""

MOST_DEATHS = 10
"""So many deaths with nothing finished between them are no accident."""

DIED = "the worker process died on this note; look at its size and its format"

Answered = tuple[Part, dict[str, Any]]


class _Queue:
    """The parts that are to come, those that are handed out, and those that are to be handed out again."""

    def __init__(self, parts: Iterator[Part]) -> None:
        self._parts = parts
        self.again: deque[Part] = deque()
        self.running: dict[Future[dict[str, bytes]], Part] = {}
        self.deaths: Counter[int] = Counter()

    def next(self) -> Part | None:
        """Return the next part, None where there is none."""
        return self.again.popleft() if self.again else next(self._parts, None)

    def lost(self) -> None:
        """Take back all that was handed out."""
        self.again.extend(sorted(self.running.values(), key=lambda part: part.number))
        self.running.clear()


class Workers:
    """A pool of processes. Use it in a `with` block: at its end they are gone."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def versions(self, load: Load, edits_folder: Path | None) -> dict[str, str]:
        """Load a suggester, and return the versions of its answers. Raises RunRefused, and RunStopped."""
        while True:
            try:
                return self._running().submit(tasks.versions, load, edits_folder).result()
            except BrokenProcessPool:
                self._died()

    def answers(self, parts: Iterable[Part], orders: Orders) -> Iterator[Answered]:
        """Yield parts with their tables as they are finished. Raises RunStopped where workers die without end."""
        queue = _Queue(iter(parts))
        while True:
            yield from self._hand_out(queue, orders)
            if not queue.running and not queue.again:
                return
            yield from self._finished(queue)

    def _hand_out(self, queue: _Queue, orders: Orders) -> Iterator[Answered]:
        """Hand parts out until all workers have enough; yield those that need no worker, or were worked on alone."""
        while len(queue.running) < self._count * AHEAD and (part := queue.next()) is not None:
            if not part.notes:
                yield part, failed_tables(part, orders.stamp, "")
            elif queue.deaths[part.number] >= TRIES:
                queue.lost()
                self._stop()
                yield part, self._alone(part, orders)
            elif not self._begun(part, queue, orders):
                return

    def _begun(self, part: Part, queue: _Queue, orders: Orders) -> bool:
        try:
            queue.running[self._running().submit(tasks.answer, part.batch, orders)] = part
        except BrokenProcessPool:
            queue.again.appendleft(part)
            return False
        return True

    def _finished(self, queue: _Queue) -> Iterator[Answered]:
        """Yield what is finished next. Where a worker died, all that was handed out is to be handed out again."""
        done, _ = wait(queue.running, return_when=FIRST_COMPLETED)
        broken = not done
        for future in done:
            try:
                streams = future.result()
            except BrokenProcessPool:
                broken = True
                continue
            self._deaths = 0
            yield queue.running.pop(future), tasks.from_bytes(streams)
        if broken:
            queue.deaths.update(part.number for part in queue.running.values())
            queue.lost()
            self._died()

    def _alone(self, part: Part, orders: Orders) -> dict[str, Any]:
        """Answer a part note by note with nothing else in the pool: so it is seen of which one workers die."""
        return merged([self._note_alone(one, orders) for one in part.notes_apart()])

    def _note_alone(self, part: Part, orders: Orders) -> dict[str, Any]:
        for _ in range(TRIES_ALONE):
            try:
                return tasks.from_bytes(self._running().submit(tasks.answer, part.batch, orders).result())
            except BrokenProcessPool:
                self._stop()
        return failed_tables(part, orders.stamp, DIED)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._count, mp_context=get_context("spawn"), initializer=tasks.begin)
        return self._pool

    def _died(self) -> None:
        self._stop()
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise RunStopped(
                "the workers die again and again, likely for want of memory; start the same command again with fewer "
                "--workers"
            )

    def _stop(self) -> None:
        if self._pool is not None:
            for process in list((getattr(self._pool, "_processes", None) or {}).values()):
                process.terminate()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

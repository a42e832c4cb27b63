"""How a run goes on: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from rehabcode_service.backcoding.manifest import FinishedPart, Manifest

EVERY = 10.0
"""Seconds between two plain lines."""


class RunProgress:
    """Shows notes, notes a second, errors and the time that is left. Use it in a `with` block.

    `rows` is about how many rows there are, None where nobody knows.
    """

    def __init__(self, console: Console, rows: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._rows = rows
        self._clock = clock
        self._bar = _bar(console) if console.is_terminal else None
        self._task = self._bar.add_task("", total=rows, told="loading the suggester") if self._bar else None
        self._before = self._done = self._errors = 0
        self._began = self._shown = clock()

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        elif self._done:
            self._console.print(self.line(), highlight=False)

    def began(self, manifest: Manifest) -> None:
        """Take up what is finished already; the clock starts now."""
        self._before = self._done = sum(part.rows for part in manifest.finished.values())
        self._errors = manifest.count("errors")
        self._began = self._shown = self._clock()
        if self._before:
            self._console.print(f"{self._before:,} rows are finished already; going on behind them.", highlight=False)
        self._show()

    def finished(self, part: FinishedPart) -> None:
        """Count a part."""
        self._done += part.rows
        self._errors += part.counts.get("errors", 0)
        if self._bar is None and self._clock() - self._shown >= EVERY:
            self._shown = self._clock()
            self._console.print(self.line(), highlight=False)
        self._show()

    def line(self) -> str:
        """Return how it stands, in words."""
        of_all = f" of about {self._rows:,}" if self._rows is not None else ""
        seconds = self._clock() - self._began
        speed = (self._done - self._before) / seconds if seconds > 0 else 0.0
        return f"{self._done:,}{of_all} notes, {speed:,.0f} notes/s, {self._errors:,} errors{self._left(speed)}"

    def _left(self, speed: float) -> str:
        if self._rows is None or speed <= 0 or self._done >= self._rows:
            return ""
        return f", {duration((self._rows - self._done) / speed)} left"

    def _show(self) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task, completed=self._done, total=max(self._rows or 0, self._done) or None, told=self.line()
            )


def duration(seconds: float) -> str:
    """Return a time in the two largest of its parts.

    >>> [duration(seconds) for seconds in (5, 65, 3700, 100000)]
    ['5 s', '1 min 5 s', '1 h 1 min', '1 d 3 h']
    """
    whole = round(seconds)
    parts = [(whole // 86400, "d"), (whole // 3600 % 24, "h"), (whole // 60 % 60, "min"), (whole % 60, "s")]
    first = next((place for place, (number, _) in enumerate(parts) if number), len(parts) - 1)
    shown = [f"{number} {unit}" for number, unit in parts[first : first + 2] if number or first == len(parts) - 1]
    return " ".join(shown)


def _bar(console: Console) -> Progress:
    told = TextColumn("{task.fields[told]}")
    return Progress(SpinnerColumn(), BarColumn(bar_width=24), told, TimeElapsedColumn(), console=console)

"""Which minutes are those of the whole visit, though no word says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rehabcode.records import Clause, Duration

if TYPE_CHECKING:
    from rehabcode.ranking.timed import Timed

_DIGITS = re.compile(r"\d+")


def with_visits(times: list[Timed], durations: Sequence[Duration], clauses: Sequence[Clause]) -> list[Timed]:
    """Mark as the visit's what holds other times from clock to clock, and a line that sums up all before it.

    `durations` are those of the times, in the same order.
    """
    longest = max(
        (time.minutes for time in times if time.kind in ("service", "gathered") and not time.clock), default=0
    )
    clocks = sorted({_clocked(one) for one, time in zip(durations, times, strict=True) if time.clock})
    told: list[Timed] = []
    before = 0
    for time, duration in zip(times, durations, strict=True):
        is_visit = False
        if time.kind == "service" and time.clock:
            alone = len(clocks) == 1 and time.minutes > longest > 0
            is_visit = alone or _holds(_clocked(duration), clocks)
        elif time.kind == "service":
            is_visit = time.bare and clauses[time.clause].opens_line and 0 < before == time.minutes
            before += time.minutes
        told.append(time._replace(kind="visit") if is_visit else time)
    return told


def _holds(clock: tuple[int, int], clocks: Sequence[tuple[int, int]]) -> bool:
    """Whether the next clock time that begins with it or after it, or one that begins with it, ends within it."""
    index = clocks.index(clock)
    return any(
        clock[0] <= start and end <= clock[1] and (start, end) != clock
        for start, end in clocks[max(0, index - 1) : index + 2]
    )


def _clocked(duration: Duration) -> tuple[int, int]:
    """Return from when to when a clock time goes, in minutes of half a day."""
    first, second, *_ = _DIGITS.findall(duration.quote)
    hour, minute = (int(first), int(second)) if ":" in duration.quote else divmod(int(first), 100)
    start = 60 * (hour % 12) + minute
    return start, start + duration.minutes

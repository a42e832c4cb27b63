"""What is said of the units that minutes earn: by code, and of the day together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Literal

from rehabcode.billing.allocation import Pool, Tie, allocations
from rehabcode.payers import UnitRule
from rehabcode.records import Counted

MOST_ALLOCATIONS = 20
"""So many right allocations are listed; `Tie` tells of all."""


@dataclass(frozen=True, slots=True)
class CodeUnits:
    """What one code earns.

    `units` and `minutes` are None where no minutes are documented; `units` also where minutes cannot tell. `blocks`
    units stand on `unit_minutes` each, one more on `rounded` minutes where these are not 0, and `left_over` minutes
    earn nothing. `caution` is None where nothing needs a second look.
    """

    code: str
    units: int | None
    minutes: int | None
    counted: Counted
    per: Literal["day", "calendar month"]
    source: str
    unit_minutes: int = 0
    blocks: int = 0
    rounded: int = 0
    left_over: int = 0
    caution: str | None = None

    @property
    def reason(self) -> str:
        """Which minutes made the units, in a few words."""
        if self.counted == "session":
            return "once a session, however long"
        if self.counted == "area":
            return "by area, not by minutes"
        if self.units is None:
            return "the minutes are not documented" if self.minutes is None else "not known how far its base reaches"
        parts = (
            (self.blocks, f"{self.blocks} x {self.unit_minutes}"),
            (self.rounded, f"{self.rounded} for one unit more" if self.blocks else f"{self.rounded} for one unit"),
            (self.left_over, f"{self.left_over} left over"),
        )
        return f"{self.minutes} min: {', '.join(text for number, text in parts if number) or 'nothing to count'}"


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What the minutes of one day earn: `codes` in the order of their numbers, with the units recommended.

    `pool` are the 15-minute codes alone. Where one of them is `undocumented`, its minutes could change the others'.
    """

    payer: str
    rule: UnitRule
    pool: Pool
    codes: tuple[CodeUnits, ...]

    @property
    def source(self) -> str:
        """The citation of the rule that was used."""
        return self.rule.source

    @property
    def timed_minutes(self) -> int:
        """The documented minutes of all 15-minute codes."""
        return sum(share.minutes for share in self.pool.shares)

    @property
    def timed_units(self) -> int:
        """The most units of all 15-minute codes together: under a rule without a pool, the sum of what each earns."""
        return self.pool.units

    @property
    def tie(self) -> Tie | None:
        """Between which codes a unit could as rightly go, and why it goes where it is recommended; None without any."""
        return self.pool.tie

    @property
    def allocations(self) -> tuple[dict[str, int], ...]:
        """The ways to share out `timed_units`, the recommended first and all as right; at most MOST_ALLOCATIONS."""
        return tuple(islice(allocations(self.pool), MOST_ALLOCATIONS))

    @property
    def units(self) -> dict[str, int | None]:
        """The units of each code; None where they are not known."""
        return {one.code: one.units for one in self.codes}

    @property
    def undocumented(self) -> tuple[str, ...]:
        """The timed codes whose minutes are not documented: nothing is guessed for them."""
        timed = (one for one in self.codes if one.counted in ("pooled", "alone"))
        return tuple(one.code for one in timed if one.minutes is None)

    @property
    def left_over(self) -> int:
        """The minutes of all timed codes that earn nothing."""
        return sum(one.left_over for one in self.codes)

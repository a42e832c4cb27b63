"""The rows and tables of Medicare's edits: pairs with their days of force, and limits of quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rehabcode.rules import Indicator, Setting

QUARTER = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True, slots=True)
class PairVersion:
    """An edit on two codes for a stretch of time, both days included.

    `effective` is None where the table does not tell since when, `deleted` where the edit is still in force. Indicator
    9 was deleted on the day on which it took effect: it is never in force (NCCI-PM-2026 I.E).
    """

    column1: str
    column2: str
    indicator: Indicator
    effective: date | None = None
    deleted: date | None = None

    def begun(self, day: date) -> bool:
        """Tell whether the table tells of the pair on `day` with this version or a later one."""
        return self.effective is None or self.effective <= day

    def in_force(self, day: date) -> bool:
        """Tell whether the edit holds for a service on `day`."""
        return self.indicator != 9 and self.begun(day) and (self.deleted is None or day <= self.deleted)


@dataclass(frozen=True, slots=True)
class Limit:
    """The most units of a code on one day; 0 is never paid. `mai` says how firm it is, as in `QuantityEdit`."""

    code: str
    units: int
    mai: Literal[1, 2, 3]


@dataclass(frozen=True, slots=True)
class PairTable:
    """The pair edits of one setting as one quarter's file, or one part of it, tells them, history included."""

    setting: Setting
    quarter: str
    source: str
    pairs: tuple[PairVersion, ...]

    def __post_init__(self) -> None:
        first_day(self.quarter)


@dataclass(frozen=True, slots=True)
class QuantityTable:
    """The quantity limits of one setting and one quarter."""

    setting: Setting
    quarter: str
    source: str
    limits: tuple[Limit, ...]

    def __post_init__(self) -> None:
        first_day(self.quarter)


EditTable = PairTable | QuantityTable


def first_day(quarter: str) -> date:
    """Return the day on which the tables of a quarter take effect. Raises ValueError where it is none.

    >>> first_day("2026Q3")
    datetime.date(2026, 7, 1)
    """
    found = QUARTER.fullmatch(quarter)
    if found is None:
        raise ValueError('a quarter is written as in "2026Q3"')
    return date(int(found[1]), 3 * int(found[2]) - 2, 1)

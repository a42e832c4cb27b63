"""Dates of service as exports write them."""

from __future__ import annotations

import re
from datetime import date, datetime

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_AMERICAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: .*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CENTURY = 70
"""A year of two digits up to this one is of this century."""


class UnreadableDate(ValueError):
    """What stands there is no date."""


def read_day(value: object) -> date | None:
    """Return the day of a date, a moment, or a text as in 2024-03-05, 3/5/2024 or 20240305; None where it is blank.

    Month and day stand in the American order. Raises UnreadableDate, which does not repeat what stands there.

    >>> read_day("2024-03-05T08:00:00Z") == read_day("3/5/24") == read_day(20240305)
    True
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if not text:
        return None
    try:
        return _read(text)
    except ValueError:
        raise UnreadableDate("the date of service cannot be read; write it as YYYY-MM-DD") from None


def _read(text: str) -> date:
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _AMERICAN.fullmatch(text):
        year = int(found[3])
        if len(found[3]) == 2:
            year += 2000 if year <= _CENTURY else 1900
        return date(year, int(found[1]), int(found[2]))
    raise ValueError("no date")

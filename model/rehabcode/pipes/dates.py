"""Dates as notes write them: days of which the order counts, weekdays, numbered visits, and what stands beside them."""

from __future__ import annotations

import re

GRADES = frozenset([5, 10])
"""Where all dates of a table or a log are fifths or tenths, they are grades ("4/5 quads"), not days of a month."""
YEAR, HALF_A_YEAR = 384, 192
"""Days are counted as 32 a month: only their order matters, and most notes name no year."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAME = rf"(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
DATE_SAYS = (
    r"(?<![\d/.:-])(?:(?P<year>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<month>\d\d?)/(?P<day>\d\d?)(?:/(?:\d{4}|\d\d))?"
    r"|(?P<month2>\d\d?)-(?P<day2>\d\d?)-(?:\d{4}|\d\d)"
    rf"|{_NAME}\s?(?P<day3>\d\d?)(?:st|nd|rd|th)?(?:,?\s\d{{4}})?)(?![\d/])"
)
"""A date, to be put into a pattern that does not look at capitals; once at most in each."""
DATE = re.compile(DATE_SAYS, re.IGNORECASE)
WEEKDAY_SAYS = rf"(?:thurs|thur|tues|weds|{'|'.join(DAYS)})(?:[a-z]{{0,6}}day)?\.?"
VISIT_SAYS = r"(?:visit|v|tx|session|day|week|wk|rx)\.?\s?#?"
_WEEKDAY = re.compile(WEEKDAY_SAYS, re.IGNORECASE)
_VISIT = re.compile(rf"{VISIT_SAYS}\s?(\d{{1,3}})|#\s?(\d{{1,3}})", re.IGNORECASE)
_CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3]):?[0-5]\d(?:\s?[ap]m?)?\b", re.IGNORECASE)


def dated(say: str) -> tuple[str, int, str]:
    """Return the kind and order of the visit that a cell names, and what it says besides."""
    date = DATE.search(say)
    day = day_of(date) if date else None
    if date and day is not None:
        rest = say[: date.start()].rstrip() + " " + say[date.end() :].lstrip()
        return "date", day, _CLOCK.sub("", _WEEKDAY.sub("", _VISIT.sub("", rest), count=1))
    visit = _VISIT.match(say)
    if visit:
        return "visit", int(visit[1] or visit[2]), say[visit.end() :]
    weekday = _WEEKDAY.match(say)
    if weekday and not say[weekday.end() : weekday.end() + 1].isalpha():
        return "weekday", DAYS.index(say[:3]), say[weekday.end() :]
    return "", 0, say


def day_of(date: re.Match[str]) -> int | None:
    """Return the day that a date names, 32 a month; None where a month has no such day ("14/62")."""
    if date["name"]:
        month, day = MONTHS.index(date["name"].lower()) + 1, int(date["day3"])
    else:
        month = int(date["m"] or date["month"] or date["month2"])
        day = int(date["d"] or date["day"] or date["day2"])
    return 32 * month + day if 1 <= month <= 12 and 1 <= day <= 31 else None


def days_between(one: int, other: int) -> int:
    """Return how many days `other` comes after `one`, the shorter way around the turn of the year."""
    gap = other - one
    return gap + YEAR if gap < -HALF_A_YEAR else gap - YEAR if gap > HALF_A_YEAR else gap

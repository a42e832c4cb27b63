"""Finds what a note carries of other visits: the other entries of a log, and text copied forward from an older note."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from rehabcode.pipes.cells import Cells, Place
from rehabcode.pipes.dates import GRADES, MONTHS, days_between

TREATMENT = "interventions"
"""Names of techniques open this section: in copied text they say no more than what was done then."""
OPENING = 14
"""A line is of today where its first characters say so."""
LEAD = 24
"""A line that begins with a date has a sign of it among so many characters."""
LONGEST_HEAD = 40
"""The line that heads an entry of several lines has at most this many characters after its date."""


Mark = tuple[int, str]
"""Where a section begins, and its name."""


class Zone(NamedTuple):
    """A stretch of the note that is of another visit; `section` is "history", or "plan" for a visit to come."""

    start: int
    end: int
    section: str


class Log(NamedTuple):
    """The zones of a log's other entries; `own` is where the note's own entry begins, or -1."""

    zones: tuple[Zone, ...]
    own: int


class _Entry(NamedTuple):
    """A line that begins with a date; `heads` where it is short, and stands after a blank line or first of all."""

    day: int
    start: int
    end: int
    named: bool
    heads: bool
    today: bool


def find_log(text: str, cells: Cells, taken: Sequence[Place], marks: Sequence[Mark]) -> Log:
    """Return what a note with several dated entries tells of other days.

    `taken` places hold no entries; `marks` are where sections begin. Where some dates are named ("DOS 3/5") and others
    are not, the named ones state the day of the note. An entry goes on to the next one where it is headed by its date
    or has sections of its own, else to the next section.
    """
    if sum(_may_be_dated(line[:LEAD]) for line in text.split("\n")) < 2:
        return Log((), -1)
    dates = _entries(text, cells, taken)
    entries = [date for date in dates if not date.named] or dates
    stated = next((date.day for date in dates if date.named), None) if len(entries) < len(dates) else None
    days = {entry.day for entry in entries}
    if len(days) < (2 if stated is None else 1) or (len(days) > 1 and {day % 32 for day in days} <= GRADES):
        return Log((), -1)
    own = _own_day(entries, cells.day_of(text[: entries[0].start]) if stated is None else stated)
    heads = all(entry.heads for entry in entries)
    zones = []
    for index, entry in enumerate(entries):
        if entry.day == own:
            continue
        last = index + 1 == len(entries)
        end = entry.end if last and not heads else len(text) if last else entries[index + 1].start
        after = bisect_right(marks, (entry.start, ""))
        if not entry.heads and after < len(marks) and entry.end < marks[after][0] < end:
            end = marks[after][0]
        zones.append(Zone(entry.start, end, "plan" if days_between(own, entry.day) > 0 else "history"))
    return Log(tuple(zones), next((entry.start for entry in entries if entry.day == own), -1))


def _may_be_dated(lead: str) -> bool:
    return "/" in lead or "-" in lead or lead[:3].lower() in MONTHS


def _entries(text: str, cells: Cells, taken: Sequence[Place]) -> list[_Entry]:
    """Return the lines that begin with dates, in order."""
    entries = []
    starts = [start for start, _ in taken]
    for (start, end), day, named in cells.entries(text):
        near = bisect_right(starts, start) - 1
        if near >= 0 and start < taken[near][1]:
            continue
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        rest = text[end:stop].strip(" \t\r.:-–—*=#|")
        parted = not text[max(0, start - 4) : start].rpartition("\n")[0].rstrip(" \t\r").rpartition("\n")[2].strip()
        entries.append(_Entry(day, start, stop, named, parted and len(rest) <= LONGEST_HEAD, cells.says_today(rest)))
    return entries


def _own_day(entries: Sequence[_Entry], stated: int | None) -> int:
    """Return the day of the note: that of an entry marked so, else the stated one, else the newest."""
    marked = [entry.day for entry in entries if entry.today]
    if marked:
        return marked[0]
    if stated is not None:
        return stated
    first = entries[0].day
    return max((entry.day for entry in entries), key=lambda day: days_between(first, day))


def copied_zones(text: str, cells: Cells, copies: Sequence[tuple[Place, bool]], marks: Sequence[Mark]) -> list[Zone]:
    """Return what was copied from older notes.

    Text on the marker's own line is all that is meant; else it goes on to a blank line, to a line of today, or to a
    section that is not part of it; `marks` are where sections begin.
    """
    limits = [start for (start, _), _ in copies[1:]] + [len(text)]
    return [
        Zone(start, _end_of_copy(text, (end, limit), cells, marks) if below else end, "history")
        for ((start, end), below), limit in zip(copies, limits, strict=False)
    ]


def _end_of_copy(text: str, within: Place, cells: Cells, marks: Sequence[Mark]) -> int:
    """Return where a copy ends that begins with the line break at the first place, before the other one."""
    at, limit = within
    seen: set[str] = set()
    place = bisect_right(marks, (at, ""))
    lines = 0
    while at < limit:
        stop = text.find("\n", at + 1, limit)
        stop = limit if stop < 0 else stop
        line = text[at + 1 : stop]
        if lines and (not line.strip() or cells.says_today(line[:OPENING])):
            return at + 1
        while place < len(marks) and marks[place][0] < stop:
            if lines and marks[place][1] != TREATMENT and (not seen or marks[place][1] in seen):
                return max(at + 1, marks[place][0])
            seen.add(marks[place][1])
            place += 1
        lines += bool(line.strip())
        at = stop
    return limit

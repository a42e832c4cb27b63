"""Records of a CSV file whose quotes may be broken: a record that does not close costs its own lines, no others."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rehabcode_service.backcoding.sources.lines import Line

LONGEST_RECORD = 1 << 24
"""A record with more characters has lost its closing quote."""

NOT_CLOSED = "a quote is not closed or not doubled; double the quotes inside a quoted field, or export the row again"


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record, and the lines on which it stands."""

    fields: list[str]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """Lines that make up no record."""

    reason: str
    first: int
    last: int


class _TooLong(Exception):
    """More characters than a record has."""


class Records:
    """Reads records of `width` fields; None takes the width of the first one.

    After a broken record the next line is tried as the beginning of a new one. Whether it is one, or the middle of a
    broken note, `plausible` tells: no words of a note may pass as its id.
    """

    def __init__(self, lines: Iterable[Line], delimiter: str, plausible: Callable[[list[str]], bool]) -> None:
        self._lines = iter(lines)
        self._delimiter = delimiter
        self._plausible = plausible
        self._again: deque[Line] = deque()
        self.odd = 0
        """The lines that were no UTF-8."""

    def read(self, width: int | None = None) -> Iterator[Record | BrokenRecord]:
        """Yield records; broken lines that follow each other are yielded as one."""
        broken: BrokenRecord | None = None
        while (found := self._next(width, lost=broken is not None)) is not None:
            if isinstance(found, Record):
                if broken is not None:
                    yield broken
                    broken = None
                width = width or len(found.fields)
                yield found
            else:
                broken = found if broken is None else BrokenRecord(broken.reason, broken.first, found.last)
        if broken is not None:
            yield broken

    def _next(self, width: int | None, *, lost: bool) -> Record | BrokenRecord | None:
        """Return what comes next, None at the end. `lost` tells that the lines before were broken."""
        while True:
            used: list[Line] = []
            try:
                fields = next(csv.reader(self._fed(used), delimiter=self._delimiter, strict=True))
            except StopIteration:
                return None
            except (csv.Error, _TooLong):
                return self._broken(NOT_CLOSED, used)
            if not fields or (len(used) == 1 and not used[0].text.strip()):
                continue
            if width is not None and len(fields) != width:
                reason = f"{_columns(len(fields))} where the header has {width}; {NOT_CLOSED}"
                return self._broken(reason, used)
            if lost and not self._plausible(fields):
                return self._broken(NOT_CLOSED, used)
            return Record(fields, used[0].number, used[-1].number)

    def _fed(self, used: list[Line]) -> Iterator[str]:
        """Yield the lines of a record, those that are tried again first, and note which were used."""
        length = 0
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            used.append(line)
            length += len(line.text)
            if length > LONGEST_RECORD:
                raise _TooLong
            yield line.text.replace("\0", "\ufffd")

    def _broken(self, reason: str, used: list[Line]) -> BrokenRecord:
        """Give up the first of the lines, and try the others again."""
        self._again.extendleft(reversed(used[1:]))
        return BrokenRecord(reason, used[0].number, used[0].number)


def _columns(number: int) -> str:
    return "1 column" if number == 1 else f"{number} columns"

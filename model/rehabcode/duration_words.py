"""The words around documented minutes: numbers, units, and what tells the time of a service from every other time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rehabcode.rows import RowError, Verified, require_lower
from rehabcode.shelf import Shelf

DURATION_WORDS = "duration_words.jsonl"

Role = Literal[
    "number", "unit", "fraction", "began", "ended", "before", "about", "after", "setting",
    "column", "service", "activity", "bare", "counted",
    "walked", "aid", "taught",
    "lead", "total", "mere", "gathered", "shared", "each", "together",
    "concurrent", "once", "long",
]  # fmt: skip
"""What a word does for documented minutes.

number, unit, fraction   fifteen; min, hours; half, quarter (of an hour)
began, ended             before the first and the last of two clock times
before, after            before a count or after its unit: this is no time of a service ("every", "late")
about                    may stand between the words before a count and it
setting                  before "4 x 6 min": the first number counts nothing ("level")
column                   heads a column of minutes
service                  bears a bare number of minutes, and stands for one of its `codes`
activity                 a service of which "x 15" are repetitions
bare                     no service, and bears a bare number all the same
counted                  what a number counts that opens a line and is no minutes
walked, aid, taught      "walked 50'", "50' with cane" are feet; "training 15'" is minutes
lead                     may stand before minutes that come first in their sentence
total, mere              minutes of the visit; "time" does it only where it opens a line
gathered                 minutes of all that stands above, since the last such minutes
shared                   minutes of several services together
each, together           every service has so many minutes; services ran at the same time
concurrent, once, long   codes that run while another does, that are told once, that may take hours
"""
_VALUED = frozenset(["number", "unit", "fraction"])


@dataclass(frozen=True, slots=True)
class DurationWord:
    """One row of duration_words.jsonl: words in lower case, or a code; a star stands for the rest of a word.

    `value` is the number that a "number" means, and the minutes of one "unit" or of a "fraction" of an hour; `codes`
    are those that a "service" stands for, likeliest first.
    """

    say: str
    role: Role
    source: str
    value: int | None = None
    codes: tuple[str, ...] = ()
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)
        if (self.value is None) == (self.role in _VALUED):
            raise RowError(f"role {self.role!r} and field 'value' do not fit", "give numbers and units a value alone")
        if bool(self.codes) != (self.role == "service"):
            raise RowError(f"role {self.role!r} and field 'codes' do not fit", "give services their codes alone")


class DurationWords:
    """The rows by role, as a reader of minutes needs them."""

    def __init__(self, rows: Iterable[DurationWord]) -> None:
        said: dict[str, list[str]] = {}
        self.values: dict[str, dict[str, int]] = {}
        self.codes: dict[str, tuple[str, ...]] = {}
        for row in rows:
            said.setdefault(row.role, []).append(row.say)
            if row.codes:
                self.codes[row.say] = row.codes
            if row.value is not None:
                self.values.setdefault(row.role, {})[row.say] = row.value
        self._said = said

    def of(self, role: Role) -> frozenset[str]:
        """Return the words of a role."""
        return frozenset(self._said.get(role, ()))


@cache
def duration_words() -> DurationWords:
    """Return the words that ship, read at the first call. Raises KnowledgeError at the first bad row."""
    return DurationWords(Shelf().read(DURATION_WORDS, DurationWord, key=("say", "role")).rows)

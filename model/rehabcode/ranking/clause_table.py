"""The clauses of a reading in columns: what the ranking looks up many times, worked out once a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rehabcode.records import Clause, Reading

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClauseTable:
    """One row a clause, in order; all columns of shape (n_clauses,) but those of mentions and durations.

    `first` to `last` are its words; `line_first` to `line_end` the clauses of its line; `label` and `head` the clause
    that labels it or heads its block, or -1. `of_mentions` and `of_durations` hold the clause in which each begins.
    """

    reading: Reading
    starts: Ints
    ends: Ints
    first: Ints
    last: Ints
    line: Ints
    sentence: Ints
    label: Ints
    head: Ints
    opens_line: Ints
    is_label: Ints
    after_blank: Ints
    sections: tuple[str, ...]
    boxes: tuple[str, ...]
    line_first: Ints
    line_end: Ints
    of_mentions: Ints
    of_durations: Ints

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def of(cls, reading: Reading) -> ClauseTable:
        """Return the table of a reading; of a blank note, one without rows."""
        clauses = reading.clauses
        columns = [*zip(*clauses, strict=True)] if clauses else [()] * len(Clause._fields)
        of = dict(zip(Clause._fields, columns, strict=True))
        numbers = np.array([of[name] for name in _NUMBERS], dtype=np.int64)
        starts, ends, first, last, line, sentence, label, head, opens_line, is_label, after_blank = numbers
        lines = np.bincount(line)
        line_ends = np.cumsum(lines)
        return cls(
            reading, starts, ends, first, last, line, sentence, label, head, opens_line, is_label, after_blank,
            of["section"], of["box"], (line_ends - lines)[line], line_ends[line],
            _clauses_at(starts, [mention.start for mention in reading.mentions]),
            _clauses_at(starts, [duration.start for duration in reading.durations]),
        )  # fmt: skip

    def timed_lines(self) -> NDArray[np.bool_]:
        """Return, for each clause, whether minutes stand in its line."""
        timed = np.zeros(len(self), dtype=bool)
        for clause in self.of_durations.tolist():
            timed[self.line_first[clause] : self.line_end[clause]] = True
        return timed


_NUMBERS = (
    "start", "end", "first", "last", "line", "sentence", "label", "head", "opens_line", "is_label", "after_blank",
)  # fmt: skip


def _clauses_at(starts: Ints, places: Sequence[int]) -> Ints:
    return np.maximum(np.searchsorted(starts, np.asarray(places, dtype=np.int64), side="right") - 1, 0)


def ranges(starts: Ints, lengths: Ints, owners: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of many ranges in one array, and the owner of each number."""
    offsets = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return np.arange(len(offsets), dtype=np.int64) + offsets, np.repeat(owners, lengths)

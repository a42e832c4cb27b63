"""Lines composed by hand, each with one stretch of words marked as done or not: what tells "done today" from all else.

They say nothing of which code the words support, and no note's figures are measured on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from rehabcode.ranking.clause_model import ClauseTargets
from rehabcode.records import Assertion, Reading, Span
from rehabcode_training.corpus import CORPUS
from rehabcode_training.errors import CorpusError
from rehabcode_training.rows import REMEDY, read_rows
from rehabcode_training.targets import TRAPPED, share

FILE = "statuses.jsonl"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    line: str
    start: int
    end: int
    assertion: Assertion
    source: str


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A line of a note, and whether what its `marked` words name was performed. Offsets count code points."""

    line: str
    marked: Span
    assertion: Assertion
    source: str


def status_bank(folder: Path = CORPUS) -> tuple[StatusLine, ...]:
    """Return the bank; empty where the folder has none. Raises CorpusError for a bad row."""
    path = folder / FILE
    if not path.is_file():
        return ()
    found = []
    for number, row in read_rows(path, _Row):
        if not 0 <= row.start < row.end <= len(row.line):
            raise CorpusError(path.name, number, "the marked words lie outside the line", REMEDY)
        marked = Span(row.start, row.end, row.line[row.start : row.end])
        found.append(StatusLine(row.line, marked, row.assertion, row.source))
    return tuple(found)


def status_targets(bank: Sequence[StatusLine], readings: Sequence[Reading], codes: Sequence[str]) -> ClauseTargets:
    """Return the targets of the lines' clauses, in order: what is marked was done or not; no code is asked about.

    Words that were not performed prove no code.
    """
    proof: list[int] = []
    done: list[int] = []
    for line, reading in zip(bank, readings, strict=True):
        sign = 1 if line.assertion == "performed" else -1
        for clause in reading.clauses:
            marked = share(clause, line.marked) > TRAPPED
            done.append(sign if marked else 0)
            proof.append(-1 if marked and sign < 0 else 0)
    column = np.asarray(proof, dtype=np.int8)[:, None]
    return ClauseTargets(np.repeat(column, len(codes), axis=1), np.asarray(done, dtype=np.int8))

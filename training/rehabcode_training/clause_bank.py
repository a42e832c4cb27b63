"""Clauses composed by hand, each with the code that it would support: content for the clause model, in more wordings
than whole notes can bring. They say nothing of whether something was done, and no note's figures are measured on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from rehabcode.ranking.clause_model import ClauseTargets
from rehabcode.records import Reading
from rehabcode_training.corpus import CORPUS
from rehabcode_training.rows import read_rows

FILE = "clauses.jsonl"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    clause: str
    code: str | None
    source: str


@dataclass(frozen=True, slots=True)
class BankClause:
    """A clause, and the code that it supports where it tells of something done; None where no code ever."""

    clause: str
    code: str | None
    source: str


def clause_bank(folder: Path = CORPUS) -> tuple[BankClause, ...]:
    """Return the bank; empty where the folder has none. Raises CorpusError for a bad row."""
    path = folder / FILE
    if not path.is_file():
        return ()
    return tuple(BankClause(row.clause, row.code, row.source) for _, row in read_rows(path, _Row))


def bank_targets(bank: Sequence[BankClause], readings: Sequence[Reading], codes: Sequence[str]) -> ClauseTargets:
    """Return the targets of the bank's clauses, in order; of what is done nothing is asked."""
    place = {code: index for index, code in enumerate(codes)}
    owners = np.repeat(np.arange(len(bank)), [len(reading.clauses) for reading in readings])
    proof = np.full((len(owners), len(codes)), -1, dtype=np.int8)
    for row, owner in enumerate(owners):
        code = bank[int(owner)].code
        if code is not None and code in place:
            proof[row, place[code]] = 1
    return ClauseTargets(proof, np.zeros(len(owners), dtype=np.int8))

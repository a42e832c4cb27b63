"""Clauses composed by hand, each with the codes that it would support: content for the clause model, in more wordings
than whole notes can bring. They say nothing of whether something was done, and no note's figures are measured on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from rehabcode.ranking.clause_model import ClauseTargets
from rehabcode.records import Reading
from rehabcode_training.corpus import CORPUS
from rehabcode_training.rows import read_rows

FILE = "clauses.jsonl"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    clause: str
    codes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class BankClause:
    """A clause, and the codes that it supports where it tells of something done; none where no code ever."""

    clause: str
    codes: tuple[str, ...]
    source: str


def clause_bank(folder: Path = CORPUS) -> tuple[BankClause, ...]:
    """Return the bank; empty where the folder has none. Raises CorpusError for a bad row."""
    path = folder / FILE
    if not path.is_file():
        return ()
    return tuple(BankClause(row.clause, row.codes, row.source) for _, row in read_rows(path, _Row))


def bank_targets(bank: Sequence[BankClause], readings: Sequence[Reading], codes: Sequence[str]) -> ClauseTargets:
    """Return the targets of the bank's clauses, in order; of what is done nothing is asked.

    Where the reading parts what supports several codes, it is not asked which part supports which.
    """
    place = {code: index for index, code in enumerate(codes)}
    proof: list[NDArray[np.int8]] = []
    for entry, reading in zip(bank, readings, strict=True):
        parted = len(entry.codes) > 1 and len(reading.clauses) > 1
        row = np.full(len(codes), -1, dtype=np.int8)
        row[[place[code] for code in entry.codes if code in place]] = 0 if parted else 1
        proof += [row] * len(reading.clauses)
    return ClauseTargets(np.reshape(proof, (-1, len(codes))).astype(np.int8), np.zeros(len(proof), dtype=np.int8))

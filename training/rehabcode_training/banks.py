"""Both banks laid out for fitting: their clauses teach the clause model, and some of them stand as notes of one line.

A one-line note shows the ranker what a note looks like that has hardly begun: most of its words are nobody's service.
Each such note is scored by models that have not seen it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rehabcode.ranking.clause_features import ClauseFeatures
from rehabcode.ranking.clause_model import ClauseTargets
from rehabcode.ranking.model import BRIEF
from rehabcode.reader import Reader
from rehabcode.records import Reading
from rehabcode_training.clause_bank import bank_targets, clause_bank
from rehabcode_training.recipe import Bank
from rehabcode_training.status_bank import status_bank, status_targets
from rehabcode_training.targets import stacked

EVERY = 2
"""One in so many brief entries of the banks stands as a note, and every one that earns several codes: they are few."""


@dataclass(frozen=True)
class Banks:
    """The entries of both banks, one reading each; `rows` and `targets` are of their clauses, in order.

    `bounds` are where the clauses of each entry begin and end, shape (n_entries + 1,). `minis` are the entries that
    stand as notes, and `earned` what each of these earns, shape (n_minis, n_codes).
    """

    readings: tuple[Reading, ...]
    rows: sparse.csr_matrix
    targets: ClauseTargets
    bounds: NDArray[np.int64]
    minis: NDArray[np.int64]
    earned: NDArray[np.bool_]

    def entries(self, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the numbers of the clauses of the chosen entries."""
        pairs = [*pairwise(self.bounds.tolist())]
        ranges = [np.arange(*pairs[entry]) for entry in chosen.tolist()]
        return np.concatenate([np.zeros(0, dtype=np.int64), *ranges])


def read_banks(
    reader: Reader, features: ClauseFeatures, codes: tuple[str, ...], banks: Collection[Bank] = ("clauses", "statuses")
) -> Banks:
    """Return the named banks: the clauses with their codes, and the lines ("statuses") with what was done or not.

    A line of which something was done stands for no note: it does not say of which code.
    """
    clauses = clause_bank() if "clauses" in banks else ()
    lines = status_bank() if "statuses" in banks else ()
    of_clauses = [reader.read(clause.clause) for clause in clauses]
    of_lines = [reader.read(line.line) for line in lines]
    readings = (*of_clauses, *of_lines)
    earned = np.asarray(
        [*([code in clause.codes for code in codes] for clause in clauses), *([False] * len(codes) for _ in lines)]
    ).reshape(len(readings), len(codes))
    known = [set(clause.codes) <= set(codes) for clause in clauses]
    telling = np.asarray([*known, *(line.assertion != "performed" for line in lines)], dtype=bool)
    lengths = np.asarray([len(reading.clauses) for reading in readings], dtype=np.int64)
    brief = np.flatnonzero(telling & (lengths > 0) & (lengths <= BRIEF))
    minis = np.union1d(brief[::EVERY], brief[earned[brief].sum(axis=1) > 1])
    rows = [features.matrix(reading) for reading in readings if reading.clauses]
    return Banks(
        readings,
        sparse.vstack([sparse.csr_matrix((0, features.columns), dtype=np.float32), *rows], format="csr"),
        stacked([bank_targets(clauses, of_clauses, codes), status_targets(lines, of_lines, codes)]),
        np.concatenate([[0], np.cumsum(lengths)]), minis, earned[minis],
    )  # fmt: skip

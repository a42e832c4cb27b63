"""What the clause model sees of a clause: its own words, and the words around it in their roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rehabcode.ranking.clause_table import ClauseTable, Ints, ranges
from rehabcode.ranking.signs import SIGNS, signs_of
from rehabcode.ranking.vocabulary import Vocabulary, normal
from rehabcode.records import Clause, Reading

ROLES: Mapping[str, float] = {
    "own": 2.0, "parts": 1.5, "pairs": 1.5, "previous": 0.4, "next": 0.4, "label": 1.0, "head": 0.4, "line": 0.4,
}  # fmt: skip
"""The roles in which a word may stand to a clause, and the length of each role's part of the feature row.

Neighbours are kept small: longer, they brought a little in cross-validation, and drowned a service named beside others.
"""
WORD_ROLES = ("own", "previous", "next", "label", "head", "line")
"""The roles of whole words, in the order of their columns."""
TECHNIQUE = 1.5
WINDOW = 6
"""How many clauses of the line on either side are looked at."""


@dataclass(frozen=True)
class ClauseFeatures:
    """Makes the rows; `columns` is their width."""

    vocabulary: Vocabulary
    techniques: dict[str, int]

    @property
    def columns(self) -> int:
        words = len(self.vocabulary.words)
        loose = len(self.vocabulary.parts) + len(self.vocabulary.pairs) + len(self.techniques)
        return len(WORD_ROLES) * words + loose + SIGNS

    def matrix(self, reading: Reading) -> sparse.csr_matrix:
        """Return the rows of a reading, shape (n_clauses, columns)."""
        clauses = reading.clauses
        count = len(clauses)
        table = ClauseTable.of(reading)
        words = [normal(word) for word in reading.words]
        get = self.vocabulary.words.get
        ids = np.fromiter((get(word, -1) for word in words), dtype=np.int64, count=len(words))
        first, last = table.first, table.last
        blocks = _Blocks(count)
        tokens, owner = ranges(first, last - first, np.arange(count))
        base = 0
        size = len(self.vocabulary.words)
        neighbours = {"own": (np.arange(count), np.arange(count)), **_neighbours(clauses)}
        for role in WORD_ROLES:
            targets, sources = neighbours[role]
            place, rows = ranges(first[sources], (last - first)[sources], targets)
            columns = ids[place]
            known = columns >= 0
            blocks.add(rows[known], columns[known] + base, ROLES[role])
            base += size
        lists = [self.vocabulary.part_columns(words[token], ids[token]) for token in tokens.tolist()]
        lengths = np.fromiter((len(columns) for columns in lists), dtype=np.int64, count=len(lists))
        blocks.add(np.repeat(owner, lengths), np.concatenate(lists) + base if lists else tokens, ROLES["parts"])
        base += len(self.vocabulary.parts)
        rows, columns = self._pairs(ids, tokens, owner)
        blocks.add(rows, columns + base, ROLES["pairs"])
        base += len(self.vocabulary.pairs)
        rows, columns = techniques_in(table, self.techniques)
        blocks.add(rows, columns + base, TECHNIQUE)
        base += len(self.techniques)
        signs = signs_of(table)
        rows, columns = np.nonzero(signs)
        blocks.add_values(rows, columns + base, signs[rows, columns])
        return blocks.matrix(base + SIGNS)

    def _pairs(self, ids: Ints, tokens: Ints, owner: Ints) -> tuple[Ints, Ints]:
        keys = self.vocabulary.pairs
        if len(tokens) < 2 or not len(keys):
            return tokens[:0], tokens[:0]
        one, other = ids[tokens[:-1]], ids[tokens[1:]]
        good = (owner[:-1] == owner[1:]) & (one >= 0) & (other >= 0)
        wanted = one[good] * len(self.vocabulary.words) + other[good]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = keys[place] == wanted
        return owner[:-1][good][found], place[found]


def techniques_in(table: ClauseTable, known: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Return the techniques that each clause names, as rows and columns."""
    columns = np.asarray([known.get(mention.technique, -1) for mention in table.reading.mentions], dtype=np.int64)
    return table.of_mentions[columns >= 0], columns[columns >= 0]


class _Blocks:
    """Collects parts of a sparse matrix; each part's rows get the same length, however many words they hold."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._rows: list[Ints] = []
        self._columns: list[Ints] = []
        self._values: list[NDArray[np.float32]] = []

    def add(self, rows: Ints, columns: Ints, length: float) -> None:
        counts = np.bincount(rows, minlength=self._count)
        scale = (length / np.sqrt(np.maximum(counts, 1))).astype(np.float32)
        self.add_values(rows, columns, scale[rows])

    def add_values(self, rows: Ints, columns: Ints, values: NDArray[np.float32]) -> None:
        self._rows.append(rows)
        self._columns.append(columns)
        self._values.append(values)

    def matrix(self, width: int) -> sparse.csr_matrix:
        rows, columns = np.concatenate(self._rows), np.concatenate(self._columns)
        return sparse.csr_matrix((np.concatenate(self._values), (rows, columns)), shape=(self._count, width))


def _neighbours(clauses: Sequence[Clause]) -> dict[str, tuple[Ints, Ints]]:
    """Return, for each role, pairs (clause, other clause that stands in this role to it)."""
    pairs: dict[str, list[tuple[int, int]]] = {role: [] for role in ("previous", "next", "label", "head", "line")}
    count = len(clauses)
    for index, clause in enumerate(clauses):
        if index and clauses[index - 1].line == clause.line:
            pairs["previous"].append((index, index - 1))
        if index + 1 < count and clauses[index + 1].line == clause.line:
            pairs["next"].append((index, index + 1))
        if clause.label >= 0:
            pairs["label"].append((index, clause.label))
        if clause.head >= 0:
            pairs["head"].append((index, clause.head))
        for other in range(max(0, index - WINDOW), min(count, index + WINDOW + 1)):
            if clauses[other].line == clause.line:
                pairs["line"].append((index, other))
    return {
        role: (
            np.asarray([one for one, _ in found], dtype=np.int64),
            np.asarray([other for _, other in found], dtype=np.int64),
        )
        for role, found in pairs.items()
    }

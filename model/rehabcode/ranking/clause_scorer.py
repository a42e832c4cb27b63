"""The clause model at speed: the same numbers as `ClauseModel.scores`, without building its feature rows.

A role's part of a row is a scaled sum over words, so each clause's words are looked up once, with their weights in all
roles side by side; what a neighbour, a label or a line adds is then a sum of such sums.
"""

from __future__ import annotations

from itertools import repeat

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rehabcode.ranking.clause_features import ROLES, TECHNIQUE, WINDOW, WORD_ROLES, techniques_in
from rehabcode.ranking.clause_model import ClauseModel, ClauseScores, Floats, no_scores
from rehabcode.ranking.clause_table import ClauseTable, Ints, ranges
from rehabcode.ranking.signs import signs_of
from rehabcode.ranking.vocabulary import normal


class ClauseScorer:
    """A clause model laid out for looking up."""

    def __init__(self, model: ClauseModel) -> None:
        self.model = model
        vocabulary = model.features.vocabulary
        size, hidden = len(vocabulary.words), model.weights.shape[1]
        self._size, self._hidden = size, hidden
        base = len(WORD_ROLES) * size
        roles = [model.weights[place * size : (place + 1) * size] for place in range(len(WORD_ROLES))]
        self._parts = model.weights[base : base + len(vocabulary.parts)]
        of_words = np.zeros((size, hidden), np.float32)
        for word, columns in enumerate(vocabulary.parts_of):
            of_words[word] = self._parts[columns].sum(axis=0)
        self._words = np.ascontiguousarray(np.hstack([*roles, of_words]))
        self._part_counts = np.asarray([*map(len, vocabulary.parts_of), 0], dtype=np.int64)
        base += len(vocabulary.parts)
        base += len(vocabulary.pairs)
        self._loose = model.weights[base - len(vocabulary.pairs) : base + len(model.features.techniques)]
        self._signs = model.weights[base + len(model.features.techniques) :]
        self._get, self._keys = vocabulary.words.get, vocabulary.pairs

    def scores(self, table: ClauseTable) -> ClauseScores:
        """Return the probabilities of a reading's clauses; empty arrays for a blank note."""
        if not len(table):
            return no_scores(len(self.model.codes))
        return self.model.from_hidden(self._inner(table))

    def _inner(self, table: ClauseTable) -> Floats:
        """Return what reaches the hidden layer, shape (n_clauses, n_hidden)."""
        count = len(table)
        words = table.reading.words
        tokens, owner = ranges(table.first, table.last - table.first, np.arange(count))
        mine = self._ids(words)[tokens]
        known = mine >= 0
        bounds = _bounds(owner[known], count)
        sums: Floats = _sparse(np.ones(bounds[-1], np.float32), mine[known], bounds, self._size) @ self._words
        sums = sums.reshape(count * (len(WORD_ROLES) + 1), self._hidden)
        parts = self._of_parts(words, tokens, mine, owner, sums)
        inner: Floats = _roles(table, bounds, parts) @ sums
        inner += signs_of(table) @ self._signs
        inner += self.model.biases
        self._add(inner, *self._pairs_in(mine, owner), *techniques_in(table, self.model.features.techniques))
        return inner

    def _of_parts(self, words: tuple[str, ...], tokens: Ints, mine: Ints, owner: Ints, sums: Floats) -> Ints:
        """Add the parts of unknown words to those of the known ones in `sums`; return how many each clause has."""
        roles = len(WORD_ROLES) + 1
        counts = np.bincount(owner, weights=self._part_counts[mine], minlength=len(sums) // roles)
        for place in np.flatnonzero(mine < 0).tolist():
            columns = self.model.features.vocabulary.part_columns(normal(words[tokens[place]]), -1)
            if len(columns):
                sums[(owner[place] + 1) * roles - 1] += self._parts[columns].sum(axis=0)
                counts[owner[place]] += len(columns)
        return counts

    def _pairs_in(self, mine: Ints, owner: Ints) -> tuple[Ints, Ints]:
        keys = self._keys
        if len(mine) < 2 or not len(keys):
            return owner[:0], owner[:0]
        good = (owner[:-1] == owner[1:]) & (mine[:-1] >= 0) & (mine[1:] >= 0)
        wanted = mine[:-1][good] * self._size + mine[1:][good]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = keys[place] == wanted
        return owner[:-1][good][found], place[found]

    def _add(self, inner: Floats, pair_rows: Ints, pairs: Ints, technique_rows: Ints, techniques: Ints) -> None:
        """Add to each row the weights of its pairs and techniques, each kind scaled to the length of its role."""
        rows = np.concatenate([pair_rows, technique_rows])
        if not len(rows):
            return
        count = len(inner)
        scales = [
            (length / np.sqrt(np.maximum(np.bincount(some, minlength=count), 1)))[some]
            for some, length in ((pair_rows, ROLES["pairs"]), (technique_rows, TECHNIQUE))
        ]
        order = np.argsort(rows, kind="stable")
        columns = np.concatenate([pairs, techniques + len(self._keys)])[order]
        values = np.concatenate(scales).astype(np.float32)[order]
        inner += _sparse(values, columns, _bounds(rows, count), len(self._loose)) @ self._loose

    def _ids(self, words: tuple[str, ...]) -> Ints:
        """Return the columns of words as `normal` counts them; -1 for one that is not known."""
        number = self._get("#", -1)
        ids = np.fromiter(map(self._get, words, repeat(-1)), dtype=np.int64, count=len(words))
        for place in np.flatnonzero(ids < 0).tolist():
            if words[place][0].isdigit() and len(words[place]) != 5:
                ids[place] = number
        return ids


def _bounds(owners: Ints, count: int) -> NDArray[np.int32]:
    """Return where the entries of each of `count` rows begin and end, shape (count + 1,)."""
    bounds = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(owners, minlength=count), out=bounds[1:])
    return bounds


def _sparse(values: Floats, columns: Ints, bounds: NDArray[np.int32], width: int) -> sparse.csr_array:
    return sparse.csr_array((values, columns.astype(np.int32), bounds), shape=(len(bounds) - 1, width), copy=False)


def _roles(table: ClauseTable, bounds: NDArray[np.int32], parts: Ints) -> sparse.csr_array:
    """Return how much each clause takes of what the words of every clause say in every role, its own parts included.

    Shape (n_clauses, n_clauses * (roles + 1)): the columns of a clause stand together.
    """
    roles = len(WORD_ROLES) + 1
    low, high = _windows(table)
    scales = _LENGTHS / np.sqrt(np.maximum(bounds[high] - bounds[low], 1))
    scales[:, -1] = ROLES["parts"] / np.sqrt(np.maximum(parts, 1))
    lengths = (high - low).ravel()
    columns, place = ranges(low.ravel(), lengths, np.arange(len(lengths)))
    columns *= roles
    columns += place % roles
    ends = np.zeros(len(table) + 1, dtype=np.int32)
    np.cumsum(lengths.reshape(-1, roles).sum(axis=1), out=ends[1:])
    return _sparse(scales.ravel()[place].astype(np.float32), columns, ends, len(lengths))


def _windows(table: ClauseTable) -> tuple[Ints, Ints]:
    """Return, for each clause and role, the clauses [low, high) that stand in this role to it; last, itself."""
    here = np.arange(len(table))
    first, end = table.line_first, table.line_end
    next_one = here + 1
    low = (
        here, np.maximum(here - 1, first), next_one, np.maximum(table.label, 0), np.maximum(table.head, 0),
        np.maximum(here - WINDOW, first), here,
    )  # fmt: skip
    high = (
        next_one, here, np.maximum(np.minimum(here + 2, end), next_one), table.label + 1, table.head + 1,
        np.minimum(next_one + WINDOW, end), next_one,
    )  # fmt: skip
    return np.array(low).T, np.array(high).T


_LENGTHS = np.asarray([*(ROLES[role] for role in WORD_ROLES), ROLES["parts"]])

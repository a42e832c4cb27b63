"""The clause model at speed: the same numbers as `ClauseModel.scores`, without building its feature rows.

A role's part of a row is a scaled sum over words, so each clause's words are looked up once, with their weights in all
roles side by side; what a neighbour, a label or a line adds is then a sum of such sums.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.special import expit

from rehabcode.ranking.clause_features import ABOVE, LEFT, ROLES, TECHNIQUE, WINDOW, WORD_ROLES, techniques_in
from rehabcode.ranking.clause_model import ClauseModel, ClauseScores, Floats
from rehabcode.ranking.signs import signs_of
from rehabcode.ranking.vocabulary import Ints, normal
from rehabcode.records import Reading


class ClauseScorer:
    """A clause model laid out for looking up."""

    def __init__(self, model: ClauseModel) -> None:
        self.model = model
        vocabulary = model.features.vocabulary
        size, outputs = len(vocabulary.words), model.weights.shape[1]
        self._size, self._outputs = size, outputs
        base = len(WORD_ROLES) * size
        roles = [model.weights[place * size : (place + 1) * size] for place in range(len(WORD_ROLES))]
        self._parts = model.weights[base : base + len(vocabulary.parts)]
        of_words = np.zeros((size, outputs), np.float32)
        for word, columns in enumerate(vocabulary.parts_of):
            of_words[word] = self._parts[columns].sum(axis=0)
        self._words = np.ascontiguousarray(np.hstack([*roles, of_words]))
        self._part_counts = np.asarray([len(columns) for columns in vocabulary.parts_of], dtype=np.int64)
        base += len(vocabulary.parts)
        self._pairs = model.weights[base : base + len(vocabulary.pairs)]
        base += len(vocabulary.pairs)
        self._techniques = model.weights[base : base + 2 * len(model.features.techniques)]
        self._signs = model.weights[base + 2 * len(model.features.techniques) :]
        self._get = vocabulary.words.get

    def scores(self, reading: Reading) -> ClauseScores:
        """Return the probabilities of a reading's clauses; empty arrays for a blank note."""
        count = len(self.model.codes)
        if not reading.clauses:
            return ClauseScores(*(np.zeros(shape, np.float32) for shape in ((0, count), (0, count), (0,))))
        chances = expit(self._odds(reading) + self.model.intercepts)
        return ClauseScores(chances[:, :count], chances[:, count : 2 * count], chances[:, -1])

    def _odds(self, reading: Reading) -> Floats:
        count = len(reading.clauses)
        places = np.asarray(
            [(one.first, one.last, one.line, one.sentence, one.label, one.head) for one in reading.clauses],
            dtype=np.int64,
        )
        first, length = places[:, 0], places[:, 1] - places[:, 0]
        ids = np.asarray(self._ids(reading.words), dtype=np.int64)
        owner = np.repeat(np.arange(count), length)
        ends = np.cumsum(length)
        tokens = np.arange(len(owner)) + np.repeat(first - (ends - length), length)
        mine = ids[tokens]
        known = mine >= 0
        counts = np.bincount(owner[known], minlength=count)
        bounds = np.concatenate([[0], np.cumsum(counts)])
        rows = sparse.csr_matrix(
            (np.ones(bounds[-1], np.float32), mine[known], bounds), shape=(count, self._size), copy=False
        )
        sums = (rows @ self._words).reshape(count, len(WORD_ROLES) + 1, self._outputs)
        odds = self._roles(places, sums, bounds)
        odds += self._of_parts(reading.words, tokens, mine, owner, sums[:, -1], count)
        self._add(odds, *self._pairs_in(mine, owner), self._pairs, ROLES["pairs"])
        self._add(odds, *techniques_in(reading, self.model.features.techniques), self._techniques, TECHNIQUE)
        odds += signs_of(reading) @ self._signs
        return odds

    def _roles(self, places: Ints, sums: Floats, bounds: Ints) -> Floats:
        """Add up what the words of a clause and of those around it say, role by role."""
        low, high = _windows(places)
        running = np.zeros((len(bounds), len(WORD_ROLES), self._outputs), np.float32)
        np.cumsum(sums[:, :-1], axis=0, out=running[1:])
        role = np.arange(len(WORD_ROLES))[:, None]
        part = running[high, role]
        part -= running[low, role]
        part *= (_LENGTHS / np.sqrt(np.maximum(bounds[high] - bounds[low], 1))).astype(np.float32)[:, :, None]
        odds: Floats = part.sum(axis=0)
        return odds

    def _of_parts(
        self, words: tuple[str, ...], tokens: Ints, mine: Ints, owner: Ints, known_sums: Floats, count: int
    ) -> Floats:
        counts = np.bincount(owner, weights=np.where(mine >= 0, self._part_counts[mine], 0), minlength=count)
        sums = known_sums.copy()
        for place in np.flatnonzero(mine < 0).tolist():
            columns = self.model.features.vocabulary.part_columns(normal(words[tokens[place]]), -1)
            if len(columns):
                sums[owner[place]] += self._parts[columns].sum(axis=0)
                counts[owner[place]] += len(columns)
        scaled: Floats = sums * (ROLES["parts"] / np.sqrt(np.maximum(counts, 1)))[:, None].astype(np.float32)
        return scaled

    def _pairs_in(self, mine: Ints, owner: Ints) -> tuple[Ints, Ints]:
        keys = self.model.features.vocabulary.pairs
        if len(mine) < 2 or not len(keys):
            return owner[:0], owner[:0]
        good = (owner[:-1] == owner[1:]) & (mine[:-1] >= 0) & (mine[1:] >= 0)
        wanted = mine[:-1][good] * self._size + mine[1:][good]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = keys[place] == wanted
        return owner[:-1][good][found], place[found]

    @staticmethod
    def _add(odds: Floats, rows: Ints, columns: Ints, weights: Floats, length: float) -> None:
        """Add to each row the weights of its columns, scaled to the length of their role."""
        if not len(rows):
            return
        scale = (length / np.sqrt(np.maximum(np.bincount(rows, minlength=len(odds)), 1))).astype(np.float32)
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        starts = np.concatenate([[0], np.flatnonzero(rows[1:] != rows[:-1]) + 1])
        odds[rows[starts]] += np.add.reduceat(weights[columns[order]], starts, axis=0) * scale[rows[starts], None]

    def _ids(self, words: tuple[str, ...]) -> list[int]:
        """Return the columns of words as `normal` counts them; -1 for one that is not known."""
        get, number = self._get, self._get("#", -1)
        ids = [get(word, -1) for word in words]
        for place, word in enumerate(words):
            if ids[place] < 0 and word[0].isdigit() and len(word) != 5:
                ids[place] = number
        return ids


def _windows(places: Ints) -> tuple[Ints, Ints]:
    """Return, for each role and clause, the clauses [low, high) that stand in this role to it."""
    here = np.arange(len(places))
    line, sentence, label, head = places[:, 2], places[:, 3], places[:, 4], places[:, 5]
    line_first, line_end = np.searchsorted(line, line, side="left"), np.searchsorted(line, line, side="right")
    above_first = np.searchsorted(line, line - 1, side="left")
    sentence_first = np.maximum(np.searchsorted(sentence, sentence, side="left"), line_first)
    spans = (
        (here, here + 1), (np.maximum(here - 1, line_first), here),
        (here + 1, np.maximum(np.minimum(here + 2, line_end), here + 1)),
        (np.maximum(label, 0), label + 1), (np.maximum(head, 0), head + 1),
        (np.maximum(here - WINDOW, line_first), np.minimum(here + WINDOW + 1, line_end)),
        (above_first, np.minimum(above_first + ABOVE, line_first)), (np.maximum(here - LEFT, sentence_first), here),
    )  # fmt: skip
    return np.stack([low for low, _ in spans]), np.stack([high for _, high in spans])


_LENGTHS = np.asarray([[ROLES[role]] for role in WORD_ROLES])

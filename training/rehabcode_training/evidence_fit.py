"""Fits what evidence is shown: on the spans that annotators marked, and the scores of models new to the note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehabcode.ranking.clause_model import ClauseScores
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.evidence import LEAST, naming
from rehabcode.ranking.evidence_model import FAINTEST, JOINS, EvidenceModel, join_row, named, show_rows
from rehabcode.ranking.features import together
from rehabcode.records import Reading, Span
from rehabcode_training.corpus import GoldCode, LabelledNote
from rehabcode_training.targets import PROVES, share

Doubles = NDArray[np.float64]
SEEN, OFTENER, FEW = 3, 2, 4
"""A word at the edge of a clause is cut off where it stood outside the marked words so many times, so much oftener than
inside, and with no more than so many words between the edge and the first that is marked."""


def fit_evidence(
    notes: Sequence[LabelledNote], readings: Sequence[Reading], scores: Sequence[ClauseScores], codes: Sequence[str]
) -> EvidenceModel:
    """Return the model fitted on notes and what unseen models scored them. Raises ValueError without any evidence."""
    shows: list[Doubles] = []
    marked: list[NDArray[np.bool_]] = []
    joins: list[list[float]] = []
    joined: list[bool] = []
    place = {code: index for index, code in enumerate(codes)}
    for note, reading, of_note in zip(notes, readings, scores, strict=True):
        table, strength = ClauseTable.of(reading), together(of_note)
        gold = [one for one in note.codes if len(table) and strength[:, place[one.code]].max() >= LEAST]
        if not gold:
            continue
        places = [place[one.code] for one in gold]
        names = named(len(table), naming(table, [one.code for one in gold]))
        rows = show_rows(table, strength, places, names)
        for position, one in enumerate(gold):
            own, spans = strength[:, places[position]], _spans_of(reading, one)
            candidates = own >= FAINTEST * own.max()
            shows.append(rows[candidates, position])
            marked.append((spans >= 0)[candidates])
            for clause in np.flatnonzero((spans[:-1] >= 0) & (spans[1:] >= 0) & (table.line[1:] == table.line[:-1])):
                joins.append(join_row(table, own, int(clause)))
                joined.append(bool(spans[clause] == spans[clause + 1]))
    openers, closers = _edges(notes, readings)
    return EvidenceModel(
        _regression(np.concatenate(shows), np.concatenate(marked)),
        _regression(np.reshape(joins, (-1, len(JOINS))), joined),
        openers, closers,
    )  # fmt: skip


def _spans_of(reading: Reading, gold: GoldCode) -> NDArray[np.int64]:
    """Return, for each clause, which of the gold spans marks it, -1 where none does."""
    spans = np.full(len(reading.clauses), -1, dtype=np.int64)
    for index, clause in enumerate(reading.clauses):
        for number, span in enumerate(gold.evidence):
            if share(clause, span) > PROVES:
                spans[index] = number
    return spans


def _regression(rows: Doubles, target: ArrayLike) -> Doubles:
    """Return the weights of a logistic regression over the raw rows, its intercept last: alone where all is alike."""
    if len(set(np.asarray(target).tolist())) < 2:
        return np.append(np.zeros(rows.shape[1]), 1.0 if np.any(target) else -1.0)
    scaler, regression = StandardScaler(), LogisticRegression(max_iter=500)
    make_pipeline(scaler, regression).fit(rows, target)
    weights = regression.coef_[0] / scaler.scale_
    return np.append(weights, regression.intercept_[0] - scaler.mean_ @ weights)


def _edges(notes: Sequence[LabelledNote], readings: Sequence[Reading]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that annotators leave out at the beginning of a clause, and those at its end."""
    left, right = (Counter[str](), Counter[str]()), (Counter[str](), Counter[str]())
    for note, reading in zip(notes, readings, strict=True):
        for span in (span for gold in note.codes for span in gold.evidence):
            for (outside, inside), words in zip((left, right), _sides(reading, span), strict=True):
                if len(words) <= FEW:
                    for word, shown in words:
                        (inside if shown else outside)[word] += 1
    return _unshown(*left), _unshown(*right)


def _sides(reading: Reading, span: Span) -> Iterator[list[tuple[str, bool]]]:
    """Yield the words from either edge of the span's clauses inwards, to the first that is shown, and whether it is."""
    clauses = [clause for clause in reading.clauses if share(clause, span) > PROVES]
    if not clauses:
        return
    tokens = range(clauses[0].first, clauses[-1].last)
    for order in (tokens, reversed(tokens)):
        words: list[tuple[str, bool]] = []
        for token in order:
            words.append((reading.words[token], span.start <= reading.word_starts[token] < span.end))
            if words[-1][1]:
                break
        yield words


def _unshown(outside: Counter[str], inside: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word, count in outside.items() if count >= SEEN and count >= OFTENER * inside[word]))

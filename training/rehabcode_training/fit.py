"""Fits everything that is fitted, in three steps, the same every time.

1. The clause and note models, fitted on the notes of all authors but a few, score the notes of those few; so every
   note is scored by models that have not seen its author.
2. The ranker learns on these scores which candidates were earned: what it will meet on strangers' notes.
3. The clause and note models are fitted once more, on all notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import GroupKFold

from rehabcode import Suggester
from rehabcode.codebook import Codebook
from rehabcode.lexicon import Lexicon
from rehabcode.payers import Payers
from rehabcode.ranking.clause_features import ClauseFeatures
from rehabcode.ranking.clause_model import ClauseModel, ClauseScores, ClauseTargets, fit_clause_model
from rehabcode.ranking.features import CandidateFeatures
from rehabcode.ranking.keeping import FOLDER, save
from rehabcode.ranking.model import RankingModel
from rehabcode.ranking.note_model import NoteModel, fit_note_model, note_row
from rehabcode.ranking.ranker import CandidateRanker
from rehabcode.ranking.vocabulary import Vocabulary
from rehabcode.reader import Reader
from rehabcode.records import Reading
from rehabcode_training.clause_bank import bank_targets, clause_bank
from rehabcode_training.corpus import LabelledNote, corpus_sha256
from rehabcode_training.targets import clause_targets, stacked

INNER_FOLDS = 3
"""Few, for the time that each takes: more were not measured against fewer."""
LEAST = {"words": 2, "pairs": 2, "parts": 3, "note_words": 3}
CLAUSES = {"alpha": 1e-5, "epochs": 6}
NOTES = {"alpha": 3e-4, "epochs": 15}
RANKER = {"C": 0.1}
DUST = 0.02
"""Weights smaller than this are left out of the artifact."""
THRESHOLD = 0.38
"""The score from which a code is suggested: the best F1 of one cross-validation by author, of an earlier corpus."""


@dataclass(frozen=True)
class Material:
    """The notes, read and turned into rows and targets once."""

    notes: tuple[LabelledNote, ...]
    readings: tuple[Reading, ...]
    codes: tuple[str, ...]
    features: ClauseFeatures
    rows: sparse.csr_matrix
    targets: ClauseTargets
    owner: NDArray[np.int64]
    note_vocabulary: Vocabulary
    note_rows: sparse.csr_matrix
    earned: NDArray[np.bool_]
    bank_rows: sparse.csr_matrix
    bank_targets: ClauseTargets


def fit(notes: Sequence[LabelledNote]) -> Suggester:
    """Return a suggester fitted on these notes, in this process only. Raises ValueError without codes to learn."""
    return _suggester(fit_model(notes, processes=1))


def write_artifact(notes: Sequence[LabelledNote]) -> Path:
    """Fit on these notes and write the artifact that ships; return its path."""
    model = fit_model(notes, processes=2)
    today = datetime.now(tz=UTC).date().isoformat()
    corpus = corpus_sha256(notes)
    card: dict[str, Any] = {
        "ranker": f"{today}+{corpus[:8]}", "date": today, "corpus_sha256": corpus, "notes": len(notes),
        "codes": list(model.codes), "threshold": model.threshold, "features": model.clauses.features.columns,
        "settings": {"least": LEAST, "clauses": CLAUSES, "notes": NOTES, "ranker": RANKER, "inner_folds": INNER_FOLDS},
        "figures": "training/RESULTS.md",
    }  # fmt: skip
    return save(model, card, FOLDER)


def fit_model(notes: Sequence[LabelledNote], *, processes: int) -> RankingModel:
    """Return the fitted model; `processes` changes the time it takes and nothing else."""
    material = prepare(notes)
    unseen, unseen_notes = _scores_unseen(material, processes)
    features = CandidateFeatures(Lexicon.load(), material.codes)
    bounds = np.searchsorted(material.owner, np.arange(len(notes) + 1))
    candidates = [
        features.rows(
            reading,
            ClauseScores(unseen.proof[low:high], unseen.content[low:high], unseen.done[low:high]),
            unseen_notes[index],
        )
        for index, (reading, low, high) in enumerate(zip(material.readings, bounds, bounds[1:], strict=False))
        if high > low
    ]
    earned = np.concatenate(
        [row for row, low, high in zip(material.earned, bounds, bounds[1:], strict=False) if high > low]
    )
    ranker = CandidateRanker(C=RANKER["C"]).fit(np.vstack(candidates), earned)
    every = np.ones(len(notes), dtype=bool)
    clauses, note_model = _fit_both(material, every, processes)
    return RankingModel(_lean(clauses), note_model, ranker, THRESHOLD)


def prepare(notes: Sequence[LabelledNote]) -> Material:
    """Read the notes and lay out all that is fitted on."""
    lexicon = Lexicon.load()
    reader = Reader(lexicon)
    readings = tuple(reader.read(note.text) for note in notes)
    codes = tuple(sorted({gold.code for note in notes for gold in note.codes}))
    if not codes:
        raise ValueError("none of the notes earns a code; fit on notes that do")
    words = [reading.words for reading in readings]
    vocabulary = Vocabulary.fit(
        words, least_words=LEAST["words"], least_pairs=LEAST["pairs"], least_parts=LEAST["parts"]
    )
    note_vocabulary = Vocabulary.fit(
        words, least_words=LEAST["note_words"], least_pairs=len(notes) + 1, least_parts=len(notes) + 1
    )
    features = ClauseFeatures(vocabulary, {technique: place for place, technique in enumerate(lexicon.techniques)})
    return Material(
        tuple(notes), readings, codes, features,
        sparse.vstack([features.matrix(reading) for reading in readings], format="csr"),
        stacked([clause_targets(note, reading, codes) for note, reading in zip(notes, readings, strict=True)]),
        np.repeat(np.arange(len(notes)), [len(reading.clauses) for reading in readings]),
        note_vocabulary,
        sparse.vstack([note_row(note_vocabulary, reading) for reading in readings], format="csr"),
        np.asarray([[code in {gold.code for gold in note.codes} for code in codes] for note in notes]),
        *_bank(reader, features, codes),
    )  # fmt: skip


def _bank(reader: Reader, features: ClauseFeatures, codes: tuple[str, ...]) -> tuple[sparse.csr_matrix, ClauseTargets]:
    """Return the rows and targets of the clause bank: every fit of the clause model learns from them."""
    bank = [(clause, reader.read(clause.clause)) for clause in clause_bank()]
    rows = [features.matrix(reading) for _, reading in bank if reading.clauses]
    empty = sparse.csr_matrix((0, features.columns), dtype=np.float32)
    targets = bank_targets([clause for clause, _ in bank], [reading for _, reading in bank], codes)
    return sparse.vstack([empty, *rows], format="csr"), targets


def _scores_unseen(material: Material, processes: int) -> tuple[ClauseScores, NDArray[np.float32]]:
    """Return scores of every clause and note by models that have not seen the note's author."""
    count = len(material.codes)
    clauses = ClauseScores(
        np.zeros((len(material.owner), count), np.float32),
        np.zeros((len(material.owner), count), np.float32),
        np.zeros(len(material.owner), np.float32),
    )
    whole = np.zeros((len(material.notes), count + 1), np.float32)
    authors = [note.author for note in material.notes]
    groups = authors if len(set(authors)) >= INNER_FOLDS else [note.group for note in material.notes]
    for seen, unseen in GroupKFold(n_splits=INNER_FOLDS).split(authors, groups=groups):
        mask = np.zeros(len(material.notes), dtype=bool)
        mask[seen] = True
        model, note_model = _fit_both(material, mask, processes)
        rows = ~mask[material.owner]
        scored = model.from_matrix(material.rows[rows])
        clauses.proof[rows], clauses.content[rows], clauses.done[rows] = scored.proof, scored.content, scored.done
        whole[unseen] = note_model.from_matrix(material.note_rows[unseen])
    return clauses, whole


def _fit_both(material: Material, notes: NDArray[np.bool_], processes: int) -> tuple[ClauseModel, NoteModel]:
    rows = notes[material.owner]
    of_notes = ClauseTargets(material.targets.proof[rows], material.targets.content[rows], material.targets.done[rows])
    clauses = fit_clause_model(
        material.features, material.codes,
        sparse.vstack([material.rows[rows], material.bank_rows], format="csr"),
        stacked([of_notes, material.bank_targets]),
        alpha=CLAUSES["alpha"], epochs=int(CLAUSES["epochs"]), processes=processes,
    )  # fmt: skip
    note_model = fit_note_model(
        material.note_vocabulary, material.note_rows[notes], material.earned[notes],
        alpha=NOTES["alpha"], epochs=int(NOTES["epochs"]),
    )  # fmt: skip
    return clauses, note_model


def _lean(model: ClauseModel) -> ClauseModel:
    """Return the model without weights too small to matter, the others rounded: a fifth of the size."""
    weights = np.where(np.abs(model.weights) < DUST, 0.0, model.weights)
    return replace(model, weights=weights.astype(np.float16).astype(np.float32))


def _suggester(model: RankingModel) -> Suggester:
    return Suggester(model, ranker="in memory", lexicon=Lexicon.load(), codebook=Codebook.load(), payers=Payers.load())

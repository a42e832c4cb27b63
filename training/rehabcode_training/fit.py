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
from rehabcode.ranking.clause_model import ClauseModel, ClauseScores, ClauseTargets
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.features import FEATURES, CandidateFeatures
from rehabcode.ranking.keeping import FOLDER, save
from rehabcode.ranking.model import BRIEF, RankingModel
from rehabcode.ranking.note_model import NoteModel, fit_note_model, note_row
from rehabcode.ranking.ranker import CandidateRanker
from rehabcode.ranking.vocabulary import Vocabulary
from rehabcode.reader import Reader
from rehabcode.records import Reading
from rehabcode_training.banks import Banks, read_banks
from rehabcode_training.clause_fit import fit_clause_model
from rehabcode_training.corpus import LabelledNote, corpus_sha256
from rehabcode_training.evidence_fit import fit_evidence
from rehabcode_training.recipe import Recipe
from rehabcode_training.row_parts import without_parts
from rehabcode_training.targets import clause_targets, stacked

DUST = 0.02
"""Weights smaller than this are left out of the artifact."""
SHIPPED = Recipe()


@dataclass(frozen=True)
class Material:
    """The notes, read and turned into rows and targets once, as the recipe says."""

    recipe: Recipe
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
    banks: Banks


def fit(notes: Sequence[LabelledNote]) -> Suggester:
    """Return a suggester fitted on these notes, in this process only. Raises ValueError without codes to learn."""
    return suggester_of(fit_model(notes))


def write_artifact(notes: Sequence[LabelledNote]) -> Path:
    """Fit on these notes and write the artifact that ships; return its path."""
    model = fit_model(notes)
    today = datetime.now(tz=UTC).date().isoformat()
    corpus = corpus_sha256(notes)
    card: dict[str, Any] = {
        "ranker": f"{today}+{corpus[:8]}", "date": today, "corpus_sha256": corpus, "notes": len(notes),
        "codes": list(model.codes), "threshold": model.threshold, "features": model.clauses.features.columns,
        "settings": SHIPPED.settings(), "figures": "training/RESULTS.md",
    }  # fmt: skip
    return save(model, card, FOLDER)


def fit_model(notes: Sequence[LabelledNote], recipe: Recipe = SHIPPED) -> RankingModel:
    """Return the model fitted as the recipe says. Raises ValueError without codes to learn."""
    material = prepare(notes, recipe)
    unseen = _scores_unseen(material)
    features = CandidateFeatures(Lexicon.load(), material.codes)
    rows, earned, brief = [], [], []
    readings = (*material.readings, *(material.banks.readings[entry] for entry in material.banks.minis))
    for reading, one, earns in zip(readings, unseen, (*material.earned, *material.banks.earned), strict=True):
        if reading.clauses:
            rows.append(_learned(features.rows(ClauseTable.of(reading), one.scores, one.note), recipe))
            earned.append(earns)
            brief.append(len(reading.clauses) <= BRIEF)
    ranker, of_brief = (
        _ranker(rows, earned, [is_brief == which for is_brief in brief], recipe.ranker_c) for which in (False, True)
    )
    evidence = fit_evidence(notes, material.readings, [one.scores for one in unseen[: len(notes)]], material.codes)
    clauses, note_model = _fit_both(material, np.ones(len(notes), dtype=bool))
    return RankingModel(_lean(clauses), note_model, ranker, of_brief, evidence, recipe.threshold)


def _ranker(
    rows: Sequence[NDArray[np.float64]], earned: Sequence[NDArray[np.bool_]], chosen: Sequence[bool], strength: float
) -> CandidateRanker:
    """Return a ranker fitted on the candidates of the chosen notes; of all where these earn nothing, or everything."""
    targets = np.concatenate([one for one, good in zip(earned, chosen, strict=True) if good] or [np.zeros(0, bool)])
    if targets.all() or not targets.any():
        return CandidateRanker(C=strength).fit(np.vstack(rows), np.concatenate(earned))
    picked = np.vstack([one for one, good in zip(rows, chosen, strict=True) if good])
    return CandidateRanker(C=strength).fit(picked, targets)


def _learned(rows: NDArray[np.float64], recipe: Recipe) -> NDArray[np.float64]:
    """Return the rows of candidates with nothing in the columns that are not learned from."""
    if recipe.unlearned_features:
        rows[:, [[*FEATURES].index(name) for name in recipe.unlearned_features]] = 0.0
    return rows


def prepare(notes: Sequence[LabelledNote], recipe: Recipe = SHIPPED) -> Material:
    """Read the notes and lay out all that is fitted on."""
    lexicon = Lexicon.load()
    reader = Reader(lexicon)
    readings = tuple(reader.read(note.text) for note in notes)
    codes = tuple(sorted({gold.code for note in notes for gold in note.codes}))
    if not codes:
        raise ValueError("none of the notes earns a code; fit on notes that do")
    words = [reading.words for reading in readings]
    none = len(notes) + 1
    vocabulary = Vocabulary.fit(
        words, least_words=recipe.least_words,
        least_pairs=recipe.least_pairs or none, least_parts=recipe.least_parts or none,
    )  # fmt: skip
    note_vocabulary = Vocabulary.fit(words, least_words=recipe.least_note_words, least_pairs=none, least_parts=none)
    techniques = lexicon.techniques if recipe.techniques else ()
    features = ClauseFeatures(vocabulary, {technique: place for place, technique in enumerate(techniques)})
    return Material(
        recipe, tuple(notes), readings, codes, features,
        sparse.vstack([features.matrix(reading) for reading in readings], format="csr"),
        stacked([clause_targets(note, reading, codes) for note, reading in zip(notes, readings, strict=True)]),
        np.repeat(np.arange(len(notes)), [len(reading.clauses) for reading in readings]),
        note_vocabulary,
        sparse.vstack([note_row(note_vocabulary, reading) for reading in readings], format="csr"),
        np.asarray([[code in {gold.code for gold in note.codes} for code in codes] for note in notes]),
        read_banks(reader, features, codes, recipe.banks),
    )  # fmt: skip


@dataclass(frozen=True)
class Unseen:
    """The scores of one note by models that have not seen it: of its clauses, and of the whole."""

    scores: ClauseScores
    note: NDArray[np.float32]


def _scores_unseen(material: Material) -> list[Unseen]:
    """Return scores of every note by models that have not seen its author, and of the notes of the banks after them."""
    authors = [note.author for note in material.notes]
    folds = material.recipe.inner_folds
    groups = authors if len(set(authors)) >= folds else [note.group for note in material.notes]
    found: dict[int, Unseen] = {}
    count, banks = len(material.notes), material.banks
    for fold, (seen, unseen) in enumerate(GroupKFold(n_splits=folds).split(authors, groups=groups)):
        mask = np.zeros(count, dtype=bool)
        mask[seen] = True
        held_out = np.arange(fold, len(banks.minis), folds)
        model, note_model = _fit_both(material, mask, banks.minis[held_out])
        for index in unseen.tolist():
            scored = model.from_matrix(material.rows[material.owner == index])
            found[index] = Unseen(scored, note_model.from_matrix(material.note_rows[index])[0])
        for index in held_out.tolist():
            reading = banks.readings[banks.minis[index]]
            scored = model.from_matrix(banks.rows[banks.entries(banks.minis[[index]])])
            found[count + index] = Unseen(scored, note_model.scores(reading))
    return [found[index] for index in sorted(found)]


def _fit_both(
    material: Material, notes: NDArray[np.bool_], held_out: NDArray[np.int64] | None = None
) -> tuple[ClauseModel, NoteModel]:
    """Fit on some of the notes, and on the banks less what is `held_out` of them."""
    of_notes = notes[material.owner]
    banks, recipe = material.banks, material.recipe
    kept = np.ones(banks.rows.shape[0], dtype=bool)
    if held_out is not None:
        kept[banks.entries(held_out)] = False
    rows = sparse.vstack([material.rows[of_notes], banks.rows[kept]], format="csr")
    clauses = fit_clause_model(
        material.features, material.codes,
        without_parts(rows, material.features, recipe.unlearned_parts),
        stacked([material.targets.of(of_notes), banks.targets.of(kept)]),
        recipe.clauses,
    )  # fmt: skip
    note_model = fit_note_model(
        material.note_vocabulary, material.note_rows[notes], material.earned[notes],
        alpha=recipe.note_alpha, epochs=recipe.note_epochs,
    )  # fmt: skip
    return clauses, note_model


def _lean(model: ClauseModel) -> ClauseModel:
    """Return the model without weights too small to matter, the others rounded: a fifth of the size."""
    weights = np.where(np.abs(model.weights) < DUST, 0.0, model.weights)
    return replace(model, weights=weights.astype(np.float16).astype(np.float32))


def suggester_of(model: RankingModel) -> Suggester:
    """Return a suggester over a fitted model, with the knowledge that ships."""
    return Suggester(model, ranker="in memory", lexicon=Lexicon.load(), codebook=Codebook.load(), payers=Payers.load())

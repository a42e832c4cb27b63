"""Everything that is fitted, in one object: what the artifact holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_model import ClauseModel, ClauseScores
from rehabcode.ranking.clause_scorer import ClauseScorer
from rehabcode.ranking.features import CandidateFeatures
from rehabcode.ranking.note_model import NoteModel
from rehabcode.ranking.ranker import CandidateRanker
from rehabcode.records import Reading


@dataclass(frozen=True)
class RankingModel:
    """The clause model, the note model, the ranker, and the score above which a code is suggested."""

    clauses: ClauseModel
    notes: NoteModel
    ranker: CandidateRanker
    threshold: float

    @property
    def codes(self) -> tuple[str, ...]:
        return self.clauses.codes


@dataclass(frozen=True)
class Judged:
    """What the model says of a note: `chances` (n_codes,) and the clause scores that they rest on."""

    chances: NDArray[np.float64]
    scores: ClauseScores


class Judge:
    """Applies a ranking model to readings."""

    def __init__(self, model: RankingModel, lexicon: Lexicon) -> None:
        self.model = model
        self._clauses = ClauseScorer(model.clauses)
        self._features = CandidateFeatures(lexicon, model.codes)

    def judge(self, reading: Reading) -> Judged:
        """Return the chances of all codes that the model knows; zeros for a blank note."""
        scores = self._clauses.scores(reading)
        if not reading.clauses:
            return Judged(np.zeros(len(self.model.codes)), scores)
        rows = self._features.rows(reading, scores, self.model.notes.scores(reading))
        return Judged(self.model.ranker.chances(rows), scores)

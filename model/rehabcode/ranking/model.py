"""Everything that is fitted, in one object: what the artifact holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_model import ClauseModel, ClauseScores
from rehabcode.ranking.clause_scorer import ClauseScorer
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.evidence_model import EvidenceModel
from rehabcode.ranking.features import CandidateFeatures
from rehabcode.ranking.note_model import NoteModel
from rehabcode.ranking.ranker import CandidateRanker
from rehabcode.records import Reading

BRIEF = 3


@dataclass(frozen=True)
class RankingModel:
    """The clause, note and evidence models, the rankers, and the score from which a code is suggested.

    `brief` ranks notes of BRIEF clauses and fewer, as when one begins to type: of most of their words nobody bills.
    """

    clauses: ClauseModel
    notes: NoteModel
    ranker: CandidateRanker
    brief: CandidateRanker
    evidence: EvidenceModel
    threshold: float

    @property
    def codes(self) -> tuple[str, ...]:
        return self.clauses.codes


@dataclass(frozen=True)
class Judged:
    """What the model says of a note: `chances` (n_codes,), and the clauses and their scores that they rest on."""

    chances: NDArray[np.float64]
    scores: ClauseScores
    table: ClauseTable


class Judge:
    """Applies a ranking model to readings."""

    def __init__(self, model: RankingModel, lexicon: Lexicon) -> None:
        self.model = model
        self._clauses = ClauseScorer(model.clauses)
        self._features = CandidateFeatures(lexicon, model.codes)

    def judge(self, reading: Reading) -> Judged:
        """Return the chances of all codes that the model knows; zeros for a blank note."""
        table = ClauseTable.of(reading)
        scores = self._clauses.scores(table)
        if not len(table):
            return Judged(np.zeros(len(self.model.codes)), scores, table)
        rows = self._features.rows(table, scores, self.model.notes.scores(reading))
        ranker = self.model.brief if len(table) <= BRIEF else self.model.ranker
        return Judged(ranker.chances(rows), scores, table)

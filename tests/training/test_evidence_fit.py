"""What is learned of evidence from marked spans."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_model import ClauseScores
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.evidence_model import JOINS, SHOWS, EvidenceModel
from rehabcode.ranking.features import together
from rehabcode.reader import Reader
from rehabcode.records import Reading, Span
from rehabcode_training.corpus import GoldCode, LabelledNote
from rehabcode_training.evidence_fit import fit_evidence

CODES = ("97110", "97140")
TEXT = "Then heel slides, 3x10. Knee felt fine. Then quad sets, 2x10. Scar was pink. STM to calf."
STRONG = {"heel": 0.9, "3x10": 0.8, "quad": 0.9, "2x10": 0.7, "STM": 0.05, "fine": 0.05, "pink": 0.05}
Make = Callable[..., LabelledNote]


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def scored(reading: Reading) -> ClauseScores:
    """Strong scores of 97110 for its exercises, weak ones for the rest."""
    proof = np.full((len(reading.clauses), 2), 0.02, np.float32)
    for index, clause in enumerate(reading.clauses):
        words = reading.text[clause.start : clause.end]
        proof[index, 0] = next((value for word, value in STRONG.items() if word in words), 0.02)
    return ClauseScores(proof, np.ones(len(reading.clauses), np.float32))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Reader(Lexicon.load()).read(TEXT)


@pytest.fixture(scope="module")
def fitted(labelled: Make, reading: Reading) -> EvidenceModel:
    gold = GoldCode("97110", None, (span("heel slides, 3x10"), span("quad sets, 2x10")))
    notes = [labelled(id=f"n{number}", text=TEXT, codes=(gold,)) for number in range(4)]
    return fit_evidence(notes, [reading] * 4, [scored(reading)] * 4, CODES)


def test_what_was_marked_is_shown_and_joined(fitted: EvidenceModel, reading: Reading) -> None:
    table, strength = ClauseTable.of(reading), together(scored(reading))
    (shown,) = fitted.shown(table, strength, [0], np.zeros((len(table), 1), dtype=bool))
    groups = fitted.joined(table, strength[:, 0], shown)
    words = [TEXT[reading.clauses[group[0]].start : reading.clauses[group[-1]].end] for group in groups]
    assert words == ["Then heel slides, 3x10", "Then quad sets, 2x10"]


def test_words_that_are_never_marked_are_cut_off(fitted: EvidenceModel) -> None:
    assert fitted.openers == ("then",)
    assert fitted.closers == ()


def test_weights_belong_to_the_numbers_and_an_intercept(fitted: EvidenceModel) -> None:
    assert (fitted.shows.shape, fitted.joins.shape) == ((len(SHOWS) + 1,), (len(JOINS) + 1,))
    assert np.isfinite(fitted.shows).all()


def test_without_evidence_nothing_can_be_learned(labelled: Make, reading: Reading) -> None:
    with pytest.raises(ValueError, match="need at least one array"):
        fit_evidence([labelled(text=TEXT)], [reading], [scored(reading)], CODES)

"""A recipe leaves out what it says, and nothing else; the one that ships is the one that the artifact was fitted by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rehabcode.ranking.clause_scorer import ClauseScorer
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.features import FEATURES
from rehabcode.ranking.model import RankingModel
from rehabcode.reader import Reader
from rehabcode_training.clause_fit import Settings
from rehabcode_training.corpus import LabelledNote
from rehabcode_training.documents import artifact_card
from rehabcode_training.fit import fit_model, suggester_of
from rehabcode_training.recipe import Recipe
from rehabcode_training.row_parts import row_parts

Notes = tuple[LabelledNote, ...]
WITHOUT_BANKS = Recipe(banks=())
"""Banks are thousands of lines; what is tested here shows on a dozen notes."""


def fitted(notes: Notes, **changes: Any) -> RankingModel:
    return fit_model(notes, replace(WITHOUT_BANKS, **changes))


@pytest.fixture(scope="module")
def whole(dozen: Notes) -> RankingModel:
    return fitted(dozen)


def columns_of(model: RankingModel, part: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    return model.clauses.weights[row_parts(model.clauses.features)[part]]


@pytest.mark.parametrize(
    "part", ["own", "previous", "next", "line", "pairs", "parts", "techniques", "sections", "assertions", "signs"]
)
def test_a_part_that_is_not_learned_from_weighs_nothing(part: str, dozen: Notes, whole: RankingModel) -> None:
    assert columns_of(whole, part).any(), "the dozen notes would show it"
    without = fitted(dozen, unlearned_parts=(part,))
    assert not columns_of(without, part).any()
    assert without.clauses.weights.any()


@pytest.mark.parametrize("name", ["proof", "named_any", "note"])
def test_a_number_that_is_not_learned_from_weighs_nothing(name: str, dozen: Notes, whole: RankingModel) -> None:
    column = [*FEATURES].index(name)
    without = fitted(dozen, unlearned_features=(name,)).ranker.weights_
    assert whole.ranker.weights_[column] != 0.0
    assert without[column] == 0.0
    assert np.delete(without, column).any()


@pytest.mark.parametrize(
    ("changes", "left_out"),
    [({"least_pairs": None}, "pairs"), ({"least_parts": None}, "parts"), ({"techniques": False}, "techniques")],
)
def test_what_is_not_known_takes_no_room(
    changes: dict[str, Any], left_out: str, dozen: Notes, whole: RankingModel
) -> None:
    without = fitted(dozen, **changes)
    assert len(columns_of(whole, left_out)) > 0
    assert len(columns_of(without, left_out)) == 0
    assert without.clauses.weights.shape[0] < whole.clauses.weights.shape[0]


def test_without_a_hidden_layer_log_odds_are_sums_of_weights(dozen: Notes) -> None:
    model = fitted(dozen, clauses=Settings(hidden=0)).clauses
    reading = Reader(suggester_of(fitted(dozen))._reader.lexicon).read(dozen[0].text)
    rows = model.features.matrix(reading)
    scores = model.scores(reading)
    sums = np.asarray(rows @ model.weights) + (model.biases + model.intercepts)
    np.testing.assert_allclose(scores.done, 1 / (1 + np.exp(-sums[:, -1])), atol=1e-4)
    np.testing.assert_allclose(ClauseScorer(model).scores(ClauseTable.of(reading)).done, scores.done, atol=1e-4)
    assert np.ptp(scores.done) > 0.05, "it has learned something"


def test_a_linear_fit_still_ranks_the_service_first(dozen: Notes) -> None:
    answer = suggester_of(fitted(dozen, clauses=Settings(hidden=0))).suggest(dozen[1].text)
    assert (*answer.suggestions, *answer.considered)[0].code == dozen[1].codes[0].code


def test_the_artifact_was_fitted_by_the_recipe_that_ships() -> None:
    card = artifact_card()
    assert (card["settings"], card["threshold"]) == (Recipe().settings(), Recipe().threshold)

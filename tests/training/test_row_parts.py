"""Each part of a clause's row stands in the columns that are said to be its own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_features import WORD_ROLES, ClauseFeatures
from rehabcode.ranking.vocabulary import Vocabulary
from rehabcode.reader import Reader
from rehabcode.records import Reading
from rehabcode_training.row_parts import row_parts, without_parts

NOTE = "Plan: squats, then gait training."
"""The clauses: a label, "squats", "then gait training"."""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Reader(Lexicon.load()).read(NOTE)


@pytest.fixture(scope="module")
def features(reading: Reading) -> ClauseFeatures:
    vocabulary = Vocabulary.fit([reading.words], least_words=1, least_pairs=1, least_parts=1)
    return ClauseFeatures(vocabulary, {technique: place for place, technique in enumerate(Lexicon.load().techniques)})


@pytest.fixture(scope="module")
def rows(features: ClauseFeatures, reading: Reading) -> sparse.csr_matrix:
    return features.matrix(reading)


def test_the_parts_are_all_columns_one_after_the_other(features: ClauseFeatures) -> None:
    parts = [*row_parts(features).values()]
    assert [part.start for part in parts] == [0, *(part.stop for part in parts[:-1])]
    assert parts[-1].stop == features.columns


@pytest.mark.parametrize(
    ("word", "roles"),
    [
        ("squats", {"own", "line"}),
        ("plan", {"label", "head", "previous", "line"}),
        ("gait", {"next", "line"}),
        ("training", {"next", "line"}),
    ],
)
def test_a_word_stands_in_the_roles_that_it_has_to_the_clause(
    word: str, roles: set[str], features: ClauseFeatures, rows: sparse.csr_matrix, reading: Reading
) -> None:
    (clause,) = [index for index, one in enumerate(reading.clauses) if NOTE[one.start : one.end] == "squats"]
    place = features.vocabulary.words[word]
    assert {role for role in WORD_ROLES if rows[clause, row_parts(features)[role].start + place] > 0} == roles


@pytest.mark.parametrize("part", ["own", "pairs", "parts", "techniques", "sections", "assertions", "signs"])
def test_what_is_left_out_is_one_part_alone(part: str, features: ClauseFeatures, rows: sparse.csr_matrix) -> None:
    columns = row_parts(features)[part]
    assert rows[:, columns].nnz, "there is something to leave out"
    left = without_parts(rows, features, [part])
    assert left[:, columns].nnz == 0
    assert left.nnz == rows.nnz - rows[:, columns].nnz
    kept = np.setdiff1d(np.arange(features.columns), np.arange(columns.start, columns.stop))
    assert (left[:, kept] != rows[:, kept]).nnz == 0


def test_nothing_left_out_is_the_same(features: ClauseFeatures, rows: sparse.csr_matrix) -> None:
    assert without_parts(rows, features, ()) is rows


def test_a_part_that_is_none_is_told(features: ClauseFeatures, rows: sparse.csr_matrix) -> None:
    with pytest.raises(KeyError, match="neighbors"):
        without_parts(rows, features, ["neighbors"])

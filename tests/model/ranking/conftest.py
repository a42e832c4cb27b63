"""A reader, and a way to point at a clause by its words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_features import ClauseFeatures
from rehabcode.ranking.clause_model import ClauseModel
from rehabcode.ranking.vocabulary import Vocabulary
from rehabcode.reader import Reader
from rehabcode.records import Reading

ClauseOf = Callable[[Reading, str], int]


@pytest.fixture(scope="session")
def clause_of() -> ClauseOf:
    """Give the index of the one clause that holds these words."""

    def find(reading: Reading, words: str) -> int:
        (index,) = [i for i, one in enumerate(reading.clauses) if words in reading.text[one.start : one.end]]
        return index

    return find


@pytest.fixture(scope="session")
def drawn_model(reader: Reader, lexicon: Lexicon) -> ClauseModel:
    """A clause model of two codes whose weights mean nothing."""
    notes = [
        reader.read(text).words for text in ("Gait training 15 min, squats 3x10.", "Manual therapy: STM to calf 97140.")
    ]
    vocabulary = Vocabulary.fit(notes, least_words=1, least_pairs=1, least_parts=1)
    features = ClauseFeatures(vocabulary, {technique: place for place, technique in enumerate(lexicon.techniques)})
    drawn = np.random.default_rng(0)
    weights, heads = (drawn.normal(size=size).astype(np.float32) for size in ((features.columns, 4), (4, 3)))
    biases, intercepts = np.linspace(-1, 1, 4, dtype=np.float32), np.linspace(-1, 1, 3, dtype=np.float32)
    return ClauseModel(("97116", "97140"), features, weights, biases, heads, intercepts)

"""What tests of the reading and of the ranking share."""

from __future__ import annotations

import numpy as np
import pytest

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.evidence import EvidenceFinder
from rehabcode.ranking.evidence_model import JOINS, SHOWS, EvidenceModel
from rehabcode.reader import Reader


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon) -> Reader:
    return Reader(lexicon)


@pytest.fixture(scope="session")
def finder(lexicon: Lexicon) -> EvidenceFinder:
    """Show what is nearly as strong as the best; join what stands in one sentence, but not to a label."""
    shows, joins = np.zeros(len(SHOWS) + 1), np.zeros(len(JOINS) + 1)
    shows[1], shows[-1] = 1.0, 2.0
    joins[JOINS.index("1 in one sentence")], joins[JOINS.index("1 where the first is a label")] = 2.0, -4.0
    joins[-1] = -1.0
    model = EvidenceModel(shows, joins, ("and", "pt", "then"), ("with",))
    return EvidenceFinder(model, lexicon, ("97110", "97116", "97140", "97530"))

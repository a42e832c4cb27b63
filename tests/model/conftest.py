"""What tests of the reading and of the ranking share."""

from __future__ import annotations

import pytest

from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon) -> Reader:
    return Reader(lexicon)

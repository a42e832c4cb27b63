"""The tables that every test of billing counts with."""

from __future__ import annotations

import pytest

from rehabcode.codebook import Codebook
from rehabcode.payers import Payers


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return Codebook.load()


@pytest.fixture(scope="session")
def payers() -> Payers:
    return Payers.load()

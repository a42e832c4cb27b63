"""The case bank as it ships, and answers to its cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rehabcode.codebook import Codebook
from rehabcode_service.practice.answers import Answer, AnsweredCode, Marked
from rehabcode_service.practice.cases import Case, CaseBank, CaseCode

Perfect = Callable[[Case], Answer]


@pytest.fixture(scope="session")
def bank() -> CaseBank:
    """The cases that come with the package."""
    return CaseBank.load()


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return Codebook.load()


def answered(code: CaseCode) -> AnsweredCode:
    """Return the answer that a coder gives who knows a code."""
    marked = tuple(Marked(span.start, span.end) for span in code.evidence)
    return AnsweredCode(code.code, marked, code.units, tuple(group[0] for group in code.modifiers))


@pytest.fixture
def perfect() -> Perfect:
    """A function that answers a case as its gold does."""
    return lambda case: Answer(tuple(answered(code) for code in case.codes))

"""The components that a note states are held against the level of the evaluation that was suggested."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rehabcode import Evidence, Suggestion, Visit
from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.evaluation_grids import evaluation_grid
from rehabcode.billing.visit import Encounter
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Lexicon.load())


@pytest.fixture(scope="module")
def rules() -> DocumentationRules:
    return DocumentationRules.load()


def met(note: str, code: str, reader: Reader) -> Encounter:
    evidence = Evidence(0, 2, note[:2], "evaluation", "assessment", "named")
    suggestions = (Suggestion(code, "A name", 0.9, (evidence,)),)
    return Encounter(reader.read(note), suggestions, suggestions, date(2026, 1, 2), "medicare", True, Visit())


@pytest.mark.cases("evaluation_grids.yaml")
def test_the_code_that_is_borne_out(case: dict[str, Any], reader: Reader, rules: DocumentationRules) -> None:
    grid, found = evaluation_grid(met(case["note"], case["suggested"], reader), rules)
    assert grid
    assert (grid.code, grid.supported_code) == (case["suggested"], case["supported"])
    codes = [(case["suggested"], case["supported"])] if case["misfit"] else []
    assert [finding.codes for finding in found] == codes


@pytest.mark.cases("evaluation_grids.yaml")
def test_its_words_stand_there(case: dict[str, Any], reader: Reader, rules: DocumentationRules) -> None:
    grid, found = evaluation_grid(met(case["note"], case["suggested"], reader), rules)
    assert grid
    spans = [span for component in grid.components for span in component.spans]
    spans += [span for finding in found for span in finding.spans]
    assert [case["note"][span.start : span.end] for span in spans] == [span.quote for span in spans]


@pytest.mark.parametrize("code", ["97110", "97164", "97001"])
def test_what_has_no_level_has_no_grid(code: str, reader: Reader, rules: DocumentationRules) -> None:
    assert evaluation_grid(met("PT evaluation. Stable presentation.", code, reader), rules) == (None, ())

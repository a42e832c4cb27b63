"""One evaluation a note, and no add-on without its base."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.codebook import Codebook
from rehabcode.ranking.consistency import Consistency

CODEBOOK = Codebook.load()
RULES = Consistency(CODEBOOK)
CODES = sorted(code.code for code in CODEBOOK)
BASES = {code.code: code.add_on_to for code in CODEBOOK if code.add_on_to}
EVALUATIONS = {"97161", "97162", "97163", "97164", "97165", "97166", "97167", "97168"}


@pytest.mark.parametrize(
    ("chances", "expect"),
    [
        ({}, set()),
        ({"97110": 0.5, "97140": 0.49}, {"97110"}),
        ({"97161": 0.6, "97162": 0.9, "97110": 0.7}, {"97162", "97110"}),
        ({"97163": 0.6, "97164": 0.8}, {"97164"}),
        ({"97551": 0.9}, set()),
        ({"97551": 0.9, "97550": 0.4}, set()),
        ({"97551": 0.5, "97550": 0.5}, {"97550", "97551"}),
        ({"97130": 0.9, "97129": 0.6}, {"97129", "97130"}),
        ({"90913": 0.9, "97550": 0.6}, {"97550"}),
        ({"20560": 0.9, "20561": 0.8, "97140": 0.6}, {"20560", "97140"}),
    ],
    ids=[
        "nothing", "at-the-threshold", "likelier-evaluation", "re-evaluation", "add-on-alone", "base-below", "both",
        "cognition", "base-of-another", "one-count-of-muscles",
    ],
)  # fmt: skip
def test_what_stands_together(chances: dict[str, float], expect: set[str]) -> None:
    assert RULES.suggested(chances, 0.5) == expect


@pytest.mark.parametrize(
    ("add_on", "minutes", "is_too_short"),
    [
        ("97551", 37, True), ("97551", 38, False), ("97130", 22, True), ("97130", 23, False), ("90913", 22, True),
        ("97546", 149, True), ("97546", 150, False), ("97551", 0, False), ("97598", 10, False), ("97550", 5, False),
    ],
)  # fmt: skip
def test_an_add_on_needs_the_base_and_half_of_its_own_minutes(add_on: str, minutes: int, is_too_short: bool) -> None:
    assert RULES.too_short({add_on, "97110"}, minutes) == (frozenset([add_on]) if is_too_short else frozenset())


chances_of_codes = st.dictionaries(st.sampled_from(CODES), st.floats(0, 1))


@given(chances_of_codes, st.floats(0, 1))
def test_no_note_breaks_a_rule(chances: dict[str, float], threshold: float) -> None:
    suggested = RULES.suggested(chances, threshold)
    assert suggested <= {code for code, chance in chances.items() if chance >= threshold}
    assert len(suggested & EVALUATIONS) <= 1
    assert not suggested >= {"20560", "20561"}
    assert {BASES[code] for code in suggested if code in BASES} <= suggested


@given(chances_of_codes, st.floats(0, 1))
def test_only_evaluations_needlings_and_add_ons_are_left_out(chances: dict[str, float], threshold: float) -> None:
    above = {code for code, chance in chances.items() if chance >= threshold}
    assert above - RULES.suggested(chances, threshold) <= EVALUATIONS | {"20560", "20561"} | set(BASES)


def test_the_bases_are_those_of_the_guideline() -> None:
    assert {("97551", "97550"), ("97130", "97129"), ("90913", "90912"), ("97546", "97545")} <= set(BASES.items())

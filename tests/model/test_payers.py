"""A payer is found by id, and one that is not known is refused without repeating what was given."""

from __future__ import annotations

import pytest

from rehabcode.errors import UnknownPayer
from rehabcode.payers import Payers


@pytest.fixture(scope="module")
def payers() -> Payers:
    return Payers.load()


@pytest.mark.parametrize(
    ("payer", "unit_rule"),
    [
        ("medicare", "cms"),
        ("medicare_advantage", "cms"),
        ("medicaid", "midpoint"),
        ("commercial", "midpoint"),
        ("workers_comp", "midpoint"),
        ("auto", "midpoint"),
        ("self_pay", "midpoint"),
    ],
)
def test_how_a_payer_counts_units(payer: str, unit_rule: str, payers: Payers) -> None:
    assert payer in payers
    assert payers[payer].unit_rule == unit_rule


def test_only_the_rule_of_medicare_is_verified(payers: Payers) -> None:
    assert {payer.payer for payer in payers if payer.verified is True} == {"medicare"}


def test_medicare_wants_its_own_code_for_unattended_stimulation(payers: Payers) -> None:
    assert payers["medicare"].swaps == {"97014": "G0283"}
    assert not payers["commercial"].swaps


@pytest.mark.parametrize("payer", ["", "Medicare", "pt refused gait training"])
def test_an_unknown_payer_is_refused(payer: str, payers: Payers) -> None:
    assert payer not in payers
    with pytest.raises(UnknownPayer, match=r"^the payer is not in payers\.jsonl; take one of medicare, medicare_adv"):
        payers[payer]


def test_it_counts_its_payers(payers: Payers) -> None:
    assert len(payers) == len({payer.payer for payer in payers})

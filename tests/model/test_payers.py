"""A payer is found by id, and one that is not known is refused without repeating what was given."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rehabcode.errors import KnowledgeError, UnknownPayer
from rehabcode.payers import Payers
from rehabcode.shelf import KNOWLEDGE


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


def test_the_pool_is_of_15_minutes_and_8_earn_one(payers: Payers) -> None:
    assert (payers.pooled_kind.unit, payers.pooled_kind.unit_minutes, payers.pooled_kind.least_minutes) == (
        "per_15_min", 15, 8,
    )  # fmt: skip


def test_a_rule_that_pools_says_what_a_tie_does(payers: Payers) -> None:
    assert [one.by for one in payers.unit_rules["cms"].tie_breaks] == ["minutes", "code"]
    assert not payers.unit_rules["midpoint"].tie_breaks


def test_no_tie_break_passes_for_verified(payers: Payers) -> None:
    assert {one.verified for one in payers.unit_rules["cms"].tie_breaks} == {"partial"}


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "unit_rules.jsonl", '"midpoint", "name"', '"cms", "name"',
            "unit_rules.jsonl, row 2: rule 'cms' stands in row 1 already; keep one of the two rows",
        ),
        (
            "unit_rules.jsonl", '{"rule": "midpoint"', "\n",
            "unit_rules.jsonl, row 3: the line is not one JSON object",
        ),
        (
            "unit_rules.jsonl", '"CMS-CH5-EX + MEM"', '"CMS-CH5-EX + HEARSAY"',
            "unit_rules.jsonl, row 1: source 'HEARSAY' is not in sources.jsonl; correct it, or add it to sources.jsonl",
        ),
        (
            "unit_kinds.jsonl", '"pooled": true, ', "",
            "unit_kinds.jsonl: 0 kinds of units are pooled; mark exactly one as pooled",
        ),
        (
            "unit_kinds.jsonl", '"unit_minutes": 30, "least_minutes": 16', '"unit_minutes": 31, "least_minutes": 16',
            "the minutes of 97550 are not those that unit_kinds.jsonl gives to 'initial_30_min'; let the two",
        ),
        (
            "unit_kinds.jsonl", '"least_minutes": 8, "pooled"', '"least_minutes": 7, "pooled"',
            "codebook.jsonl, row 1: the minutes of 97110 are not those that unit_kinds.jsonl gives to 'per_15_min'",
        ),
    ],
    ids=["rule-twice", "rule-cut", "source-of-a-tie-break", "no-pool", "other-length", "other-least"],
)  # fmt: skip
def test_files_that_do_not_agree_are_named(file: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    folder = shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(says)):
        Payers.load(folder)


@pytest.mark.parametrize(
    ("file", "kept", "says"),
    [
        ("unit_rules.jsonl", '"cms"', "payers.jsonl, row 4: unit rule 'midpoint' is not in unit_rules.jsonl"),
        ("unit_kinds.jsonl", '"per_15_min"', "unit 'untimed_per_session' is not in unit_kinds.jsonl"),
    ],
)
def test_a_row_that_others_need_is_missed(file: str, kept: str, says: str, tmp_path: Path) -> None:
    folder = shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    (folder / file).write_text("\n".join(line for line in lines if kept in line), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(says)):
        Payers.load(folder)

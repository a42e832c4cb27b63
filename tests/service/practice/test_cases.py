"""The case bank is whole: its gold follows from its own minutes, its edits and its words, and a bad row is named."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from rehabcode.billing.units import count_units
from rehabcode.codebook import Codebook
from rehabcode.errors import KnowledgeError
from rehabcode.payers import Payers
from rehabcode.rulebook import Rulebook
from rehabcode_service.practice.cases import CASES, Case, CaseBank

SEED = {
    "97110", "97112", "97116", "97124", "97140", "97150", "97161", "97162", "97163", "97164", "97530", "97535",
    "97750", "97761", "97550", "97551", "97552",
}  # fmt: skip


@pytest.fixture
def row() -> dict[str, Any]:
    """A row that is right."""
    text = "Quad sets 3 x 10."
    code = {
        "code": "97110", "minutes": None, "units": None, "modifiers": [], "rationale": "counted", "source": "LCD-CA",
        "evidence": [{"start": 0, "end": 9, "quote": "Quad sets"}],
    }  # fmt: skip
    return {
        "id": "quads", "title": "Quads", "level": 1, "discipline": "PT", "kind": "daily", "payer": "medicare",
        "text": text, "codes": [code], "traps": [], "asks": [], "look_alikes": [], "rules": [], "origin": "composed",
    }  # fmt: skip


def load(folder: Path, *rows: dict[str, Any]) -> CaseBank:
    (folder / CASES).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return CaseBank.load(folder)


def test_a_bank_of_ones_own_is_read(tmp_path: Path, row: dict[str, Any]) -> None:
    bank = load(tmp_path, row)
    assert ["quads" in bank, len(bank), bank["quads"].codes[0].evidence[0].quote] == [True, 1, "Quad sets"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"level": 5}, "row 1: field 'level' is not right"),
        ({"payer": "nobody"}, "row 1: payer 'nobody' is not in payers.jsonl; correct it, or add it"),
        ({"rules": ["no-rule"]}, "row 1: rule 'no-rule' is not in policy_rules.jsonl"),
        ({"text": "Heel raises."}, "row 1: .*the quote at 0 is not what stands there; count the characters again"),
        ({"look_alikes": [["97116", "97530"]]}, "row 1: .*pair holds no code of the case; name the code"),
        ({"look_alikes": [["97110", "97597"]]}, "row 1: pair '97110/97597' is not in look_alikes.jsonl"),
        ({"scene": "alone"}, "row 1: scene 'alone' is written in one way only; add the case"),
        ({"hint": "x"}, "row 1: field 'hint' is unknown"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_bad_row_is_named_with_its_remedy(
    tmp_path: Path, row: dict[str, Any], changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(KnowledgeError, match=said):
        load(tmp_path, row | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "00000"}, "code '00000' is not in codebook.jsonl"),
        ({"source": "NOBODY"}, "source 'NOBODY' is not in sources.jsonl"),
        ({"evidence": []}, "code 97110 has no evidence; quote the words that prove it"),
        ({"rationale": ""}, "field 'rationale' is blank"),
        ({"modifiers": [["??"]]}, r"modifier '\?\?' is not in modifiers.jsonl"),
        ({"modifiers": [[]]}, "code 97110 has a group of no modifiers"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_bad_code_is_named_with_its_remedy(
    tmp_path: Path, row: dict[str, Any], changes: dict[str, Any], said: str
) -> None:
    row["codes"][0] |= changes
    with pytest.raises(KnowledgeError, match=f"row 1: .*{said}"):
        load(tmp_path, row)


def test_an_id_stands_once(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(KnowledgeError, match="row 2: id 'quads' stands in row 1 already; keep one of the two rows"):
        load(tmp_path, row, row)


def test_a_bad_row_tells_no_word_of_its_note(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(KnowledgeError, match="row 1") as raised:
        load(tmp_path, row | {"text": "Heel raises by the window."})
    assert "window" not in str(raised.value)


def test_the_bank_covers_levels_and_codes(bank: CaseBank) -> None:
    codes = {code.code for case in bank for code in case.codes}
    assert {case.level for case in bank} == {1, 2, 3, 4}
    assert not SEED - codes


def test_the_units_of_every_case_follow_from_its_minutes(bank: CaseBank) -> None:
    """They were written by hand; the payer's rule counts them again."""
    codebook, payers = Codebook.load(), Payers.load()
    asking = [case for case in bank if "units" in case.asks]
    assert asking
    assert {case.id: {code.code: code.units for code in case.codes} for case in asking} == {
        case.id: count_units({code.code: code.minutes for code in case.codes}, case.payer, payers, codebook).units
        for case in asking
    }


def test_the_modifiers_of_every_case_answer_its_edits(bank: CaseBank) -> None:
    rulebook = Rulebook.load()
    asking = [case for case in bank if "modifiers" in case.asks]
    edited = {case.id: set(answering(case, rulebook)) for case in asking}
    assert edited
    assert edited == {case.id: {code.code for code in case.codes if code.modifiers} for case in asking}


def answering(case: Case, rulebook: Rulebook) -> list[str]:
    """Return the codes of a case that stand in column two of an edit that a modifier answers."""
    edits = [
        rulebook.pair_edit(one.code, other.code)
        for one, other in combinations([code for code in case.codes if code.units != 0], 2)
    ]
    return [edit.column2 for edit in edits if edit is not None and edit.indicator("practitioner") == 1]


def test_no_case_bills_a_pair_that_never_goes_together(bank: CaseBank) -> None:
    rulebook = Rulebook.load()
    pairs = [(case.id, rulebook.pair_edit(a.code, b.code)) for case in bank for a, b in combinations(case.codes, 2)]
    assert pairs
    assert not [name for name, edit in pairs if edit is not None and edit.indicator("practitioner") == 0]


def test_the_two_ways_of_a_scene_differ_in_their_answer(bank: CaseBank) -> None:
    told = [(case.scene, told_by(case)) for case in bank if case.scene is not None]
    assert told
    assert len(set(told)) == len(told)


def told_by(case: Case) -> tuple[object, ...]:
    """Return what a case answers: its payer, its codes with their units."""
    return (case.payer, *((code.code, code.units) for code in case.codes))

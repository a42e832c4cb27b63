"""The two banks: single clauses with their codes, and lines with what was done or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rehabcode.codebook import Codebook
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode.records import Reading
from rehabcode_training import clause_bank as clauses
from rehabcode_training import status_bank as statuses
from rehabcode_training.errors import CorpusError

CODES = ("97110", "97116")
CLAUSE = {"clause": "SLR 3x10", "codes": ["97110"], "source": "invented"}
STATUS = {"line": "Declined gait training.", "start": 9, "end": 22, "assertion": "negated", "source": "invented"}
Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def read() -> Read:
    return Reader(Lexicon.load()).read


def kept(folder: Path, file: str, *rows: dict[str, Any]) -> Path:
    (folder / file).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_every_clause_of_the_bank_is_of_a_code_that_the_codebook_knows() -> None:
    bank = clauses.clause_bank()
    assert len(bank) > 10_000
    assert {code for one in bank for code in one.codes} <= {code.code for code in Codebook.load()}
    assert len({one.clause.lower() for one in bank}) == len(bank)


def test_the_marks_of_the_status_bank_stand_in_their_lines() -> None:
    bank = statuses.status_bank()
    assert len(bank) > 1_600
    assert all(one.marked.quote == one.line[one.marked.start : one.marked.end] != "" for one in bank)
    assert {one.assertion for one in bank} >= {"performed", "planned", "negated", "historical", "home", "other"}


@pytest.mark.parametrize("bank", [clauses.clause_bank, statuses.status_bank])
def test_a_folder_without_a_bank_gives_an_empty_one(bank: Callable[[Path], tuple[object, ...]], tmp_path: Path) -> None:
    assert bank(tmp_path) == ()


@pytest.mark.parametrize(
    "change", [{"codes": 97110}, {"clause": None}, {"verdict": "x"}], ids=["number", "no-clause", "another-field"]
)
def test_a_bad_clause_is_named_by_its_row(change: dict[str, Any], tmp_path: Path) -> None:
    folder = kept(tmp_path, clauses.FILE, CLAUSE, CLAUSE | change)
    with pytest.raises(CorpusError, match=r"clauses\.jsonl, row 2"):
        clauses.clause_bank(folder)


@pytest.mark.parametrize(
    "change",
    [{"assertion": "done"}, {"start": 22}, {"end": 24}, {"start": -1}],
    ids=["unknown-assertion", "nothing-marked", "past-the-end", "before-the-beginning"],
)
def test_a_bad_status_line_is_named_by_its_row(change: dict[str, Any], tmp_path: Path) -> None:
    folder = kept(tmp_path, statuses.FILE, STATUS | change)
    with pytest.raises(CorpusError, match=r"statuses\.jsonl, row 1"):
        statuses.status_bank(folder)


@pytest.mark.parametrize(
    ("clause", "codes", "expect"),
    [
        ("SLR 3x10", ["97110"], [[1, -1]]),
        ("SLR 3x10", [], [[-1, -1]]),
        ("taped the ankle", ["29540"], [[-1, -1]]),
        ("SLR 3x10 before gait training", ["97110", "97116"], [[1, 1]]),
        ("SLR 3x10, gait training", ["97110", "97116"], [[0, 0], [0, 0]]),
        ("SLR 3x10, quad sets", ["97110"], [[1, -1], [1, -1]]),
    ],
)
def test_a_clause_proves_its_codes_and_no_other(
    clause: str, codes: list[str], expect: list[list[int]], read: Read
) -> None:
    targets = clauses.bank_targets([clauses.BankClause(clause, tuple(codes), "invented")], [read(clause)], CODES)
    assert targets.proof.tolist() == expect
    assert not targets.done.any()


@pytest.mark.parametrize(
    ("assertion", "proof", "done"), [("performed", 0, 1), ("planned", -1, -1)], ids=["done", "not-done"]
)
def test_a_line_tells_of_what_is_marked_alone(
    assertion: str, proof: int, done: int, tmp_path: Path, read: Read
) -> None:
    line = "Knee sore today. Gait training with cane."
    row = STATUS | {"line": line, "start": 17, "end": 40, "assertion": assertion}
    bank = statuses.status_bank(kept(tmp_path, statuses.FILE, row))
    targets = statuses.status_targets(bank, [read(line)], CODES)
    np.testing.assert_array_equal(targets.proof, [[0, 0], [proof, proof]])
    np.testing.assert_array_equal(targets.done, [0, done])

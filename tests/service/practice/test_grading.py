"""A grade says what was earned, part by part, and cannot be gained by leaving out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rehabcode.records import Span
from rehabcode_service.practice.answers import Answer, AnsweredCode, InvalidAnswer, Marked
from rehabcode_service.practice.cases import Case, CaseBank, CaseCode, CaseTrap
from rehabcode_service.practice.grading import grade

NOTE = """Ther ex 30 min: quad sets 3x10, heel raises 2x15.
patellar glides grade III, 15 min.
Gait training next visit."""


def span(quote: str) -> Span:
    start = NOTE.index(quote)
    return Span(start, start + len(quote), quote)


CASE = Case(
    id="glides",
    title="Glides",
    level=3,
    discipline="PT",
    kind="daily",
    payer="medicare",
    text=NOTE,
    codes=(
        CaseCode("97110", 30, 2, (), (span("quad sets 3x10"), span("heel raises 2x15")), "counted", "LCD-CA"),
        CaseCode("97140", 15, 1, (("59", "XU"),), (span("patellar glides grade III"),), "by hand", "LCD-ETC"),
    ),
    traps=(
        CaseTrap(NOTE.index("Gait"), len(NOTE) - 1, "Gait training next visit", "97116", "planned", "later", "MEM"),
    ),
    asks=("units", "modifiers"),
    look_alikes=(),
    rules=(),
    origin="composed",
)


def marked(words: str) -> Marked:
    start, length = (0, len(NOTE)) if words == "whole note" else (NOTE.index(words), len(words))
    return Marked(start, start + length)


def read(rows: list[dict[str, Any]]) -> Answer:
    return Answer(
        tuple(
            AnsweredCode(
                row["code"],
                tuple(marked(words) for words in row.get("words", ())),
                row.get("units"),
                tuple(row.get("modifiers", ())),
            )
            for row in rows
        )
    )


@pytest.mark.cases("practice_answers.yaml")
def test_each_part_earns_what_is_stated(case: dict[str, Any]) -> None:
    found = grade(CASE, read(case["answer"]))
    assert {part.name: part.earned for part in found.parts} == pytest.approx(case["parts"], abs=1e-4)
    assert found.score == pytest.approx(case["score"], abs=1e-4)
    assert [trap.assertion for trap in found.fallen] == case.get("fallen", [])


def test_what_is_not_asked_leaves_its_weight_to_the_rest() -> None:
    found = grade(replace(CASE, asks=()), Answer())
    assert {part.name: part.weight for part in found.parts} == pytest.approx({"codes": 0.625, "evidence": 0.375})


def test_units_that_nothing_tells_are_not_asked_for() -> None:
    found = grade(replace(CASE, codes=tuple(replace(code, units=None) for code in CASE.codes)), Answer())
    assert found.part("units") is None


@pytest.mark.parametrize(("codes", "score"), [((), 1.0), (("97110",), 0.0)])
def test_a_note_that_supports_nothing_wants_no_code(codes: tuple[str, ...], score: float) -> None:
    answer = Answer(tuple(AnsweredCode(code) for code in codes))
    assert grade(replace(CASE, codes=()), answer).score == score


def test_a_right_code_more_never_costs() -> None:
    one = grade(CASE, Answer((AnsweredCode("97110"),)))
    assert grade(CASE, Answer((AnsweredCode("97110"), AnsweredCode("97140")))).score > one.score


def test_a_code_answered_twice_is_refused() -> None:
    with pytest.raises(InvalidAnswer, match="a code is answered twice; put its words and units into one"):
        Answer((AnsweredCode("97110"), AnsweredCode("97110")))


def test_the_gold_of_every_case_earns_everything(bank: CaseBank, perfect: Any) -> None:
    assert {case.id: grade(case, perfect(case)).score for case in bank} == pytest.approx({case.id: 1 for case in bank})

"""Each error is told by what it would need; the note is read only where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from rehabcode.records import Assertion, Clause, Cue, Mention, Reading
from rehabcode_training.answers import Answered
from rehabcode_training.error_causes import ErrorCauses

Build = Callable[[dict[str, Any]], Answered]
Case = dict[str, Any]
MARK = Cue(0, 1, "a", "any")


def places(entries: list[str]) -> list[tuple[int, int, str]]:
    """Turn "0-5 plan" into (0, 5, "plan")."""
    parted = [entry.replace("-", " ", 1).split(" ", 2) for entry in entries]
    return [(int(start), int(end), name) for start, end, name in parted]


def reading_of(case: Case, text: str) -> Reading:
    clauses = tuple(
        Clause(start, end, 0, 0, 0, 0, section, -1, -1, True, False, False, "")
        for start, end, section in places(case.get("clauses", []))
    )
    mentions = tuple(
        Mention(start, end, text[start:end], "any", (), cast("Assertion", assertion), MARK, "")
        for start, end, assertion in places(case.get("mentions", []))
    )
    return Reading(text, (), (), clauses, (), mentions, ())


def row_of(case: Case, answered: Build) -> Answered:
    """Build the note; the fixture's traps are planned and its cues of no section, which a case may change."""
    row = answered(case["note"])
    kinds = [trap.get("assertion", "planned") for trap in case["note"].get("traps", [])]
    traps = tuple(replace(trap, assertion=kind) for trap, kind in zip(row.note.traps, kinds, strict=True))
    cue = replace(MARK, rule=case.get("rule", "any"))
    withheld = tuple(replace(mention, cue=cue) for mention in row.answer.withheld)
    return replace(row, note=replace(row.note, traps=traps), answer=replace(row.answer, withheld=withheld))


@pytest.mark.cases("error_causes.yaml")
def test_cause(case: Case, answered: Build) -> None:
    row = row_of(case, answered)
    second = {row.note.id: case["second"]} if "second" in case else {}
    causes = ErrorCauses(lambda text: reading_of(case, text), second)
    assert [[*cause] for cause in causes.of(row)] == case["expect"]


def test_a_note_without_an_error_is_not_read(answered: Build) -> None:
    read: list[str] = []

    def reading(text: str) -> Reading:
        read.append(text)
        return reading_of({}, text)

    causes = ErrorCauses(reading, {})
    right = answered({"gold": [{"code": "97110"}], "suggested": [{"code": "97110"}]})
    wrong = answered({"gold": [], "suggested": [{"code": "97110"}]})
    assert causes.lines([right]) == []
    assert read == []
    assert causes.lines([wrong]) != []
    assert read == [wrong.note.text]


def test_causes_are_counted_the_commonest_first(answered: Build) -> None:
    missed = answered({"gold": [{"code": "97110"}]})
    low = answered({"gold": [{"code": "97110"}], "considered": [{"code": "97110", "score": 0.2}]})
    wrong = answered({"gold": [], "suggested": [{"code": "97110"}]})
    lines = ErrorCauses(lambda text: reading_of({}, text), {}).lines([missed, low, wrong, low])
    assert [(line.side, line.cause, line.codes) for line in lines] == [
        ("missed", "judged too unlikely", 2), ("missed", "not found", 1), ("wrong", "words without a label", 1),
    ]  # fmt: skip

"""Every measure against figures worked out by hand, and what is asked of a note a second time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from rehabcode.records import Evidence, NoteSuggestions, Span, Suggestion, Versions
from rehabcode_training.answers import Answered
from rehabcode_training.measures import MEASURES
from rehabcode_training.measures.faithfulness import ask_again, evidence_alone, score_of, without_evidence

BY_NAME = {measure.name: measure for measure in MEASURES}
CASES = Path(__file__).parents[1] / "cases" / "measures.yaml"
Build = Callable[[dict[str, Any]], Answered]


@pytest.mark.cases("measures.yaml")
def test_measure(case: dict[str, Any], answered: Build) -> None:
    rows = [answered(note) for note in case["notes"] for _ in range(note.get("times", 1))]
    expected = float("nan") if case["expect"] is None else case["expect"]
    assert BY_NAME[case["measure"]].of(rows) == pytest.approx(expected, abs=1e-4, nan_ok=True)


def test_every_measure_has_a_case() -> None:
    covered = {case["measure"] for case in yaml.safe_load(CASES.read_text(encoding="utf-8"))}
    assert covered == set(BY_NAME)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_measure_of_no_notes_is_nothing(name: str) -> None:
    assert BY_NAME[name].of([]) == pytest.approx(float("nan"), nan_ok=True)


TEXT = "quad sets, bike\nSTM to calf"


@pytest.mark.parametrize(
    ("spans", "without", "alone"),
    [
        ([(0, 9)], ", bike\nSTM to calf", "quad sets"),
        ([(16, 19), (0, 4)], " sets, bike\n to calf", "quad\nSTM"),
        ([(0, 4), (2, 9)], ", bike\nSTM to calf", "quad sets"),
        ([(11, 19)], "quad sets, \n to calf", "bike\nSTM"),
    ],
    ids=["one", "in-the-order-of-the-note", "overlapping", "over-a-line-break"],
)
def test_a_note_without_its_evidence_and_the_evidence_alone(
    spans: list[tuple[int, int]], without: str, alone: str
) -> None:
    evidence = [Span(start, end, TEXT[start:end]) for start, end in spans]
    assert without_evidence(TEXT, evidence) == without
    assert evidence_alone(TEXT, evidence) == alone


class Counting:
    """Scores 97110 by the share of `a` among the letters, and nothing where there is none."""

    def suggest(self, text: str, /) -> NoteSuggestions:
        share = text.count("a") / max(len(text), 1)
        at = text.find("a")
        evidence = (Evidence(at, at + 1, "a", "any", "", "any"),)
        suggestions = (Suggestion("97110", "any", share, evidence),) if share else ()
        return NoteSuggestions(suggestions, (), (), Versions("0", "0", "0"))


def test_a_right_suggestion_is_asked_about_twice(answered: Build) -> None:
    row = answered({"gold": [{"code": "97110"}], "suggested": [{"code": "97110", "score": 0.1, "at": "0-1"}]})
    (again,) = ask_again(Counting(), [row])
    (fall,) = again.faithfulness
    assert fall.comprehensiveness == pytest.approx(0.1 - 9 / 99)
    assert fall.sufficiency == pytest.approx(0.1 - 1.0)


def test_a_wrong_suggestion_is_not_asked_about(answered: Build) -> None:
    row = answered({"gold": [], "suggested": [{"code": "97110"}]})
    (again,) = ask_again(Counting(), [row])
    assert again.faithfulness == ()


def test_a_code_that_is_not_ranked_scores_nought(answered: Build) -> None:
    answer = answered({"gold": [], "considered": [{"code": "97140", "score": 0.2}]}).answer
    assert (score_of("97140", answer), score_of("97110", answer)) == (0.2, 0.0)

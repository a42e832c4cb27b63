"""What was wrong comes back in another note; what is held is left alone for longer and longer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from rehabcode.codebook import Codebook
from rehabcode_service.practice.answers import Answer, AnsweredCode
from rehabcode_service.practice.cases import Case, CaseBank
from rehabcode_service.practice.grading import grade
from rehabcode_service.practice.outcomes import confusions, outcomes
from rehabcode_service.practice.schedule import Schedule, next_case
from rehabcode_service.practice.skills import pair_skill, skills_of

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass
class Learner:
    """Does up to eight cases a day, and until day `learns` takes massage and manual therapy for one another."""

    bank: CaseBank
    codebook: Codebook
    perfect: Any
    learns: int
    schedule: Schedule = field(default_factory=Schedule)
    seen: dict[str, datetime] = field(default_factory=dict)
    dealt: list[tuple[int, str]] = field(default_factory=list)

    def work(self, days: int) -> Learner:
        for day, place in ((day, place) for day in range(days) for place in range(8)):
            now = START + timedelta(days=day, minutes=12 * place)
            case = next_case(self.bank, self.schedule, self.seen, now)
            if case is not None:
                found = grade(case, self.answer(case, day))
                self.schedule.review(outcomes(case, found, self.codebook), now)
                self.seen[case.id] = now
                self.dealt.append((day, case.id))
        return self

    def answer(self, case: Case, day: int) -> Answer:
        answer: Answer = self.perfect(case)
        swaps = {"97124": "97140", "97140": "97124"} if day < self.learns else {}
        return Answer(
            tuple(
                AnsweredCode(swaps.get(one.code, one.code), one.evidence, one.units, one.modifiers)
                for one in answer.codes
                if one.code not in swaps or answer.of(swaps[one.code]) is None
            )
        )


@pytest.fixture
def replayed(bank: CaseBank, codebook: Codebook, perfect: Any) -> Learner:
    """Sixty days, the first ten of them with the confusion."""
    return Learner(bank, codebook, perfect, learns=10).work(60)


def test_sixty_days_show_every_case(replayed: Learner, bank: CaseBank) -> None:
    assert {case_id for _, case_id in replayed.dealt} == {case.id for case in bank}


def test_no_case_is_dealt_twice_in_a_row(replayed: Learner) -> None:
    ids = [case_id for _, case_id in replayed.dealt]
    assert not [one for one, after in pairwise(ids) if one == after]


@pytest.mark.parametrize("left", ["hands-a", "hands-b", "corpus-ag010", "corpus-ab068"])
def test_a_fresh_case_is_taken_while_there_is_one_for_what_is_due(bank: CaseBank, left: str) -> None:
    pair = pair_skill("97124", "97140")
    schedule = Schedule()
    schedule.review({pair: "wrong"}, START)
    seen = {case.id: START for case in bank if pair in skills_of(case) and case.id != left}
    case = next_case(bank, schedule, seen, START + timedelta(minutes=10))
    assert seen
    assert case is not None
    assert case.id == left


def test_the_confusion_comes_back_while_it_lasts_and_rarely_after(replayed: Learner, bank: CaseBank) -> None:
    pair = pair_skill("97124", "97140")
    days = Counter(day for day, case_id in replayed.dealt if pair in skills_of(bank[case_id]))
    first, last = sum(days[day] for day in range(10)), sum(days[day] for day in range(50, 60))
    assert first > 3 * last
    assert first >= 10


def test_the_work_of_a_day_falls(replayed: Learner) -> None:
    days = Counter(day for day, _ in replayed.dealt)
    assert sum(days[day] for day in range(50, 60)) < sum(days[day] for day in range(10)) / 2


def test_what_is_held_is_due_ever_later(replayed: Learner) -> None:
    intervals = [card.due - card.last_review for card in replayed.schedule.cards.values() if card.last_review]
    assert min(intervals) > timedelta(days=1)
    assert max(intervals) > timedelta(days=30)


def test_the_same_days_deal_the_same_cases(bank: CaseBank, codebook: Codebook, perfect: Any) -> None:
    one, other = (Learner(bank, codebook, perfect, learns=3).work(8) for _ in range(2))
    assert one.dealt == other.dealt


def test_a_new_learner_begins_with_the_easiest(bank: CaseBank) -> None:
    case = next_case(bank, Schedule(), {}, START)
    assert case is not None
    assert case.level == 1


def test_nothing_due_and_nothing_new_deals_nothing(bank: CaseBank) -> None:
    assert next_case(bank, Schedule(), {case.id: START for case in bank}, START) is None


def test_what_went_wrong_is_due_in_ten_minutes(bank: CaseBank, codebook: Codebook) -> None:
    schedule, case = Schedule(), bank["belt-b"]
    schedule.review(outcomes(case, grade(case, Answer()), codebook), START)
    assert "code:97116" not in schedule.due(START + timedelta(minutes=9))
    assert "code:97116" in schedule.due(START + timedelta(minutes=10))


def test_what_was_confused_comes_before_what_is_only_due(bank: CaseBank) -> None:
    schedule = Schedule()
    schedule.review({"code:97036": "wrong", pair_skill("97110", "97530"): "wrong"}, START)
    later = START + timedelta(hours=1)
    plain = next_case(bank, schedule, {}, later)
    adapted = next_case(bank, schedule, {}, later, confused=[pair_skill("97110", "97530")])
    assert plain is not None
    assert adapted is not None
    assert "code:97036" in skills_of(plain)
    assert pair_skill("97110", "97530") in skills_of(adapted)


def test_an_over_coded_look_alike_is_a_confusion(bank: CaseBank, codebook: Codebook) -> None:
    case = bank["hands-a"]
    found = grade(case, Answer((AnsweredCode("97140"), AnsweredCode("97110"))))
    assert [(one.expected, one.answered) for one in confusions(found, codebook)] == [("97124", "97140")]


@pytest.mark.parametrize(
    ("codes", "skill", "outcome"),
    [
        (("97124", "97110"), "pair:97124/97140", "right"),
        (("97140", "97110"), "pair:97124/97140", "wrong"),
        (("97140", "97110"), "code:97140", "wrong"),
        (("97124",), "code:97110", "wrong"),
        (("97124", "97110"), "code:97110", "partly"),
        (("97124", "97110"), "rule:units_midpoint-1", "partly"),
        (("97124",), "rule:units_midpoint-1", "wrong"),
        (("97124", "97110"), "status:negated", "right"),
        (("97124", "97110", "97140"), "status:negated", "wrong"),
    ],
)
def test_an_answer_shows_what_is_held(
    bank: CaseBank, codebook: Codebook, codes: tuple[str, ...], skill: str, outcome: str
) -> None:
    case = bank["hands-a"]
    found = grade(case, Answer(tuple(AnsweredCode(code) for code in codes)))
    assert outcomes(case, found, codebook)[skill] == outcome

"""`answer.billing` is worked out when it is asked for, once, and takes no part in what an answer is."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from threading import Barrier
from time import sleep

import pytest

from rehabcode import Bill, NoteSuggestions, Suggester, Versions, Visit
from rehabcode.billing.biller import Biller
from rehabcode.records import Finding, Later

NOTE = "Manual therapy: grade III patellar mobilizations 15 min. Therapeutic exercise: squats 3x10, 20 min."
VERSIONS = Versions("0", "0", "0")


def refuse(*_: object) -> Bill:
    raise AssertionError("nobody asked for the bill")


def test_an_answer_that_is_not_asked_bills_nothing(suggester: Suggester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Biller, "bill", refuse)
    answer = suggester.suggest(NOTE)
    assert len(answer.suggestions) == 2
    assert repr(answer)
    assert answer == suggester.suggest(NOTE)
    with pytest.raises(AssertionError, match="nobody asked"):
        _ = answer.billing


def test_a_bill_is_worked_out_once(suggester: Suggester) -> None:
    answer = suggester.suggest(NOTE)
    assert answer.billing is answer.billing


def test_it_is_worked_out_once_for_all_threads() -> None:
    made: list[int] = []
    together = Barrier(8)

    def make() -> Bill:
        made.append(1)
        sleep(0.01)
        return Bill("medicare")

    answer = NoteSuggestions((), (), (), VERSIONS, bill=Later(make))

    def ask(_: int) -> Bill:
        together.wait()
        return answer.billing

    with ThreadPoolExecutor(8) as pool:
        bills = [*pool.map(ask, range(8))]
    assert made == [1]
    assert all(bill is bills[0] for bill in bills)


def test_what_failed_is_tried_again() -> None:
    tries = iter([ValueError("not yet"), None])

    def make() -> Bill:
        error = next(tries)
        if error is not None:
            raise error
        return Bill("medicare")

    later = Later(make)
    with pytest.raises(ValueError, match="not yet"):
        later.get()
    assert later.get() == Bill("medicare")


@pytest.mark.parametrize("asked", [True, False], ids=["asked", "not-asked"])
def test_a_pickled_answer_brings_its_bill(asked: bool, suggester: Suggester) -> None:
    answer = suggester.suggest(NOTE, visit=Visit(discipline="PT"))
    bill = answer.billing if asked else suggester.suggest(NOTE, visit=Visit(discipline="PT")).billing
    copy = pickle.loads(pickle.dumps(answer))
    assert copy == answer
    assert copy.billing == bill
    assert copy.billing.codes


def test_a_copied_answer_brings_its_bill(suggester: Suggester) -> None:
    answer = suggester.suggest(NOTE)
    assert deepcopy(answer).billing == answer.billing
    assert replace(answer, considered=()).billing is answer.billing


def test_the_same_bill_twice(suggester: Suggester) -> None:
    assert suggester.suggest(NOTE).billing == suggester.suggest(NOTE).billing


def test_the_same_bills_from_eight_threads(suggester: Suggester) -> None:
    notes = [f"Manual therapy: grade III patellar mobilizations {minutes} min." for minutes in range(5, 35)]
    with ThreadPoolExecutor(8) as pool:
        bills = [*pool.map(lambda note: suggester.suggest(note).billing, notes)]
    assert bills == [suggester.suggest(note).billing for note in notes]


def test_payers_count_differently_and_suggest_the_same(suggester: Suggester) -> None:
    medicare, commercial = suggester.suggest(NOTE, payer="medicare"), suggester.suggest(NOTE, payer="commercial")
    assert medicare == commercial
    assert hash(medicare) == hash(commercial)
    assert medicare.billing.rule != commercial.billing.rule


def test_an_answer_without_a_note_has_an_empty_bill(suggester: Suggester) -> None:
    (failed,) = suggester.suggest_many(["\ud800"])
    assert failed.error
    assert failed.billing == NoteSuggestions((), (), (), VERSIONS).billing == Bill()
    assert failed.billing.payer == ""


def test_an_empty_note_is_billed_as_nothing(suggester: Suggester) -> None:
    bill = suggester.suggest("").billing
    assert (bill.payer, bill.codes, bill.findings, bill.documentation) == ("medicare", (), (), ())


def test_a_bill_can_be_a_key(suggester: Suggester) -> None:
    assert len({suggester.suggest(NOTE).billing, suggester.suggest(NOTE).billing}) == 1


@pytest.mark.parametrize("blank", ["message", "remedy", "source"])
def test_a_finding_says_what_and_how_and_by_which_rule(blank: str) -> None:
    said = {"message": "m", "remedy": "r", "source": "s", blank: ""}
    with pytest.raises(ValueError, match="a finding of kind 'minutes' needs a message, a remedy and a source"):
        Finding("minutes", (), said["message"], said["remedy"], said["source"])

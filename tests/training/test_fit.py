"""A fit on a dozen notes: the same every time, and taught by what the annotators said clause by clause."""

from __future__ import annotations

import pickle
import pickletools
from collections.abc import Callable

import numpy as np
import pytest

from rehabcode import NoteSuggestions, Suggester
from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_model import ClauseTargets
from rehabcode.reader import Reader
from rehabcode.records import Assertion, Reading, Span
from rehabcode_training.corpus import GoldCode, LabelledNote, Trap
from rehabcode_training.fit import fit, fit_model
from rehabcode_training.targets import clause_targets, stacked

CODES = ("97110", "97116", "97140")
SERVICES = [("97110", "squats 3x10"), ("97116", "gait training with cane"), ("97140", "joint mobilization to knee")]
NOTE = (
    "Gait training with cane x 10 min; squats 3x10; declined massage.\nPlan: add joint mobilization.\nKnee sore today"
)
Make = Callable[..., LabelledNote]


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def gold(text: str, code: str, *words: str) -> GoldCode:
    return GoldCode(code, None, tuple(span(text, each) for each in words))


def trap(text: str, words: str, code: str, assertion: Assertion) -> Trap:
    place = span(text, words)
    return Trap(place.start, place.end, place.quote, code, assertion)


def short_note(labelled: Make, number: int) -> LabelledNote:
    """One service done, the next declined; four notes a service, of four authors."""
    (code, done), (other, not_done) = SERVICES[number % 3], SERVICES[(number + 1) % 3]
    text = f"Patient seen today: {done}, tolerated well. Patient declined {not_done}."
    return labelled(
        id=f"n{number}", author=f"a{number % 4}", group=f"g{number % 4}", text=text,
        codes=(gold(text, code, done),), traps=(trap(text, not_done, other, "negated"),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def notes(labelled: Make) -> list[LabelledNote]:
    return [short_note(labelled, number) for number in range(12)]


@pytest.fixture(scope="module")
def fitted(notes: list[LabelledNote]) -> Suggester:
    return fit(notes)


def ranked(answer: NoteSuggestions) -> list[tuple[str, float]]:
    return [(one.code, one.score) for one in (*answer.suggestions, *answer.considered)]


def test_a_second_fit_answers_as_the_first(fitted: Suggester, notes: list[LabelledNote]) -> None:
    texts = [*(note.text for note in notes[:3]), NOTE, "", "Nothing was done."]
    first = list(fitted.suggest_many(texts))
    assert list(fit(notes).suggest_many(texts)) == first
    assert any(ranked(answer) for answer in first), "equal because empty would say nothing"


def test_what_is_fitted_holds_no_set(notes: list[LabelledNote]) -> None:
    """A set is written in another order by every process: the artifact would have another hash each time."""
    written = pickle.dumps(fit_model(notes))
    names = {operation.name for operation, _, _ in pickletools.genops(written)}
    assert not names & {"EMPTY_SET", "FROZENSET"}


@pytest.mark.parametrize("number", range(3))
def test_what_was_fitted_is_ranked_first(number: int, fitted: Suggester, notes: list[LabelledNote]) -> None:
    note = notes[number]
    (best, *_) = ranked(fitted.suggest(note.text))
    assert best[0] == note.codes[0].code


def test_it_knows_the_codes_of_its_notes_and_no_others(fitted: Suggester, notes: list[LabelledNote]) -> None:
    answers = fitted.suggest_many([note.text for note in notes])
    assert {code for answer in answers for code, _ in ranked(answer)} <= set(CODES)
    assert fitted.versions.ranker == "in memory"


def test_notes_without_codes_teach_nothing(labelled: Make) -> None:
    notes = [labelled(id=f"n{number}", author=f"a{number}", text="Knee sore.") for number in range(4)]
    with pytest.raises(ValueError, match="none of the notes earns a code; fit on notes that do"):
        fit(notes)


# ── the targets of clauses ──


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Reader(Lexicon.load()).read(NOTE)


@pytest.fixture(scope="module")
def targets(labelled: Make, reading: Reading) -> ClauseTargets:
    note = labelled(
        text=NOTE,
        codes=(gold(NOTE, "97116", "Gait training with cane"),),
        traps=(trap(NOTE, "joint mobilization", "97140", "planned"), trap(NOTE, "massage", "97124", "negated")),
    )
    return clause_targets(note, reading, CODES)


@pytest.mark.parametrize(
    ("words", "proof", "done"),
    [
        ("Gait training", (-1, 1, -1), 1),
        ("squats", (-1, 0, -1), 0),
        ("joint mobilization", (-1, -1, -1), -1),
        ("massage", (-1, -1, -1), -1),
        ("Knee sore", (-1, 0, -1), 0),
    ],
    ids=["proof", "not-labelled", "planned", "trap-of-another-code", "says-nothing"],
)
def test_targets(words: str, proof: tuple[int, ...], done: int, targets: ClauseTargets, reading: Reading) -> None:
    (index,) = [i for i, clause in enumerate(reading.clauses) if words in NOTE[clause.start : clause.end]]
    assert tuple(targets.proof[index]) == proof
    assert targets.done[index] == done


def test_targets_of_several_notes_are_one_under_the_other(targets: ClauseTargets) -> None:
    both = stacked([targets, targets])
    assert both.proof.shape == (2 * len(targets.proof), len(CODES))
    np.testing.assert_array_equal(both.done, np.tile(targets.done, 2))


def test_targets_have_one_row_a_clause(targets: ClauseTargets, reading: Reading) -> None:
    count = len(reading.clauses)
    assert (targets.proof.shape, targets.done.shape) == ((count, 3), (count,))

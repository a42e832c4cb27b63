"""Variants fit with the functions that ship, on the notes that they name."""

from __future__ import annotations

from typing import Any, cast

import pytest

from rehabcode.ranking.features import FEATURES
from rehabcode.records import Evidence, NoteSuggestions, Suggestion, Versions
from rehabcode_training.ablation import ablation, naive_phrases, read_mentions
from rehabcode_training.corpus import LabelledNote
from rehabcode_training.learning_curve import learning_curve
from rehabcode_training.recipe import Recipe
from rehabcode_training.variants import Inconsistent, Learned, Variant, Yardstick, drawn

Notes = tuple[LabelledNote, ...]
WITHOUT_BANKS = Recipe(banks=())
PARTS = {
    "own", "previous", "next", "label", "head", "line",
    "parts", "pairs", "techniques", "sections", "assertions", "signs",
}  # fmt: skip
ROWS = (*ablation(["n01"]), *learning_curve())


def test_a_larger_share_holds_each_smaller_one(dozen: Notes) -> None:
    quarter, half, whole = (drawn(dozen, share) for share in (0.25, 0.5, 1.0))
    assert (len(quarter), len(half), whole) == (3, 6, [*dozen])
    assert {note.id for note in quarter} < {note.id for note in half}
    assert half == sorted(half, key=lambda note: note.id) == drawn(dozen, 0.5)


def test_a_fit_is_on_the_notes_that_it_names(dozen: Notes) -> None:
    chosen = frozenset(note.id for note in dozen[:8])
    fitted = Learned(WITHOUT_BANKS, among=chosen)(dozen)
    assert fitted.notes == len(chosen)
    assert 0.0 < fitted.megabytes < 5.0
    assert fitted.make() is not fitted.make(), "timing wants one that has read nothing"
    assert fitted.make().suggest(dozen[0].text) == fitted.make().suggest(dozen[0].text)


def test_a_yardstick_weighs_nothing_and_learns_nothing(dozen: Notes) -> None:
    fitted = Yardstick(naive_phrases)(dozen)
    assert (fitted.notes, fitted.megabytes) == (0, 0.0)
    assert [entry.code for entry in fitted.make().suggest("quad sets")] == ["97110"]


class Two:
    """Suggests one code and considers another that lies above the threshold, and a third below it."""

    threshold = 0.4

    def suggest(self, text: str, /) -> NoteSuggestions:
        proof = (Evidence(0, len(text), text, "any", "", "any"),)
        first, second, third = (
            Suggestion(code, code, score, proof) for code, score in (("a", 0.9), ("b", 0.4), ("c", 0.3))
        )
        return NoteSuggestions((first,), (second, third), (), Versions("0", "0", "0"))


def test_without_consistency_the_threshold_alone_decides() -> None:
    answer = Inconsistent(cast("Any", Two())).suggest("note")
    assert [entry.code for entry in answer.suggestions] == ["a", "b"]
    assert [entry.code for entry in answer.considered] == ["c"]


@pytest.mark.parametrize("rows", [ablation(["n01"]), learning_curve()], ids=["ablation", "learning-curve"])
def test_the_whole_comes_first_and_once(rows: tuple[Variant, ...]) -> None:
    assert [row.kind for row in rows].index("whole") == 0
    assert [row.kind for row in rows].count("whole") == 1
    assert rows[0].fit == Learned()
    assert len({row.name for row in rows}) == len(rows)


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind != "whole"], ids=lambda row: row.name)
def test_every_other_row_differs_from_the_whole(row: Variant) -> None:
    assert row.fit != Learned()


@pytest.mark.parametrize("row", [row for row in ROWS if isinstance(row.fit, Learned)], ids=lambda row: row.name)
def test_a_recipe_names_what_there_is(row: Variant) -> None:
    assert isinstance(row.fit, Learned)
    assert {*row.fit.recipe.unlearned_parts} <= PARTS
    assert {*row.fit.recipe.unlearned_features} <= {*FEATURES}


@pytest.mark.parametrize(
    ("note", "codes", "withheld"),
    [
        ("Gait training x 15 min with cane. Ultrasound was declined.", ["97116"], ["negated"]),
        ("Plan: gait training.", [], ["planned"]),
        ("Knee sore today.", [], []),
    ],
    ids=["declined", "planned", "nothing"],
)
def test_read_mentions_bills_what_reads_as_performed(note: str, codes: list[str], withheld: list[str]) -> None:
    answer = read_mentions().suggest(note)
    assert [entry.code for entry in answer] == codes
    assert [mention.assertion for mention in answer.withheld] == withheld

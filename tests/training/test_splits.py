"""A clinician or an author is on one side of every split, and every note is held out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from rehabcode_training.corpus import LabelledNote
from rehabcode_training.splits import By, Split, splits

Make = Callable[..., LabelledNote]


@pytest.fixture
def notes(labelled: Make) -> list[LabelledNote]:
    """Twelve notes of eight clinicians and four authors."""
    groups = "ababccdefghh"
    return [labelled(id=f"n{row}", group=group, author=str(row // 3)) for row, group in enumerate(groups)]


def shared(split: Split, by: By) -> set[str]:
    return {getattr(note, by) for note in split.fitted} & {getattr(note, by) for note in split.held_out}


@pytest.mark.parametrize(("by", "folds"), [("group", 5), ("author", 4), ("author", 2)])
def test_nobody_is_on_both_sides(by: By, folds: int, notes: list[LabelledNote]) -> None:
    made = list(splits(notes, by=by, folds=folds))
    assert len(made) == folds
    assert [shared(split, by) for split in made] == [set()] * folds
    assert Counter(note.id for split in made for note in split.held_out) == Counter(note.id for note in notes)
    assert {len(split.fitted) + len(split.held_out) for split in made} == {len(notes)}


def test_splits_are_the_same_every_time(notes: list[LabelledNote]) -> None:
    assert list(splits(notes, by="group", folds=3)) == list(splits(notes, by="group", folds=3))


def test_as_many_folds_as_authors_leave_one_out(notes: list[LabelledNote]) -> None:
    held_out = [{note.author for note in split.held_out} for split in splits(notes, by="author", folds=4)]
    assert sorted(held_out, key=str) == [{"0"}, {"1"}, {"2"}, {"3"}]


def test_too_many_folds_are_told(notes: list[LabelledNote]) -> None:
    with pytest.raises(ValueError, match="4 different values of 'author' cannot make 5 folds"):
        list(splits(notes, by="author", folds=5))

"""What is fitted on is never scored with the same fit, and every note of a trial is answered once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

import pytest

from rehabcode_training.answers import Suggests
from rehabcode_training.baselines import ConstantList
from rehabcode_training.corpus import LabelledNote
from rehabcode_training.trials import Fitting, Material, Trial, fittings, run

Make = Callable[..., LabelledNote]
ALL: tuple[Trial, ...] = get_args(Trial)


@pytest.fixture
def material(labelled: Make) -> Material:
    fitting = tuple(labelled(id=f"n{row}", group=f"g{row // 2}", author=str(row // 2)) for row in range(12))
    return Material(fitting, (labelled(id="d1"),), (labelled(id="r1"),))


def constant(_: Sequence[LabelledNote]) -> Suggests:
    return ConstantList()


def overlap(fitting: Fitting) -> set[str]:
    scored = {note.id for notes in fitting.scored.values() for note in notes}
    return scored & {note.id for note in fitting.fitted}


def test_nothing_is_scored_with_a_fit_that_saw_it(material: Material) -> None:
    made = fittings(material, trials=ALL)
    assert len(made) == 5 + 6 + 1
    assert [overlap(fitting) for fitting in made] == [set()] * len(made)


def test_dev_and_real_notes_share_one_fit(material: Material) -> None:
    (fitting,) = fittings(material, trials=["dev", "real_notes"])
    assert fitting.fitted == material.fitting
    assert set(fitting.scored) == {"dev", "real_notes"}


def test_real_notes_that_are_not_there_are_left_out(material: Material) -> None:
    without = Material(material.fitting, material.dev)
    assert set(fittings(without, trials=["dev", "real_notes"])[0].scored) == {"dev"}
    assert fittings(without, trials=["real_notes"]) == ()


def test_every_note_is_answered_once(material: Material) -> None:
    answered = run(constant, fittings(material, trials=ALL), processes=1)
    assert set(answered) == set(ALL)
    assert [row.note.id for row in answered["cv_group"]] == sorted(note.id for note in material.fitting)
    assert [row.note.id for row in answered["cv_author"]] == sorted(note.id for note in material.fitting)
    assert [row.note.id for row in answered["real_notes"]] == ["r1"]

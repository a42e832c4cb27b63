"""Which notes are fitted on and which are scored: a clinician, or an author, is always on one side only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sklearn.model_selection import GroupKFold

from rehabcode_training.corpus import LabelledNote

By = Literal["group", "author"]


@dataclass(frozen=True, slots=True)
class Split:
    """Notes to fit on and notes held out for scoring."""

    fitted: tuple[LabelledNote, ...]
    held_out: tuple[LabelledNote, ...]


def splits(notes: Sequence[LabelledNote], *, by: By, folds: int) -> Iterator[Split]:
    """Yield `folds` splits in which every note is held out once; the same ones every time.

    Folds by author hold out whole authors, together where there are more authors than folds; as many folds as
    authors leave one author out at a time. Raises ValueError where there are fewer groups than folds.
    """
    keys = [getattr(note, by) for note in notes]
    if len(set(keys)) < folds:
        raise ValueError(f"{len(set(keys))} different values of {by!r} cannot make {folds} folds; ask for fewer folds")
    for fitted, held_out in GroupKFold(n_splits=folds).split(keys, groups=keys):
        yield Split(tuple(notes[row] for row in fitted), tuple(notes[row] for row in held_out))

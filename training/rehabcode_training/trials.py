"""The trials: what is fitted, what is scored with it, and the answers that come of it.

cv_group     five folds of the fitting corpus, clinicians held out
cv_author    folds of the fitting corpus, authors held out: what a new voice costs
dev          fitted on the whole fitting corpus, scored on dev.jsonl
real_notes   the same fit, scored on the notes that others wrote, when they are there
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from joblib import Parallel, delayed

from rehabcode_training.answers import Answered, Suggests, answer_all
from rehabcode_training.corpus import LabelledNote
from rehabcode_training.measures.faithfulness import ask_again
from rehabcode_training.splits import splits

Trial = Literal["cv_group", "cv_author", "dev", "real_notes"]
Fit = Callable[[Sequence[LabelledNote]], Suggests]
Notes = tuple[LabelledNote, ...]
Rows = tuple[Answered, ...]
Second = Mapping[str, Collection[str]]

GROUP_FOLDS = 5
AUTHOR_FOLDS = 6
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Material:
    """The notes of one evaluation; `real` is empty where the folder is not there.

    `second` holds the codes of the second reader, of the notes that were read twice.
    """

    fitting: Notes
    dev: Notes
    real: Notes = ()
    second: Second = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fitting:
    """One fit, and the notes of each trial that are scored with it."""

    fitted: Notes
    scored: Mapping[Trial, Notes]


def fittings(
    material: Material, *, trials: Iterable[Trial], group_folds: int = GROUP_FOLDS, author_folds: int = AUTHOR_FOLDS
) -> tuple[Fitting, ...]:
    """Return the fits that these trials need: one a fold, and one for all that is scored with the whole corpus."""
    wanted = set(trials)
    made: list[Fitting] = []
    if "cv_group" in wanted:
        by_group = splits(material.fitting, by="group", folds=group_folds)
        made += [Fitting(split.fitted, {"cv_group": split.held_out}) for split in by_group]
    if "cv_author" in wanted:
        by_author = splits(material.fitting, by="author", folds=author_folds)
        made += [Fitting(split.fitted, {"cv_author": split.held_out}) for split in by_author]
    unseen: dict[Trial, Notes] = {"dev": material.dev, "real_notes": material.real}
    if whole := {trial: notes for trial, notes in unseen.items() if trial in wanted and notes}:
        made.append(Fitting(material.fitting, whole))
    return tuple(made)


def run(fit: Fit, fits: Iterable[Fitting], *, processes: int = PROCESSES) -> dict[Trial, Rows]:
    """Return the answered notes of each trial, sorted by id; one fit a process at a time."""
    answered: dict[Trial, Rows] = {}
    for scored in Parallel(n_jobs=processes)(delayed(fit_and_answer)(fit, fitting) for fitting in fits):
        for trial, rows in scored.items():
            answered[trial] = tuple(sorted((*answered.get(trial, ()), *rows), key=lambda row: row.note.id))
    return answered


def fit_and_answer(fit: Fit, fitting: Fitting) -> dict[Trial, Rows]:
    """Fit once and answer the notes of every trial, each right suggestion asked about again."""
    suggester = fit(fitting.fitted)
    return {trial: ask_again(suggester, answer_all(suggester, notes)) for trial, notes in fitting.scored.items()}

"""What is measured beside the suggester that ships: the same functions with one ingredient fewer, or one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from rehabcode import Suggester
from rehabcode.ranking.keeping import save
from rehabcode.ranking.model import RankingModel
from rehabcode.records import NoteSuggestions
from rehabcode_training.answers import Suggests
from rehabcode_training.corpus import LabelledNote
from rehabcode_training.fit import fit_model, suggester_of
from rehabcode_training.recipe import Recipe
from rehabcode_training.variant_lines import Kind

SEED = 20240702
Notes = Sequence[LabelledNote]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What came of one fit. `make` gives a suggester that has read nothing yet; `megabytes` are those of its artifact,
    and `notes` those that it was fitted on.
    """

    make: Callable[[], Suggests]
    megabytes: float
    notes: int


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of a table. `kind` says how it stands to the whole, which is what ships."""

    name: str
    kind: Kind
    fit: Callable[[Notes], Fitted]


@dataclass(frozen=True, slots=True)
class Learned:
    """Fits as the recipe says, on a share of the notes, or on those whose ids are in `among`.

    Without `consistent`, codes that cannot stand together are suggested all the same.
    """

    recipe: Recipe = field(default_factory=Recipe)
    among: frozenset[str] | None = None
    share: float = 1.0
    consistent: bool = True

    def __call__(self, notes: Notes) -> Fitted:
        """Return the fit. Raises ValueError where the notes that are left earn no code."""
        chosen = [note for note in drawn(notes, self.share) if self.among is None or note.id in self.among]
        model = fit_model(chosen, self.recipe)
        return Fitted(lambda: self._suggester(model), megabytes(model), len(chosen))

    def _suggester(self, model: RankingModel) -> Suggests:
        return suggester_of(model) if self.consistent else Inconsistent(suggester_of(model))


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Learns nothing from any note."""

    make: Callable[[], Suggests]

    def __call__(self, notes: Notes) -> Fitted:  # noqa: ARG002  (a variant is fitted on notes, whether it looks or not)
        return Fitted(self.make, 0.0, 0)


class Inconsistent:
    """The answers of a suggester with every code from its threshold on, whatever it stands beside."""

    def __init__(self, suggester: Suggester) -> None:
        self._suggester = suggester

    def suggest(self, text: str, /) -> NoteSuggestions:
        answer = self._suggester.suggest(text)
        ranked = sorted((*answer.suggestions, *answer.considered), key=lambda entry: -entry.score)
        above = tuple(entry for entry in ranked if entry.score >= self._suggester.threshold)
        return NoteSuggestions(above, tuple(ranked[len(above) :]), answer.withheld, answer.versions)


def drawn(notes: Notes, share: float) -> list[LabelledNote]:
    """Return a share of the notes in their order, the same every time; a larger share holds each smaller one."""
    order = np.random.default_rng(SEED).permutation(len(notes))
    return [notes[place] for place in sorted(order[: round(share * len(notes))].tolist())]


def megabytes(model: RankingModel) -> float:
    """Return the size of the model's artifact, in millions of bytes."""
    with TemporaryDirectory() as folder:
        return save(model, {}, Path(folder)).stat().st_size / 1e6

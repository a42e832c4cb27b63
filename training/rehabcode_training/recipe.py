"""How everything is fitted: the numbers, and the ingredients. The one that ships is `Recipe()`.

An ingredient is a part of what is learned from. Leaving one out is a field here, read by the one function that fits, so
that an ablation measures the model that ships and no copy of it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from rehabcode_training.clause_fit import Settings

Bank = Literal["clauses", "statuses"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of one fit.

    `least_words` and its like say in how many notes a word, pair or part must stand to be known; None: none is.
    `unlearned_parts` name parts of a clause's row (`row_parts`) and `unlearned_features` numbers of a candidate
    (`FEATURES`) that are not learned from: their weights stay nought. `threshold` is the score from which a code is
    suggested, chosen by hand on a cross-validation by author: a little below the best F1, so that notes are not given
    too little much oftener than too much. RESULTS.md has what other thresholds cost.
    """

    least_words: int = 2
    least_pairs: int | None = 2
    least_parts: int | None = 3
    least_note_words: int = 3
    clauses: Settings = field(default_factory=Settings)
    note_alpha: float = 3e-4
    note_epochs: int = 15
    ranker_c: float = 0.1
    inner_folds: int = 3  # few, for the time that each takes; more were not measured against fewer
    threshold: float = 0.42
    techniques: bool = True
    banks: tuple[Bank, ...] = ("clauses", "statuses")
    unlearned_parts: tuple[str, ...] = ()
    unlearned_features: tuple[str, ...] = ()

    def settings(self) -> dict[str, Any]:
        """Return the settings as the artifact's card states them; nothing that would tell of a recipe taken apart."""
        least = {"words": self.least_words, "pairs": self.least_pairs, "parts": self.least_parts}
        return {
            "least": {**least, "note_words": self.least_note_words},
            "clauses": asdict(self.clauses),
            "notes": {"alpha": self.note_alpha, "epochs": self.note_epochs},
            "ranker": {"C": self.ranker_c},
            "inner_folds": self.inner_folds,
        }

"""A labelled note beside the answer to it, and what of the answer is right.

The rule is that of the real notes, and for the corpus, where nothing is arguable, the plain one: a suggestion is
right when a stated or clear label names it or accepts it as equal; it is neither right nor wrong when only an
arguable label does; a label is missed when it is stated or clear and neither it nor an equal was suggested.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from rehabcode.records import NoteSuggestions, Suggestion
from rehabcode_training.corpus import GoldCode, LabelledNote

Verdict = Literal["right", "arguable", "wrong"]


class Suggests(Protocol):
    """What is measured: a suggester, or a baseline in the shape of one."""

    def suggest(self, text: str, /) -> NoteSuggestions: ...


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """How far the score of a right suggestion falls without its evidence, and with nothing but it.

    Both lie in [-1, 1]. `comprehensiveness` is high and `sufficiency` low where the score rests on the evidence.
    """

    code: str
    comprehensiveness: float
    sufficiency: float


@dataclass(frozen=True, slots=True)
class Answered:
    """One row of every measure. `faithfulness` is empty where it was not asked for: it costs more answers."""

    note: LabelledNote
    answer: NoteSuggestions
    faithfulness: tuple[Faithfulness, ...] = ()

    @property
    def demanded(self) -> tuple[GoldCode, ...]:
        """The labels that an answer must find."""
        return tuple(gold for gold in self.note.codes if gold.certainty != "arguable")

    @property
    def ranking(self) -> tuple[Suggestion, ...]:
        """Suggested and considered, best first, without what is arguable."""
        both = self.answer.suggestions + self.answer.considered
        return tuple(entry for entry in both if self.verdict(entry.code) != "arguable")

    @property
    def right(self) -> tuple[Suggestion, ...]:
        return tuple(entry for entry in self.answer.suggestions if self.verdict(entry.code) == "right")

    @property
    def wrong(self) -> tuple[Suggestion, ...]:
        return tuple(entry for entry in self.answer.suggestions if self.verdict(entry.code) == "wrong")

    @property
    def found(self) -> tuple[GoldCode, ...]:
        return self.found_among(self.answer.suggestions)

    @property
    def missed(self) -> tuple[GoldCode, ...]:
        found = self.found
        return tuple(gold for gold in self.demanded if gold not in found)

    def found_among(self, entries: Iterable[Suggestion]) -> tuple[GoldCode, ...]:
        """Return the demanded labels that these entries name, or name an equal of."""
        codes = {entry.code for entry in entries}
        return tuple(gold for gold in self.demanded if not codes.isdisjoint((gold.code, *gold.alt)))

    def labels(self, code: str) -> tuple[GoldCode, ...]:
        """Return the demanded labels that `code` answers."""
        return tuple(gold for gold in self.demanded if code == gold.code or code in gold.alt)

    def verdict(self, code: str) -> Verdict:
        if self.labels(code):
            return "right"
        arguable = (gold for gold in self.note.codes if gold.certainty == "arguable")
        return "arguable" if any(code == gold.code or code in gold.alt for gold in arguable) else "wrong"


def answer_all(suggester: Suggests, notes: Iterable[LabelledNote]) -> tuple[Answered, ...]:
    """Return every note with its answer, in order."""
    return tuple(Answered(note, suggester.suggest(note.text)) for note in notes)

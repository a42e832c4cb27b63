"""The answer to a note: suggestions with their evidence, what was withheld, and, when asked for, what they bill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

from rehabcode.records.bill import Bill
from rehabcode.records.reading import Mention, Span


@dataclass(frozen=True, slots=True)
class Evidence(Span):
    """A span that proves a code, and in one line of plain words why it counts."""

    technique: str
    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code put before a person. A suggestion that cannot be explained is not made.

    `score` is the calibrated probability that the note supports the code; `minutes` is None where the note
    binds none to it; `note` says for which code it stands on its day or for its payer, None where for itself. Raises
    ValueError without evidence, or where the score is no probability.
    """

    code: str
    name: str
    score: float
    evidence: tuple[Evidence, ...]
    minutes: int | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a suggestion of {self.code} needs evidence")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"the score of {self.code} must lie in [0, 1]")


Made = TypeVar("Made")


class Later(Generic[Made]):
    """What is made when it is first asked for, once, whichever thread asks. Pickled, it is what it was made to be."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make: Callable[[], Made] | None = make
        self._lock = Lock()

    def get(self) -> Made:
        with self._lock:
            if self._make is not None:
                self._made = self._make()
                self._make = None
        return self._made

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (self.get(),)


def _made(value: Made) -> Later[Made]:
    return Later(lambda: value)


@dataclass(frozen=True, slots=True)
class Versions:
    """What made an answer: keep it with the answer, and the answer can be made again."""

    rehabcode: str
    ranker: str
    codebook: str


@dataclass(frozen=True, slots=True)
class NoteSuggestions:
    """The answer to one note.

    `suggestions` lie above the operating point and `considered` below it, each best first; `withheld` are the
    techniques that the note names or describes without having performed them today. `error` is None but in
    `suggest_many`, where it says why a note could not be read (never with its words). `bill` is behind `billing`, and
    takes no part in comparing answers: it follows from the note, its day and its payer.
    """

    suggestions: tuple[Suggestion, ...]
    considered: tuple[Suggestion, ...]
    withheld: tuple[Mention, ...]
    versions: Versions
    error: str | None = None
    bill: Later[Bill] | None = field(default=None, repr=False, compare=False)

    @property
    def billing(self) -> Bill:
        """What the suggestions bill, worked out when first asked for; of an answer without a note, an empty one."""
        return Bill() if self.bill is None else self.bill.get()

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)

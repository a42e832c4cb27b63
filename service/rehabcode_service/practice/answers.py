"""What a learner answers: codes, the words that prove each, units and modifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rehabcode.errors import RequestError


class Marked(NamedTuple):
    """Words that were marked: [start, end) in code points of the note."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnsweredCode:
    """A code that was chosen; `units` is None where none were entered."""

    code: str
    evidence: tuple[Marked, ...] = ()
    units: int | None = None
    modifiers: tuple[str, ...] = ()


class InvalidAnswer(RequestError):
    """An answer that no case can have. The message names codes, never words."""

    field = "codes"


@dataclass(frozen=True, slots=True)
class Answer:
    """All codes that were chosen for a case; none is an answer too. Raises InvalidAnswer where one stands twice."""

    codes: tuple[AnsweredCode, ...] = ()

    def __post_init__(self) -> None:
        names = [one.code for one in self.codes]
        if len(set(names)) < len(names):
            raise InvalidAnswer("a code is answered twice; put its words and units into one")

    def of(self, code: str) -> AnsweredCode | None:
        """Return what was answered for a code, None where it was not chosen."""
        return next((one for one in self.codes if one.code == code), None)

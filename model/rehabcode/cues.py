"""The cues of the lexicon: words that set an assertion, head a section, or shift the choice between codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from rehabcode.records import Assertion
from rehabcode.rows import RowError, Verified, require_lower, require_text

Section = Literal[
    "subjective", "history", "orders", "precautions", "objective", "interventions", "response", "assessment",
    "goals", "plan", "home_program", "education", "billing", "evaluation", "other", "none",
]  # fmt: skip
SECTIONS: tuple[str, ...] = get_args(Section)
"""The parts of a note. "other" has a heading that says nothing about what was done; "none" has no heading."""


@dataclass(frozen=True, slots=True)
class AssertionCue:
    """Words that set the assertion of the mentions in their reach.

    `assertion` is one of `records.ASSERTIONS`, or "none" for words that only keep a shorter cue inside them from
    counting, or "boundary" for words that stop the reach of other cues. `say` is in lower case. The reach "beside" is
    the mention next to the words; "note" is all of a note whose title (direction "forward"), closing line ("backward")
    or any words ("both") say whose it is. A "performed" cue of that reach says that it is a therapist's own.
    """

    say: str
    assertion: Literal[Assertion, "none", "boundary"]
    direction: Literal["forward", "backward", "both"]
    reach: Literal["beside", "clause", "sentence", "line", "note"]
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)


@dataclass(frozen=True, slots=True)
class Heading:
    """Words that head a section, in lower case, without the colon."""

    say: str
    section: Section
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)


@dataclass(frozen=True, slots=True)
class VisitWord:
    """Words, in lower case, that tell of which visit something is, or that a row of a flowsheet was not done.

    They head a column ("today", "past", "future"), begin or fill a cell ("not done"), stand before the note's own date
    ("date of service"), before text of an older note ("copied"), or after "not done", to say why ("reason").
    """

    say: str
    means: Literal["today", "past", "future", "not done", "date of service", "copied", "reason"]
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)


@dataclass(frozen=True, slots=True)
class CueWord:
    """One row of cue_sets.jsonl: words of the set `set`, written as a note writes them."""

    set: str
    say: str
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_text("set", self.set)
        require_text("say", self.say)


@dataclass(frozen=True, slots=True)
class CueShift:
    """One row of cue_shifts.jsonl: how far a cue of the set `set` moves `code`, in [-1, 1]."""

    set: str
    code: str
    shift: float
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        if not -1.0 <= self.shift <= 1.0:
            raise RowError(f"the shift {self.shift} lies outside [-1, 1]", "write a nudge, as in 0.3 or -0.25")


@dataclass(frozen=True, slots=True)
class CueSet:
    """Words that shift the choice between codes where they stand near a mention.

    `shifts` maps codes, and "NONE" for nothing reportable, to a nudge that is added before probabilities are made to
    sum to 1 again; it is empty where the set only informs.
    """

    name: str
    words: tuple[str, ...]
    shifts: Mapping[str, float] = field(hash=False)

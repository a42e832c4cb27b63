"""The nouns: what is found in a note and what is said about it. All frozen; none knows spaCy.

Offsets are half-open and count code points in the note as received:
`note[record.start:record.end] == record.quote` for every record that has a quote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Assertion = Literal[
    "performed", "planned", "negated", "historical", "home", "other", "ordered", "hypothetical", "incidental"
]
ASSERTIONS: tuple[str, ...] = get_args(Assertion)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the note."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Cue(Span):
    """The words that set an assertion, and the rule that read them so."""

    rule: str


@dataclass(frozen=True, slots=True)
class Duration(Span):
    """Documented minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """A span where the note names or describes a technique.

    `technique` is an id of the lexicon, or "described" where the words describe one without naming it;
    `codes` are the codes that it could support, likeliest first; `cue` is None only where `assertion` is
    "performed"; `minutes` is None where none is bound to it.
    """

    technique: str
    codes: tuple[str, ...]
    assertion: Assertion
    cue: Cue | None
    section: str
    minutes: int | None = None


class Clause(NamedTuple):
    """One clause: characters [start, end), tokens [first, last). `label` and `head` are indices of clauses, or -1.

    `line` and `sentence` count from 0; `label` is the nearest label before it in its line, `head` the nearest opener of
    a line (or a line of its own) that labels the lines below it; `box` is "x" for a ticked checkbox, " " for an empty
    one or for a cell or minutes that say that it was not done, else "".
    """

    start: int
    end: int
    first: int
    last: int
    line: int
    sentence: int
    section: str
    label: int
    head: int
    opens_line: bool
    is_label: bool
    after_blank: bool
    box: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the note, its heading included."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a note, before any code is judged.

    `words` are the note's words, numbers and signs in lower case with known misspellings mended, `word_starts` their
    offsets; `mentions` and `durations` stand in the order of the note.
    """

    text: str
    words: tuple[str, ...]
    word_starts: tuple[int, ...]
    clauses: tuple[Clause, ...]
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    durations: tuple[Duration, ...]


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
    binds none to it. Raises ValueError without evidence, or where the score is no probability.
    """

    code: str
    name: str
    score: float
    evidence: tuple[Evidence, ...]
    minutes: int | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a suggestion of {self.code} needs evidence")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"the score of {self.code} must lie in [0, 1]")


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
    `suggest_many`, where it says why a note could not be read (never with its words).
    """

    suggestions: tuple[Suggestion, ...]
    considered: tuple[Suggestion, ...]
    withheld: tuple[Mention, ...]
    versions: Versions
    error: str | None = None

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)

"""What is read in a note, before any code is judged: spans, mentions with their assertion, clauses, sections."""

from __future__ import annotations

from collections.abc import Iterable
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


def bare(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the stretches alone, without what else is known of them."""
    return tuple(Span(one.start, one.end, one.quote) for one in spans)


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

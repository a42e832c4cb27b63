"""What therapists do and how notes say it: techniques, their phrases, and the cues around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rehabcode.clause_words import CLAUSE_WORDS, ClauseWord
from rehabcode.codes import CODEBOOK, read_codes
from rehabcode.count_words import COUNT_WORDS, CountWord
from rehabcode.cues import SECTIONS, AssertionCue, CueSet, CueShift, CueWord, Heading, Section, VisitWord
from rehabcode.duration_words import DURATION_WORDS, DurationWord
from rehabcode.rows import NO_CODE, RowError, Table, Verified, require_lower, require_text
from rehabcode.shelf import Shelf

__all__ = [
    "SECTIONS", "Abbreviation", "AssertionCue", "CueSet", "Heading", "Lexicon", "NearWord", "Phrase", "Section",
    "Technique", "VisitWord",
]  # fmt: skip

TECHNIQUES = "techniques.jsonl"
CUE_SETS = "cue_sets.jsonl"
TOLERANCE = 0.01
"""How far the priors of a technique may sum from 1: they are written with two decimals."""


@dataclass(frozen=True, slots=True)
class Technique:
    """Something that a therapist does.

    `priors` maps codes, and "NONE" for nothing reportable, to the probability that a phrase of the technique stands
    for it when it states a skilled service, performed today and one on one; likeliest first. `cue_sets` are the sets
    that shift them; `ambiguous` marks a technique whose code depends on more than its name.
    """

    id: str
    name: str
    group: str
    priors: Mapping[str, float] = field(hash=False)
    ambiguous: bool
    source: str
    verified: Verified
    cue_sets: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        require_text("id", self.id)
        require_text("name", self.name)
        if not all(0.0 <= prior <= 1.0 for prior in self.priors.values()):
            raise RowError("a prior lies outside [0, 1]", "write probabilities")
        total = sum(self.priors.values())
        if abs(total - 1.0) > TOLERANCE:
            raise RowError(f"the priors sum to {total:.2f}", f"let them sum to 1; what is left goes to {NO_CODE!r}")
        likeliest_first = sorted(self.priors.items(), key=lambda item: -item[1])
        object.__setattr__(self, "priors", dict(likeliest_first))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it could support, likeliest first; empty where none ever does."""
        return tuple(code for code in self.priors if code != NO_CODE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to write a technique; `canonical` marks the technique's own name.

    The same words may stand for several techniques ("FCE", "LiteGait"): each is a row, and each is meant.
    """

    technique: str
    say: str
    source: str
    verified: Verified = False
    canonical: bool = False

    def __post_init__(self) -> None:
        require_text("say", self.say)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation that means something else elsewhere; `disambiguate` says how a reader tells.

    `unless` are words in lower case that, standing near it, say that another sense is meant.
    """

    abbr: str
    therapy_sense: str
    disambiguate: str
    source: str
    verified: Verified
    other_senses: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_text("abbr", self.abbr)
        for word in self.unless:
            require_lower("unless", word)


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of the language, in lower case, that stands one letter from a phrase's word and is no slip of it."""

    say: str
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)


class Lexicon:
    """Techniques by id, phrases in the order of their file, cue sets by name, and what else a reader looks for.

    >>> lexicon = Lexicon.load()
    >>> lexicon.techniques["pool_walking"].codes
    ('97113',)
    """

    def __init__(self, shelf: Shelf) -> None:
        codes = {code.code for code in read_codes(shelf).rows} | {NO_CODE}
        words = shelf.read(CUE_SETS, CueWord, key=("set", "say"))
        shifts = shelf.read("cue_shifts.jsonl", CueShift, key=("set", "code"))
        techniques = shelf.read(TECHNIQUES, Technique, key=("id",))
        phrases = shelf.read("phrases.jsonl", Phrase, key=("technique", "say"))
        abbreviations = shelf.read("abbreviations.jsonl", Abbreviation, key=("abbr",))
        near_words = shelf.read("near_words.jsonl", NearWord, key=("say",))
        assertion_cues = shelf.read("assertion_cues.jsonl", AssertionCue, key=("say", "assertion", "direction"))
        headings = shelf.read("headings.jsonl", Heading, key=("say",))
        duration_words = shelf.read(DURATION_WORDS, DurationWord, key=("say", "role"))
        count_words = shelf.read(COUNT_WORDS, CountWord, key=("say",))
        clause_words = shelf.read(CLAUSE_WORDS, ClauseWord, key=("say",))
        visit_words = shelf.read("visit_words.jsonl", VisitWord, key=("say", "means"))
        self.cue_sets = _cue_sets(words, shifts, codes)
        self.techniques: Mapping[str, Technique] = {row.id: row for row in techniques.rows}
        self.phrases = phrases.rows
        self.abbreviations = abbreviations.rows
        self.near_words = tuple(row.say for row in near_words.rows)
        self.assertion_cues = assertion_cues.rows
        self.headings = headings.rows
        self.visit_words = visit_words.rows
        techniques.known(lambda row: row.priors, codes, "code", CODEBOOK)
        techniques.known(lambda row: row.cue_sets, self.cue_sets, "cue set", CUE_SETS)
        duration_words.known(lambda row: row.codes, codes, "code", CODEBOOK)
        phrases.known(lambda row: (row.technique,), self.techniques, "technique", TECHNIQUES)
        tables = (
            words, shifts, techniques, phrases, abbreviations, near_words, assertion_cues, headings, duration_words,
            count_words, clause_words, visit_words,
        )  # fmt: skip
        self.version = shelf.version(*(table.sha256 for table in tables))

    @classmethod
    def load(cls, folder: Path | None = None) -> Lexicon:
        """Read the lexicon of `folder`, None for the packaged one. Raises KnowledgeError at the first bad row."""
        return cls(Shelf(folder))


def _cue_sets(words: Table[CueWord], shifts: Table[CueShift], codes: set[str]) -> Mapping[str, CueSet]:
    of_set = words.grouped(lambda row: row.set)
    shifts.known(lambda row: (row.set,), of_set, "cue set", CUE_SETS)
    shifts.known(lambda row: (row.code,), codes, "code", CODEBOOK)
    shift_of = {
        name: {row.code: row.shift for row in rows} for name, rows in shifts.grouped(lambda row: row.set).items()
    }
    return {name: CueSet(name, tuple(row.say for row in rows), shift_of.get(name, {})) for name, rows in of_set.items()}

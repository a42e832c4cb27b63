"""What a checkbox, a cue, a section or the note's title tells of a mention: the verdict, and the words that gave it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, cast

from spacy.tokens import Doc, Span

from rehabcode.pipes.found_cues import FoundCue, FoundCues
from rehabcode.pipes.scopes import Place, Scopes
from rehabcode.records import Assertion

SECTION_ASSERTIONS: Mapping[str, Assertion] = {
    "plan": "planned", "goals": "planned", "home_program": "home", "history": "historical", "orders": "ordered",
    "subjective": "historical", "precautions": "hypothetical", "education": "incidental",
}  # fmt: skip
"""What a section says of the techniques in it, where no nearer cue does (GUIDELINE.md, "What does not earn a code")."""

TIMED_SECTIONS = frozenset(["plan", "goals", "orders", "precautions", "subjective"])
"""Where a sentence in these sections documents minutes, it tells of treatment: a heading for it was left out."""
LISTING_SECTIONS = frozenset(["plan", "goals", "orders", "home_program"])
"""A ticked box in these sections picks what is to be done, unless minutes stand beside it."""

VALUE_TOKENS = 6
_MINUTES = re.compile(r"\d\s?(?:min|mins|minutes|m|['’′])(?![a-z'’′])|\d\d?:?\d\d\s?[-–]\s?\d\d?:?\d\d", re.IGNORECASE)
_VALUE = re.compile(
    r"(?:score|was|is|[=:])?\s*\d+(?:\.\d+)?(?!\s*(?:x|min|'|reps|sets|lb|#))\s*(?:[/(,.>%]|->|vs\b|s\b|sec|ft|m\b|deg)",
    re.IGNORECASE,
)


class Verdict(NamedTuple):
    """An assertion, and tokens [first, last) and the rule that decided; no tokens where nothing did."""

    assertion: Assertion
    first: int
    last: int
    rule: str


PERFORMED = Verdict("performed", 0, 0, "")


class Told:
    """What boxes and sections tell of the mentions under them."""

    def __init__(self, doc: Doc, scopes: Scopes, found: FoundCues) -> None:
        self._doc, self._scopes, self._found = doc, scopes, found
        self._timed: dict[int, bool] = {}

    def verdict(self, mention: Span, place: Place, cue: FoundCue | None) -> Verdict:
        """Return the verdict on a mention, of which `cue` is the nearest that reaches it."""
        verdict = self._nearby(mention.start, place, cue)
        if verdict.assertion == "performed" and (self._found.of_note or self._found.of_measures):
            return self._by_note(mention) or verdict
        return verdict

    def _nearby(self, token: int, place: Place, cue: FoundCue | None) -> Verdict:
        """Return the verdict of the checkbox, else of the cue, else of the section."""
        box = self._scopes.clauses[place.clause].box if self._scopes.clauses else ""
        elsewhere = self._scopes.of_another_visit(place.clause)
        if box == " ":
            first, last = self._scopes.box(place.clause)
            ticks = self._doc[first].text[0] in "[☐□"
            return Verdict("negated", first, last, "unticked box" if ticks else "cell that says not done")
        if cue and not (elsewhere and cue.row.assertion == "performed") and not self._left_behind(cue, place):
            return _by_cue(cue)
        if elsewhere:
            return self._by_section(place)
        if box == "x" and (place.section not in LISTING_SECTIONS or self._is_timed(place)):
            return PERFORMED
        if place.section not in SECTION_ASSERTIONS or (
            place.section in TIMED_SECTIONS and (self._found.turned(token, place) or self._is_timed(place))
        ):
            return PERFORMED
        return self._by_section(place)

    def _left_behind(self, cue: FoundCue, place: Place) -> bool:
        """Whether the line has gone on from a cue to treatment with minutes, under a label of its own."""
        if cue.row.reach != "line" or cue.place.sentence == place.sentence or not self._scopes.clauses:
            return False
        labelled = cue.place.section != place.section or self._scopes.clauses[place.clause].label > cue.place.clause
        return labelled and self._is_timed(place)

    def _by_note(self, mention: Span) -> Verdict | None:
        """Return what the title of the note says of a mention that nothing else speaks against, or None.

        A measure with its value belongs to the evaluation in which it was taken (GUIDELINE.md, 97750).
        """
        if self._found.of_note:
            return _by_cue(self._found.of_note)
        cue = self._found.of_measures
        if cue and mention.start >= cue.last and _VALUE.match(self._doc[mention.end : mention.end + VALUE_TOKENS].text):
            return _by_cue(cue)
        return None

    def _by_section(self, place: Place) -> Verdict:
        heading = self._scopes.clauses[self._scopes.heading(place.clause)]
        return Verdict(SECTION_ASSERTIONS[place.section], heading.first, heading.last, f"section {place.section}")

    def _is_timed(self, place: Place) -> bool:
        if place.sentence not in self._timed:
            first, last = self._scopes.sentence(place.clause)
            heads = [self._scopes.clauses[head] for head in self._scopes.labels(place.clause)]
            spans = [self._doc[first:last], *(self._doc[head.first : head.last] for head in heads)]
            self._timed[place.sentence] = any(_MINUTES.search(span.text) for span in spans)
        return self._timed[place.sentence]


def _by_cue(cue: FoundCue) -> Verdict:
    said = cast(Assertion, cue.row.assertion)  # pseudo-cues and boundaries were left out before
    return Verdict(said, cue.first, cue.last, f"{cue.row.say} ({cue.row.direction}, {cue.row.reach})")

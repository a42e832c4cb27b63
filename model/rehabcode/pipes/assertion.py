"""`rehabcode_assertion`: was it done today, or planned, declined, done at home, years ago, by somebody else?

Sets `span._.assertion` and `span._.cue` on every span of `doc.spans["mentions"]`, whoever put them there: in a blank
English pipeline with a sentencizer it works on any clinical concept. The cue is a Span whose label names the rule, or
None where the assertion is "performed" for want of any cue. The method is NegEx's and ConText's (Chapman 2001,
Harkema 2009): cues with a direction and a reach, pseudo-cues, and boundaries; the nearest cue decides. After
`rehabcode_sections` it also knows lines, lists, checkboxes, and what a heading says of all that stands under it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from rehabcode.cues import AssertionCue
from rehabcode.lexicon import Lexicon
from rehabcode.pipes.scopes import Place, Scopes
from rehabcode.pipes.sections import LAYOUT
from rehabcode.pipes.tokenizer import ChartTokenizer
from rehabcode.records import Assertion

SECTION_ASSERTIONS: Mapping[str, Assertion] = {
    "plan": "planned", "goals": "planned", "home_program": "home", "history": "historical", "orders": "ordered",
    "subjective": "historical", "precautions": "hypothetical", "education": "incidental",
}  # fmt: skip
"""What a section says of the techniques in it, where no nearer cue does (GUIDELINE.md, "What does not earn a code")."""

FARTHEST = 40
"""No cue reaches farther, in tokens, however long a sentence or a line is."""
for _name, _default in (("assertion", "performed"), ("cue", None)):
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=_default)


class FoundCue(NamedTuple):
    """Tokens [first, last) are one of a cue's words."""

    first: int
    last: int
    row: AssertionCue
    place: Place


class Verdict(NamedTuple):
    """An assertion, and tokens [first, last) and the rule that decided; no tokens where nothing did."""

    assertion: Assertion
    first: int
    last: int
    rule: str


class AssertionFinder:
    """The component."""

    def __init__(self, vocab: Vocab, *, cues: Iterable[AssertionCue]) -> None:
        tokenizer = ChartTokenizer(vocab)
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._rows: dict[int, list[AssertionCue]] = {}
        for cue in cues:
            if cue.say not in self._matcher:
                self._matcher.add(cue.say, [tokenizer(cue.say)])
            self._rows.setdefault(vocab.strings[cue.say], []).append(cue)

    def cues(self, doc: Doc, scopes: Scopes) -> list[FoundCue]:
        """Return the cues in the doc, the longest where they overlap; pseudo-cues take their words and are dropped."""
        matches = sorted(self._matcher(doc), key=lambda match: (match[1] - match[2], match[1]))
        taken: set[int] = set()
        found = []
        for key, first, last in matches:
            if first in taken or last - 1 in taken:
                continue
            taken.update(range(first, last))
            place = scopes.at(first)
            found += [FoundCue(first, last, row, place) for row in self._rows[key] if row.assertion != "none"]
        return sorted(found, key=lambda cue: cue.first)

    def find(self, doc: Doc, mentions: Sequence[Span]) -> list[Verdict]:
        """Return the verdict on each mention. Looks for cues only where there are mentions."""
        if not mentions:
            return []
        layout = doc.user_data.get(LAYOUT)
        scopes = Scopes(doc, layout)
        found = self.cues(doc, scopes)
        by_sentence: dict[int, list[FoundCue]] = {}
        by_line: dict[int, list[FoundCue]] = {}
        for cue in found:
            by_sentence.setdefault(cue.place.sentence, []).append(cue)
            if cue.row.reach in ("line", "block"):
                by_line.setdefault(cue.place.line, []).append(cue)
        verdicts = []
        for mention in mentions:
            place = scopes.at(mention.start)
            near = _near(by_sentence.get(place.sentence, []), mention.start)
            line = _near(by_line.get(place.line, []), mention.start)
            line = [cue for cue in line if cue.place.sentence != place.sentence]
            verdicts.append(_decide(mention.start, mention.end, place, [*near, *line], scopes))
        return verdicts

    def __call__(self, doc: Doc) -> Doc:
        mentions = list(doc.spans["mentions"]) if "mentions" in doc.spans else []
        for mention, verdict in zip(mentions, self.find(doc, mentions), strict=True):
            mention._.assertion = verdict.assertion
            mention._.cue = Span(doc, verdict.first, verdict.last, label=verdict.rule) if verdict.rule else None
        return doc


def _near(cues: list[FoundCue], token: int) -> list[FoundCue]:
    """Return the cues, sorted by place, within FARTHEST tokens of a token."""
    low = bisect_left(cues, token - FARTHEST, key=lambda cue: cue.first)
    return cues[low : bisect_right(cues, token + FARTHEST, key=lambda cue: cue.first)]


def _decide(first: int, last: int, place: Place, cues: Sequence[FoundCue], scopes: Scopes) -> Verdict:
    box = scopes.clauses[place.clause].box if scopes.clauses else ""
    boundaries = [cue for cue in cues if cue.row.assertion == "boundary"]
    best: tuple[float, FoundCue] | None = None
    for cue in cues:
        distance = _distance(cue, first, last)
        if distance is None or cue.row.assertion == "boundary" or not _reaches(cue, place, scopes):
            continue
        low, high = (cue.last, first) if cue.last <= first else (last, cue.first)
        if any(low <= boundary.first < high for boundary in boundaries):
            continue
        if best is None or distance < best[0]:
            best = (distance, cue)
    if box == " ":
        clause = scopes.clauses[place.clause]
        return Verdict("negated", clause.first, min(clause.first + 1, clause.last), "unticked box")
    if best:
        cue = best[1]
        said = cast(Assertion, cue.row.assertion)  # pseudo-cues and boundaries were left out above
        return Verdict(said, cue.first, cue.last, f"{cue.row.say} ({cue.row.direction}, {cue.row.reach})")
    return _by_section(place, scopes) if box != "x" else Verdict("performed", first, last, "")


def _by_section(place: Place, scopes: Scopes) -> Verdict:
    assertion = SECTION_ASSERTIONS.get(place.section)
    if assertion is None:
        return Verdict("performed", 0, 0, "")
    heading = scopes.clauses[scopes.heading(place.clause)]
    return Verdict(assertion, heading.first, heading.last, f"section {place.section}")


def _distance(cue: FoundCue, first: int, last: int) -> float | None:
    """Return the tokens between a cue and a mention that it points at, or None where it points the other way."""
    if cue.last <= first and cue.row.direction != "backward":
        return first - cue.last
    if cue.first >= last and cue.row.direction != "forward":
        return cue.first - last + 0.5
    return None


def _reaches(cue: FoundCue, place: Place, scopes: Scopes) -> bool:
    reach = cue.row.reach
    if reach == "clause":
        return cue.place.sentence == place.sentence and scopes.same_list(cue.place.clause, place.clause)
    if reach == "sentence":
        return cue.place.sentence == place.sentence
    return cue.place.line == place.line


@Language.factory("rehabcode_assertion")
def make_assertion(nlp: Language, name: str) -> AssertionFinder:  # noqa: ARG001
    """Return the component with the cues of the shipped lexicon."""
    return AssertionFinder(nlp.vocab, cues=Lexicon.load().assertion_cues)

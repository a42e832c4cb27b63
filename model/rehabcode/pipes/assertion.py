"""`rehabcode_assertion`: was it done today, or planned, declined, done at home, years ago, by somebody else?

Sets `span._.assertion` and `span._.cue` on every span of `doc.spans["mentions"]`, whoever put them there: in a blank
English pipeline with a sentencizer it works on any clinical concept. The cue is a Span whose label names the rule, or
None where the assertion is "performed" for want of any cue. The method is NegEx's and ConText's (Chapman 2001,
Harkema 2009): cues with a direction and a reach, pseudo-cues, and boundaries; the nearest cue decides. After
`rehabcode_sections` it also knows lines, lists, checkboxes, what a heading says of all that stands under it, and
whose note it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from rehabcode.cues import AssertionCue
from rehabcode.lexicon import Lexicon
from rehabcode.pipes.found_cues import BESIDE, CueFinder, FoundCue
from rehabcode.pipes.scopes import Place, Scopes
from rehabcode.pipes.sections import LAYOUT
from rehabcode.pipes.tokenizer import ChartTokenizer
from rehabcode.pipes.told import Told, Verdict

for _name, _default in (("assertion", "performed"), ("cue", None)):
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=_default)


class AssertionFinder:
    """The component; `tokenizer` is that of the docs, None for the chart tokenizer."""

    def __init__(
        self, vocab: Vocab, *, cues: Iterable[AssertionCue], tokenizer: Callable[[str], Doc] | None = None
    ) -> None:
        self._cues = CueFinder(vocab, cues, tokenizer or ChartTokenizer(vocab))

    def find(self, doc: Doc, mentions: Sequence[Span]) -> list[Verdict]:
        """Return the verdict on each mention. Looks for cues only where there are mentions."""
        if not mentions:
            return []
        scopes = Scopes(doc, doc.user_data.get(LAYOUT))
        found = self._cues.find(doc, scopes)
        told = Told(doc, scopes, found)
        verdicts = []
        for mention in mentions:
            place = scopes.at(mention.start)
            cue = _nearest(mention.start, mention.end, place, found.near(mention.start, place), scopes)
            verdicts.append(told.verdict(mention, place, cue))
        return verdicts

    def __call__(self, doc: Doc) -> Doc:
        mentions = list(doc.spans["mentions"]) if "mentions" in doc.spans else []
        for mention, verdict in zip(mentions, self.find(doc, mentions), strict=True):
            mention._.assertion = verdict.assertion
            mention._.cue = Span(doc, verdict.first, verdict.last, label=verdict.rule) if verdict.rule else None
        return doc


def _nearest(first: int, last: int, place: Place, cues: Sequence[FoundCue], scopes: Scopes) -> FoundCue | None:
    """Return the nearest cue that reaches the mention of tokens [first, last), or None."""
    boundaries = [cue.first for cue in cues if cue.row.assertion == "boundary"]
    best: tuple[float, FoundCue] | None = None
    for cue in cues:
        distance = _distance(cue, first, last)
        if distance is None or cue.row.assertion == "boundary" or not _reaches(cue, distance, place, scopes):
            continue
        low, high = (cue.last, first) if cue.last <= first else (last, cue.first)
        if any(low <= boundary < high for boundary in boundaries):
            continue
        if best is None or distance < best[0]:
            best = (distance, cue)
    return best[1] if best else None


def _distance(cue: FoundCue, first: int, last: int) -> float | None:
    """Return the tokens between a cue and a mention that it points at, or None where it points the other way."""
    if cue.last <= first and cue.row.direction != "backward":
        return first - cue.last
    if cue.first >= last and cue.row.direction != "forward":
        return cue.first - last + 0.5
    return None


def _reaches(cue: FoundCue, distance: float, place: Place, scopes: Scopes) -> bool:
    if scopes.of_another_visit(scopes.at(cue.last - 1).clause) and not scopes.of_another_visit(place.clause):
        return False
    reach = cue.row.reach
    if reach == "line":
        return cue.place.line == place.line and (cue.row.say[0] != ":" or scopes.answers(cue.first, place.clause))
    if cue.place.sentence != place.sentence:
        return False
    if reach == "beside":
        return distance < BESIDE + 1
    if reach == "sentence":
        return place.clause > 0 or cue.place.clause == 0  # a note's first clause is its title
    besides = cue.last - cue.first if cue.row.direction == "backward" else 0
    return scopes.same_list(cue.place.clause, place.clause, besides)


@Language.factory("rehabcode_assertion")
def make_assertion(nlp: Language, name: str) -> AssertionFinder:  # noqa: ARG001
    """Return the component with the cues of the shipped lexicon, parted as this pipeline parts its docs."""
    return AssertionFinder(nlp.vocab, cues=Lexicon.load().assertion_cues, tokenizer=nlp.tokenizer)

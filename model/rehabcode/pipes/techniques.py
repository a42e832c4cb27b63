"""`rehabcode_techniques`: finds where a note names a technique, by the phrases of the lexicon.

Writes `doc.spans["mentions"]`; a span's label is the technique's id (of several, the first in the lexicon's order:
`span._.techniques` has all). Of overlapping phrases the longest counts. Works on any tokenizer's doc, best on ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from rehabcode.lexicon import Abbreviation, Lexicon, Phrase
from rehabcode.pipes.spelling import SHORTEST, Spelling
from rehabcode.pipes.tokenizer import ChartTokenizer

SHORT = 4
"""An abbreviation of up to this many letters that means something else elsewhere counts in its own case only."""

if not Span.has_extension("techniques"):
    Span.set_extension("techniques", default=())


class Found(NamedTuple):
    """Tokens [first, last) name these techniques; `exact` where only the abbreviation's own case could match."""

    first: int
    last: int
    techniques: tuple[str, ...]
    exact: bool


class TechniqueFinder:
    """The component."""

    def __init__(self, vocab: Vocab, *, phrases: Iterable[Phrase], abbreviations: Iterable[Abbreviation]) -> None:
        self._tokenizer = ChartTokenizer(vocab)
        self._techniques: dict[str, tuple[str, ...]] = {}
        self._strings = vocab.strings
        ambiguous = {row.abbr for row in abbreviations}
        any_case: set[str] = set()
        own_case: set[str] = set()
        for phrase in phrases:
            exact = (
                phrase.say in ambiguous
                or (len(phrase.say) <= 2 and phrase.say.isupper())
                or (phrase.say.lower() in STOP_WORDS)
            )
            for say in _variants(phrase.say):
                key = say if exact else say.lower()
                known = self._techniques.get(key, ())
                if phrase.technique not in known:
                    self._techniques[key] = (*known, phrase.technique)
                (own_case if exact else any_case).add(key)
        self.spelling = Spelling(word for say in any_case for word in say.split())
        self._any_case = self._matcher(vocab, any_case, "NORM")
        self._own_case = self._matcher(vocab, own_case, "ORTH")

    def _matcher(self, vocab: Vocab, says: Iterable[str], attribute: str) -> PhraseMatcher:
        matcher = PhraseMatcher(vocab, attr=attribute)
        for say in sorted(says):
            doc = self._tokenizer(say)
            for token in doc:
                token.norm_ = token.lower_
            matcher.add(say, [doc])
        return matcher

    def find(self, doc: Doc) -> list[Found]:
        """Return the mentions in order, the longest of overlapping ones. Reads the tokens' norms."""
        matches = [(last - first, first, last, key, False) for key, first, last in self._any_case(doc)]
        matches += [(last - first, first, last, key, True) for key, first, last in self._own_case(doc)]
        matches.sort(key=lambda match: (-match[0], match[1]))
        taken: set[int] = set()
        found = []
        for _, first, last, key, exact in matches:
            if first not in taken and last - 1 not in taken:
                taken.update(range(first, last))
                found.append(Found(first, last, self._techniques[self._strings[key]], exact))
        return sorted(found)

    def mend(self, doc: Doc, words: Sequence[str]) -> dict[int, str]:
        """Set the norms of misspelled words to the words that they misspell, and return these by token."""
        mended = {}
        for index, word in enumerate(words):
            if len(word) >= SHORTEST:
                known = self.spelling.mend(word.lower())
                if known:
                    mended[index] = doc[index].norm_ = known
        return mended

    def __call__(self, doc: Doc) -> Doc:
        self.mend(doc, [token.text for token in doc])
        spans = []
        for found in self.find(doc):
            span = Span(doc, found.first, found.last, label=found.techniques[0])
            span._.techniques = found.techniques
            spans.append(span)
        doc.spans["mentions"] = spans
        return doc


def _variants(say: str) -> Iterator[str]:
    """Yield a phrase with its hyphens and blanks either way, and its last word in the other number."""
    forms = dict.fromkeys(
        (say, say.replace("-", " "), say.replace(" ", "-") if say.replace(" ", "").isalpha() else say)
    )
    for form in forms:
        yield form
        stem = form.rstrip("s")
        if len(stem) > SHORT and form[-1].isalpha() and form.lower() == form:
            yield stem if form.endswith("s") and not form.endswith("ss") else form + "s"


@Language.factory("rehabcode_techniques", assigns=["doc.spans"])
def make_techniques(nlp: Language, name: str) -> TechniqueFinder:  # noqa: ARG001
    """Return the component with the phrases of the shipped lexicon."""
    lexicon = Lexicon.load()
    return TechniqueFinder(nlp.vocab, phrases=lexicon.phrases, abbreviations=lexicon.abbreviations)

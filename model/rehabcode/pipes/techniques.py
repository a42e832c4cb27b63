"""`rehabcode_techniques`: finds where a note names a technique, by the phrases of the lexicon.

Writes `doc.spans["mentions"]`; a span's label is the technique's id (of several, the first in the lexicon's order:
`span._.techniques` has all). Of overlapping phrases the longest counts. Works on any tokenizer's doc, best on ours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.attrs import IDX
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from rehabcode.lexicon import Abbreviation, Lexicon, Phrase
from rehabcode.pipes.spelling import SHORTEST, Spelling
from rehabcode.pipes.tokenizer import ChartTokenizer
from rehabcode.pipes.wraps import Wraps

SHORT = 4
"""An abbreviation of up to this many letters that means something else elsewhere counts in its own case only."""

NEAR = 5
"""Words up to this many tokens away tell what sense of an abbreviation is meant."""

_ARROWS = ("->", "–>", "-->", "<->", "→", "↔", "⇄", ">")
"""How "<>" is written where a movement from one place to another is meant ("supine -> sit")."""

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

    def __init__(
        self,
        vocab: Vocab,
        *,
        phrases: Iterable[Phrase],
        abbreviations: Iterable[Abbreviation],
        near_words: Iterable[str] = (),
    ) -> None:
        """`near_words` are words of the language one letter off a phrase's word: they are no misspellings of it."""
        self._tokenizer = ChartTokenizer(vocab)
        self._techniques: dict[str, tuple[str, ...]] = {}
        self._strings = vocab.strings
        ambiguous = {row.abbr: frozenset(row.unless) for row in abbreviations}
        self._unless: Mapping[str, frozenset[str]] = {abbr: words for abbr, words in ambiguous.items() if words}
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
        self.spelling = Spelling((word for say in any_case for word in say.split()), near_words)
        self._wraps = Wraps(any_case)
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

    def find(self, doc: Doc, text: str | None = None) -> list[Found]:
        """Return the mentions in order, the longest of overlapping ones. Reads the tokens' norms.

        `text` is the doc's, for who has it at hand: a doc puts it together anew each time.
        """
        matches = [(first, last, key, False) for key, first, last in self._any_case(doc)]
        matches += [(first, last, key, True) for key, first, last in self._own_case(doc)]
        matches += self._over_breaks(doc, doc.text if text is None else text)
        matches.sort(key=lambda match: (match[0] - match[1], match[0]))
        taken: set[int] = set()
        found = []
        for first, last, key, exact in matches:
            if first not in taken and last - 1 not in taken:
                taken.update(range(first, last))
                say = self._strings[key]
                if not (exact and say in self._unless and self._means_another(doc, first, say)):
                    found.append(Found(first, last, self._techniques[say], exact))
        return sorted(found)

    def _means_another(self, doc: Doc, token: int, abbr: str) -> bool:
        near = doc[max(token - NEAR, 0) : token + NEAR + 1]
        return not self._unless[abbr].isdisjoint(word.lower_ for word in near)

    def _over_breaks(self, doc: Doc, text: str) -> list[tuple[int, int, int, bool]]:
        """Return the phrases that go over a break: first and last token, key, and that any case will do."""
        broken = self._wraps.find(text)
        if not broken:
            return []
        starts = doc.to_array(IDX).tolist()
        breaks = {
            token for start, end in broken for token in range(bisect_left(starts, start), bisect_left(starts, end))
        }
        kept = [index for index in range(len(doc)) if index not in breaks]
        whole = Doc(doc.vocab, words=[doc[index].text for index in kept])
        for token, index in zip(whole, kept, strict=True):
            token.norm_ = doc[index].norm_
        found = ((kept[first], kept[last - 1] + 1, key, last - first) for key, first, last in self._any_case(whole))
        return [(first, last, key, False) for first, last, key, count in found if last - first > count]

    def mend(self, doc: Doc, words: Sequence[str]) -> dict[int, str]:
        """Set the norms of misspelled words to the words that they misspell, and return these by token."""
        mended = {}
        for index in [index for index, word in enumerate(words) if len(word) >= SHORTEST]:
            known = self.spelling.mend(words[index].lower())
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
        if "<>" in form:
            yield from (form.replace("<>", arrow) for arrow in _ARROWS)
        stem = form.rstrip("s")
        if len(stem) > SHORT and form[-1].isalpha() and form.lower() == form:
            yield stem if form.endswith("s") and not form.endswith("ss") else form + "s"


@Language.factory("rehabcode_techniques", assigns=["doc.spans"])
def make_techniques(nlp: Language, name: str) -> TechniqueFinder:  # noqa: ARG001
    """Return the component with the phrases of the shipped lexicon."""
    lexicon = Lexicon.load()
    return TechniqueFinder(
        nlp.vocab, phrases=lexicon.phrases, abbreviations=lexicon.abbreviations, near_words=lexicon.near_words
    )

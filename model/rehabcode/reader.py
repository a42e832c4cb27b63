"""Text → Reading. Owns the spaCy pipeline, its lock and its memory zone; a Doc never leaves this file.

The memory zone keeps the words of notes from piling up in spaCy's string store; it is not thread-safe, hence the lock
(threads would take turns anyway).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from itertools import accumulate
from operator import add

from spacy.attrs import LOWER, NORM
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import Vocab

from rehabcode.errors import NoteNotUnicode, NoteTooLong
from rehabcode.lexicon import Lexicon
from rehabcode.pipes.assertion import AssertionFinder
from rehabcode.pipes.cells import Cells
from rehabcode.pipes.headings import Headings
from rehabcode.pipes.layout import lay_out
from rehabcode.pipes.notations import find_minutes
from rehabcode.pipes.scopes import Scopes
from rehabcode.pipes.sections import LAYOUT
from rehabcode.pipes.services import part_services
from rehabcode.pipes.techniques import Found, TechniqueFinder
from rehabcode.pipes.tokenizer import ChartTokenizer, split
from rehabcode.pipes.told import Verdict
from rehabcode.pipes.wrapping import unwrap
from rehabcode.records import Cue, Duration, Mention, Reading

MAX_CHARACTERS = 200_000


class Reader:
    """Reads notes. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, *, max_characters: int = MAX_CHARACTERS, frequent: Iterable[str] = ()) -> None:
        """`frequent` words are kept in the vocabulary for good: they need not be made anew for every note."""
        self.max_characters = max_characters
        self.lexicon = lexicon
        self._lock = threading.Lock()
        # Of the twenty attributes that spaCy works out for a new word, a reading needs two.
        vocab = Vocab(lex_attr_getters={LOWER: str.lower, NORM: str.lower})
        self._nlp = English(vocab)
        self._nlp.tokenizer = ChartTokenizer(vocab)
        for word in frequent:
            for form in (word, word.capitalize(), word.upper()):
                _ = vocab[form]
        self._headings = Headings.of(lexicon)
        self._cells = Cells(lexicon.visit_words)
        self._techniques = TechniqueFinder(
            vocab, phrases=lexicon.phrases, abbreviations=lexicon.abbreviations, near_words=lexicon.near_words
        )
        self._assertion = AssertionFinder(vocab, cues=lexicon.assertion_cues)
        self._codes = {name: one.codes[0] for name, one in lexicon.techniques.items() if one.codes}

    def read(self, text: str) -> Reading:
        """Return the reading of a note. Raises NoteTooLong over the limit and NoteNotUnicode on a lone surrogate."""
        if len(text) > self.max_characters:
            raise NoteTooLong(len(text), self.max_characters)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NoteNotUnicode(error.start) from None
        words, spaces = split(unwrap(text))
        with self._lock, self._nlp.memory_zone():
            return self._reading(text, words, _starts(words, spaces), Doc(self._nlp.vocab, words=words, spaces=spaces))

    def _reading(self, text: str, words: list[str], starts: list[int], doc: Doc) -> Reading:
        layout = lay_out(text, words, starts, self._headings, self._cells)
        doc.user_data[LAYOUT] = layout
        mended = self._techniques.mend(doc, words)
        found = self._techniques.find(doc, text)
        spans = [doc[item.first : item.last] for item in found]
        verdicts = self._assertion.find(doc, spans)
        scopes = Scopes(doc, layout)
        lower = _lower(words, mended)
        return Reading(
            text,
            lower,
            tuple(starts),
            part_services(layout.clauses, found, lower, starts, self._codes),
            layout.sections,
            tuple(
                self._mention(text, doc, scopes, item, verdict) for item, verdict in zip(found, verdicts, strict=True)
            ),
            tuple(
                Duration(w.start, w.end, text[w.start : w.end], w.minutes)
                for w in find_minutes(text, words, starts)
                if not layout.elsewhere(w.start)
            ),
        )

    def _mention(self, text: str, doc: Doc, scopes: Scopes, found: Found, verdict: Verdict) -> Mention:
        start, end = _place(doc, found.first, found.last)
        codes: dict[str, None] = {}
        for technique in found.techniques:
            codes.update(dict.fromkeys(self.lexicon.techniques[technique].codes))
        cue = None
        if verdict.assertion != "performed":
            cue_start, cue_end = _place(doc, verdict.first, verdict.last)
            cue = Cue(cue_start, cue_end, text[cue_start:cue_end], verdict.rule)
        return Mention(
            start, end, text[start:end], found.techniques[0], tuple(codes), verdict.assertion, cue,
            scopes.at(found.first).section,
        )  # fmt: skip


def _starts(words: list[str], spaces: list[bool]) -> list[int]:
    return [0, *accumulate(map(add, map(len, words), spaces))][: len(words)]


def _lower(words: list[str], mended: Mapping[int, str]) -> tuple[str, ...]:
    lower = [*map(str.lower, words)]
    for index, word in mended.items():
        lower[index] = word
    return tuple(lower)


def _place(doc: Doc, first: int, last: int) -> tuple[int, int]:
    token = doc[last - 1]
    return doc[first].idx, token.idx + len(token)

"""A tokenizer for charts: one regular expression, no cache, no exceptions list, linear in the length.

spaCy's English tokenizer glues what charts write without spaces ("exercise(97110):15min") and takes most of a lean
pipeline's time. This one parts letters, digits and signs wherever they touch, and keeps `[x]` and "don't" whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

_TOKEN = re.compile(
    r"""(
      \[[\ xX✓✔]?\]                          # a checkbox
    | [^\W\d_]+(?:['’][^\W\d_]+)*            # a word, with its apostrophes
    | \d+(?:[.,]\d+)*                        # a number
    | \r\n | \n | [^\S\n\ ]+ | \ {2,}        # white space that is more than one blank after a token
    | . )(\ ?)""",
    re.VERBOSE | re.DOTALL,
)


def split(text: str) -> tuple[list[str], list[bool]]:
    """Return the tokens of a text, and whether a blank follows each: together they are the text."""
    found = _TOKEN.findall(text)
    return [word for word, _ in found], [space == " " for _, space in found]


class ChartTokenizer(DummyTokenizer):
    """Return a Doc whose text is the note, character for character.

    >>> from spacy.vocab import Vocab
    >>> [token.text for token in ChartTokenizer(Vocab())("STM/MFR 15' [x] therex(97110):3x10")]
    ['STM', '/', 'MFR', '15', "'", '[x]', 'therex', '(', '97110', ')', ':', '3', 'x', '10']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words, spaces = split(text)
        return Doc(self.vocab, words=words, spaces=spaces)


def make_chart_tokenizer() -> Callable[[Language], ChartTokenizer]:
    """Return the factory that a spaCy config names as its tokenizer: an entry point of the package."""

    def create(nlp: Language) -> ChartTokenizer:
        return ChartTokenizer(nlp.vocab)

    return create

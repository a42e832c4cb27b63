"""The phrases that labelled notes share: runs of words in their evidence, none that could name or count a person.

A phrase is kept where two authors wrote it, so that it is nobody's own. It holds no digit, and no word that notes
write with a capital only, unless the lexicon knows that word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from spacy.lang.en.stop_words import STOP_WORDS

from rehabcode.completion.phrases import MinedPhrase
from rehabcode.completion.words import JOINS, LONGEST, WORD, key_of, plain
from rehabcode.lexicon import Lexicon
from rehabcode_training.corpus import LabelledNote

AUTHORS = 2
ACRONYM = 5
"""Letters of the longest word that may stand in capitals only."""

LEAD = 4
"""Letters of a word that says nothing by itself and may begin a phrase all the same ("with")."""

SLIP_LETTERS, SLIP_CHANGED, SLIP_TWICE = 6, 9, 10
"""Letters of a word that may be a slip: with one dropped, added or swapped, with one changed, with two slips."""

SLIP_COUNT, SLIP_RATIO = 3, 15
"""A slip is written no oftener than this, and so many times less often than what is meant."""

Forms = Mapping[str, Counter[str]]


def mine(notes: Sequence[LabelledNote], lexicon: Lexicon) -> tuple[MinedPhrase, ...]:
    """Return the phrases, in the order of their keys, with how many labels of each code hold them."""
    forms = word_forms(note.text for note in notes)
    own = {word for phrase in lexicon.phrases for word in key_of(phrase.say).split()}
    authors: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    shapes: dict[str, Counter[str]] = defaultdict(Counter)
    for note in notes:
        for code in note.codes:
            for span in code.evidence:
                for say in phrases_in(span.quote):
                    key = key_of(say)
                    authors[key].add(note.author)
                    codes[key][code.code] += 1
                    shapes[key][say] += 1
    shared = sorted(key for key in authors if len(authors[key]) >= AUTHORS)
    return tuple(
        MinedPhrase(_shown(_commonest(shapes[key]), forms), dict(codes[key]))
        for key in shared
        if not any(_may_be_a_name(word, forms, own) for word in key.split())
    )


def phrases_in(quote: str) -> Iterator[str]:
    """Yield every run of up to five joined words that can stand as a phrase.

    >>> [*phrases_in("with heel strike x10")]
    ['with heel', 'with heel strike', 'heel', 'heel strike', 'strike']
    """
    for run in _runs(quote):
        for first in range(len(run)):
            for stop in range(first + 1, min(first + LONGEST, len(run)) + 1):
                words = [plain(quote[start:end]) for start, end in run[first:stop]]
                if _stands(words):
                    yield quote[run[first][0] : run[stop - 1][1]]


def word_forms(texts: Iterable[str]) -> Forms:
    """Return how often each word, by its plain form, stands in each of its spellings."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for match in WORD.finditer(text):
            forms[plain(match[0])][match[0]] += 1
    return forms


def slips(notes: Sequence[LabelledNote], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words of notes and lexicon that misspell a far commoner one: they are read, and never offered."""
    counts = Counter({word: sum(forms.values()) for word, forms in word_forms(note.text for note in notes).items()})
    counts.update({word: 0 for phrase in lexicon.phrases for word in key_of(phrase.say).split()})
    right = {word for phrase in lexicon.phrases if phrase.canonical for word in key_of(phrase.say).split()}
    common = sorted(word for word, count in counts.items() if count >= SLIP_RATIO)
    rare = {word for word, count in counts.items() if count <= SLIP_COUNT and len(word) >= SLIP_LETTERS} - right
    return tuple(sorted(word for word in rare if _misspells(word, common, counts)))


def _runs(quote: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the places of words without digits that one blank, hyphen or slash joins."""
    places = [match.span() for match in WORD.finditer(quote)]
    run = places[:1]
    for before, place in pairwise(places):
        if quote[before[1] : place[0]] not in JOINS:
            yield run
            run = []
        run.append(place)
    yield run


def _stands(words: Sequence[str]) -> bool:
    """Whether words can be offered: no digit, an end that says something, and a beginning that does or leads there."""
    if any(not word.replace("'", "").isalpha() for word in words):
        return False
    first, last = words[0], words[-1]
    leads = len(first) >= LEAD and len(words) > 1
    return last not in STOP_WORDS and len(last) > 1 and ((first not in STOP_WORDS and len(first) > 1) or leads)


def _may_be_a_name(word: str, forms: Forms, own: AbstractSet[str]) -> bool:
    """Whether a word that the lexicon does not know is never written small: a name, or an acronym if it is short."""
    written = forms[word]
    if word in own or any(form[0].islower() for form in written):
        return False
    return len(word) > ACRONYM or not all(form.isupper() for form in written)


def _shown(say: str, forms: Forms) -> str:
    """Return a phrase with each word as notes write it inside a line: small, unless it is nearly always not."""
    return WORD.sub(lambda match: _usual(forms[plain(match[0])]), say)


def _usual(written: Counter[str]) -> str:
    """Return the commonest spelling, a capital at its beginning counted as if it was small.

    >>> _usual(Counter({"Gait": 5, "gait": 2, "GAIT": 1})), _usual(Counter({"STM": 5, "stm": 1}))
    ('gait', 'STM')
    """
    folded: Counter[str] = Counter()
    small = any(form[0].islower() for form in written)
    for form, count in written.items():
        folded[form.lower() if small and form.istitle() and len(form) > 1 else form] += count
    return _commonest(folded)


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda each: (-counts[each], each))


def _misspells(word: str, common: Sequence[str], counts: Mapping[str, int]) -> bool:
    """Whether a common word is a slip off, or two of a long word, other than in its ending or its beginning."""
    most = 1 if len(word) < SLIP_TWICE else 2
    near = extract(word, common, scorer=OSA.distance, score_cutoff=most, limit=None)
    return any(
        counts[other] >= SLIP_RATIO * max(counts[word], 1)
        and other[0] == word[0]
        and other[-2:] == word[-2:]
        and (len(word) >= SLIP_CHANGED or len(other) != len(word) or sorted(other) == sorted(word))
        for other, _, _ in near
    )

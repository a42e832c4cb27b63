"""Finds the assertion cues of a doc, and says which of them reach a mention."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from rehabcode.cues import AssertionCue
from rehabcode.pipes.pieces import box_mark
from rehabcode.pipes.scopes import Place, Scopes

FARTHEST = 40
"""No cue reaches farther, in tokens, however long a sentence or a line is."""

BESIDE = 1
"""A cue of the reach "beside" stands next to the mention, with at most this many tokens between."""

TITLE_LINES, EDGE = 2, 20
"""Whose note it is, its title says in the first tokens of the first lines, or a signature in the last ones."""
LONGEST_TITLE = 12
"""A longer clause is no title."""

_OF_A_TIME = frozenset(["historical", "ordered", "planned"])
"""Cues of these assertions count in the possessive too ("last visit's", "next week's")."""


LONGEST_ASIDE = 6
"""How many tokens before a cue are looked at for a bracket."""


class FoundCue(NamedTuple):
    """Tokens [first, last) are one of a cue's words."""

    first: int
    last: int
    row: AssertionCue
    place: Place


class FoundCues:
    """The cues of a doc, by sentence and by line, and those that speak for the whole note, or None.

    `of_note` says whose note it is where it is no therapist's; `of_measures` says that it is an evaluation.
    """

    def __init__(self, cues: Sequence[FoundCue], tokens: int, scopes: Scopes) -> None:
        self._by_sentence: dict[int, list[FoundCue]] = {}
        self._by_line: dict[int, list[FoundCue]] = {}
        self._turns: dict[int, list[FoundCue]] = {}
        of_note: list[FoundCue] = []
        titles = scopes.line_starts(TITLE_LINES)
        for cue in cues:
            if cue.row.reach == "note":
                if _speaks_for_note(cue, tokens, titles, scopes):
                    of_note.append(cue)
                continue
            self._by_sentence.setdefault(cue.place.sentence, []).append(cue)
            if cue.row.assertion == "planned" or (cue.row.assertion == "performed" and cue.row.reach == "sentence"):
                self._turns.setdefault(cue.place.line, []).append(cue)
            if cue.row.reach == "line":
                self._by_line.setdefault(cue.place.line, []).append(cue)
        said = [cue.row.assertion for cue in of_note]
        self.of_measures = next((cue for cue in of_note if cue.row.assertion == "incidental"), None)
        whose = (cue for cue in of_note if cue.row.assertion != "incidental")
        self.of_note = None if "performed" in said else next(whose, None)

    def near(self, token: int, place: Place) -> list[FoundCue]:
        """Return the cues in the sentence or line of a token, within FARTHEST tokens of it."""
        near = _near(self._by_sentence.get(place.sentence, []), token)
        line = _near(self._by_line.get(place.line, []), token)
        return [*near, *(cue for cue in line if cue.place.sentence != place.sentence)]

    def turned(self, token: int, place: Place) -> bool:
        """Whether the line of a token has come to tell what was done, and has not gone on to what is planned."""
        turns = self._turns.get(place.line, [])
        before = bisect_left(turns, token, key=lambda cue: cue.first)
        return before > 0 and turns[before - 1].row.assertion == "performed"


class CueFinder:
    """The known cues, parted by the tokenizer of the docs that they are looked for in."""

    def __init__(self, vocab: Vocab, cues: Iterable[AssertionCue], tokenizer: Callable[[str], Doc]) -> None:
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._rows: dict[int, list[AssertionCue]] = {}
        for cue in cues:
            if cue.say not in self._matcher:
                self._matcher.add(cue.say, [tokenizer(say) for say in _spellings(cue)])
            self._rows.setdefault(vocab.strings[cue.say], []).append(cue)
        self._answers = {key for key, rows in self._rows.items() if rows[0].say[0] == ":"}
        self._holds = {key for key, rows in self._rows.items() if any(map(_may_be_a_hold, rows))}
        self._past = {key for key, rows in self._rows.items() if rows[0].assertion == "historical"}

    def find(self, doc: Doc, scopes: Scopes) -> FoundCues:
        """Return the cues in the doc, the longest where they overlap; pseudo-cues take their words and are dropped."""
        matches = sorted(self._matcher(doc), key=lambda match: (match[1] - match[2], match[1]))
        taken: set[int] = set()
        found = []
        for key, first, last in matches:
            if first in taken or last - 1 in taken or (key in self._answers and _goes_on(doc, last)):
                continue
            taken.update(range(first, last))
            if (key in self._holds and _is_dose(doc, last)) or (key in self._past and _is_value_before(doc, first)):
                continue
            if scopes.clauses and last - first == 1 and box_mark(doc[first].text):
                continue  # the layout has read what a checkbox stands for
            place = scopes.at(first)
            found += [FoundCue(first, last, row, place) for row in self._rows[key] if row.assertion != "none"]
        return FoundCues(sorted(found, key=lambda cue: cue.first), len(doc), scopes)


def _spellings(cue: AssertionCue) -> Iterator[str]:
    """Yield a cue with either apostrophe, and in the possessive where that says the same."""
    forms = [cue.say]
    if cue.assertion in _OF_A_TIME and cue.say[-1].isalpha():
        forms.append(cue.say + "'s")
    for form in forms:
        yield form
        if "'" in form:
            yield form.replace("'", "’")


def _speaks_for_note(cue: FoundCue, tokens: int, titles: Sequence[int], scopes: Scopes) -> bool:
    """Whether a cue of the reach "note" stands where it counts; a text without layout is no note.

    One that points forward stands in the title, one that points backward in the closing line, any other anywhere.
    """
    if not titles or cue.row.direction == "both":
        return bool(titles)
    if cue.row.direction == "forward":
        clause = scopes.clauses[cue.place.clause]
        in_title = cue.place.line < len(titles) and cue.first < titles[cue.place.line] + EDGE
        return in_title and clause.last - clause.first <= LONGEST_TITLE
    return cue.first >= tokens - EDGE and cue.place.sentence == scopes.clauses[-1].sentence


def _may_be_a_hold(cue: AssertionCue) -> bool:
    return cue.assertion == "negated" and cue.direction == "backward" and cue.say.isalpha()


def _goes_on(doc: Doc, token: int) -> bool:
    """Whether words go on at a token: "stairs: no rail" does not answer "stairs" as "stairs: no" does."""
    return token < len(doc) and doc[token].text[0].isalnum()


def _is_dose(doc: Doc, token: int) -> bool:
    """Whether a number stands at a token ("held 40 s"), and is none of a fraction or a date ("held 2/2 pain")."""
    if token >= len(doc) or not doc[token].text.isdigit():
        return False
    return token + 1 == len(doc) or doc[token + 1].text != "/"


def _is_value_before(doc: Doc, token: int) -> bool:
    """Whether a token stands in brackets that open with a number: "150 ft (100 ft last visit)" tells of today."""
    before = doc[max(token - LONGEST_ASIDE, 0) : token]
    for index in range(len(before) - 1, -1, -1):
        if before[index].text in "()":
            return before[index].text == "(" and before[index].nbor().text.isdigit()
    return False


def _near(cues: list[FoundCue], token: int) -> list[FoundCue]:
    """Return the cues, sorted by place, within FARTHEST tokens of a token."""
    low = bisect_left(cues, token - FARTHEST, key=lambda cue: cue.first)
    return cues[low : bisect_right(cues, token + FARTHEST, key=lambda cue: cue.first)]

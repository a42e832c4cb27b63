"""The codes that a note types, and whether it charges them: a code may be planned, withdrawn or not done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rehabcode.billing.billing_words import BillingWords
from rehabcode.billing.note_words import LONGEST, NoteWords
from rehabcode.codebook import Codebook
from rehabcode.records import Span

NEAR = 7
"""A nought, or a "not", so near to a code says that it was not done or is not charged."""
TIMES = frozenset("x×")
_CLOSED = frozenset(")]")
_EMPTY = (("(", ")"), ("[", "]"))
FAR = 10
"""So near to a code, a word may take it back."""
OPENING = 3
"""So many words open a line: where they tell of a plan, so does all of the line."""
BEHIND = 2
"""So many words behind a code may still say that it is asked for; those before it may in all of the sentence."""
DATES = 2
"""A line of so many dates is of other days."""


@dataclass(frozen=True, slots=True)
class TypedCode(Span):
    """A code as typed; `first` and `last` are its words. `charged` is False where the note does not bill it today."""

    code: str
    first: int
    last: int
    charged: bool


_Place = tuple[int, str, int]
"""Where a code begins, the code, and the place after it."""


class CodeFinder:
    """Finds them; linear in the length of the note."""

    def __init__(self, words: BillingWords, codebook: Codebook) -> None:
        self._words = words
        self._codes = {code.code.lower(): code.code for code in codebook}
        self._levels = frozenset(code.code for code in codebook if code.category == "evaluation")

    def find(self, note: NoteWords) -> list[TypedCode]:
        """Return the typed codes in the order of the note."""
        places: list[_Place] = []
        for place in range(len(note.words)):
            typed = self._code(note, place)
            if typed is not None:
                places.append((place, *typed))
        of_line: dict[tuple[int, int], list[_Place]] = {}
        for one in places:
            of_line.setdefault(note.line(one[0]), []).append(one)
        return [typed for line, row in of_line.items() for typed in self._in_line(note, line, row)]

    def _in_line(self, note: NoteWords, line: tuple[int, int], row: Sequence[_Place]) -> Iterator[TypedCode]:
        unticked = set(_unticked(note, line, row))
        for index, (place, code, after) in enumerate(row):
            following = row[index + 1][0] if index + 1 < len(row) else line[1]
            before = row[index - 1][2] if index else line[0]
            span = note.span(place, after)
            charged = not (
                place in unticked
                or self._is_one_of(row, index)
                or _is_nought(note, place, after, (before, following))
                or not self.charged(note, place)
            )
            yield TypedCode(span.start, span.end, span.quote, code, place, after, charged)

    def charged(self, note: NoteWords, place: int) -> bool:
        """Whether nothing about a word says that what it states is planned, withdrawn or of another day."""
        sentence = note.sentence(place)
        words = note.words[sentence[0] : sentence[1]]
        begin = note.line(place)[0]
        opens = sentence[0] == begin
        if not note.is_today(note.starts[place]) and not self._is_charge(words, opens=opens):
            return False
        before = note.words[sentence[0] : place + 1 + BEHIND]
        return not (
            self._words.within(self._near(note, place, sentence, FAR), "withdrawn")
            or self._words.within(self._near(note, place, sentence, NEAR), "denied")
            or self._is_crossed_out(note, place)
            or self._words.within(before, "wanted")
            or (not opens and self._words.within(note.words[begin : begin + OPENING], "wanted"))
            or _dates(words) >= DATES
        )

    def _is_crossed_out(self, note: NoteWords, place: int) -> bool:
        """Whether a cell of the row of a code begins with a word that takes it back."""
        line = note.line(place)
        first, last = max(line[0], place - LONGEST), min(line[1], place + LONGEST)
        cells = [at + 1 for at in range(first, last - 1) if note.words[at] == "|"]
        return any(self._words.longest(note.words, at, role) for at in cells for role in ("withdrawn", "denied"))

    def _near(self, note: NoteWords, place: int, sentence: tuple[int, int], reach: int) -> Sequence[str]:
        """Return the words around a code, up to the next code; of a code alone in its line, those of the next line."""
        first, last = max(sentence[0], place - reach), place + 1
        line = note.line(place)
        if line[1] - line[0] < NEAR and not any(word[0].isalpha() for word in note.words[line[0] : line[1]]):
            return note.words[line[1] + 1 : line[1] + NEAR // 2 + 1]
        while last < min(sentence[1], place + reach) and note.words[last] not in self._codes:
            last += 1
        return note.words[first:last]

    def _is_charge(self, words: Sequence[str], *, opens: bool) -> bool:
        """Whether a sentence is one of charges wherever it stands: "97110 x2", or "Billed: 97110" as a line."""
        if opens and (self._words.longest(words, 0, "charged") or self._words.longest(words, 0, "unit")):
            return True
        return len(words) > 2 and words[0] in self._codes and words[1] in TIMES and words[2].isdecimal()

    def _is_one_of(self, row: Sequence[_Place], index: int) -> bool:
        """Whether a code of an evaluation stands right beside another: the levels of a form, none of them chosen."""
        place, code, after = row[index]
        beside = [*row[max(0, index - 1) : index], *row[index + 1 : index + 2]]
        return code in self._levels and any(
            other in self._levels and (at == after or end == place) for at, other, end in beside
        )

    def _code(self, note: NoteWords, place: int) -> tuple[str, int] | None:
        word = note.words[place]
        if word in self._codes and word not in note.words[max(0, place - 1) : place]:
            return self._codes[word], place + 1
        if len(word) == 1 and place + 1 < len(note.words) and note.starts[place + 1] == note.starts[place] + 1:
            code = self._codes.get(word + note.words[place + 1])
            return (code, place + 2) if code else None
        return None


def _unticked(note: NoteWords, line: tuple[int, int], codes: Sequence[_Place]) -> Iterator[int]:
    """Yield the codes of a line whose brackets, all before or all behind the codes, hold nothing."""
    words = note.words
    leading = codes[0][0] > line[0] and words[codes[0][0] - 1] in _CLOSED
    for place, _, after in codes:
        empty = words[place - 2 : place] if leading else words[after : after + 2]
        if len(empty) == len(_EMPTY[0]) and tuple(empty) in _EMPTY:
            yield place


def _dates(words: Sequence[str]) -> int:
    """Return how many dates stand among the words."""
    return sum(
        words[place] == "/" and words[place - 1].isdecimal() and words[place + 1].isdecimal()
        for place in range(1, len(words) - 1)
    )


def _is_nought(note: NoteWords, place: int, after: int, reach: tuple[int, int]) -> bool:
    """Whether a nought, a dash or a blank stands where the minutes of a code would."""
    ahead = range(after, min(after + NEAR, reach[1]))
    back = range(place - 1, max(place - NEAR, reach[0]) - 1, -1)
    # A code at the end of its line has its minutes before it.
    for at in back if not any(note.number(one) is not None for one in ahead) and reach[1] - after < 2 else ahead:
        if note.duration(at) is not None:
            return note.words[at] == "0"
        if note.words[at] == "0":
            return at + 1 >= len(note.words) or note.words[at + 1] not in ("-", "/", "°", ".")
        if note.words[at].startswith(("_", "--", "***")) or note.words[at : at + 2] == ("-", "-"):
            return True
        if note.number(at) is not None:
            return False
    return False

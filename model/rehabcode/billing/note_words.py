"""The words of a reading as one walks over them: blanks left out, ends of lines kept, numbers understood."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from rehabcode.duration_words import duration_words
from rehabcode.records import Clause, Duration, Reading, Span

LINE_END = "\n"
OTHER_DAYS = frozenset(["history", "goals", "orders"])
MAY_BE_TODAY = frozenset(["subjective", "plan", "home_program", "education"])
"""What stands in these sections is of the visit only in a line with minutes."""
_STOPS = frozenset((".", ";", LINE_END))
LONGEST = 80
"""So many words before and behind a word still belong to its sentence."""
CODE = 5
"""So many digits without a comma are a code."""


class NoteWords:
    """Words of one note by their place; every place below counts in `words`."""

    def __init__(self, reading: Reading) -> None:
        kept = [place for place, word in enumerate(reading.words) if not word.isspace() or "\n" in word or "\r" in word]
        self.reading = reading
        self.words = tuple(LINE_END if reading.words[place].isspace() else reading.words[place] for place in kept)
        self.starts = tuple(reading.word_starts[place] for place in kept)
        self._lines = [place for place, word in enumerate(self.words) if word == LINE_END]
        self._stops = [place for place, word in enumerate(self.words) if word in _STOPS]
        self._clauses = [clause.start for clause in reading.clauses]
        self._durations = {duration.start: duration for duration in reading.durations}
        self._minutes = sorted(self._durations)
        self._numbers: Mapping[str, int] = duration_words().values["number"]

    def end(self, place: int) -> int:
        """Return where a word ends in the text: the mended word may be longer or shorter than it."""
        limit = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.reading.text)
        return self.starts[place] + len(self.reading.text[self.starts[place] : limit].rstrip())

    def span(self, first: int, last: int) -> Span:
        """Return the stretch of words [first, last)."""
        start, end = self.starts[first], self.end(last - 1)
        return Span(start, end, self.reading.text[start:end])

    def line(self, place: int) -> tuple[int, int]:
        """Return the words [first, last) of the line of a word."""
        return self._between(self._lines, place)

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the words [first, last) of the sentence of a word, inside its line, at most LONGEST to each side."""
        first, last = self._between(self._stops, place)
        return max(first, place - LONGEST), min(last, place + LONGEST)

    def _between(self, ends: Sequence[int], place: int) -> tuple[int, int]:
        index = bisect_left(ends, place)
        return (ends[index - 1] + 1 if index else 0), (ends[index] if index < len(ends) else len(self.words))

    def sentence_at(self, start: int) -> tuple[int, int]:
        """Return the characters [start, end) of the sentence of a character."""
        first, last = self.sentence(max(0, bisect_right(self.starts, start) - 1))
        return self.starts[first], self.end(max(first, last - 1))

    def opens(self, start: int) -> bool:
        """Whether a clause or a sentence begins at a character, outside of what the note tells of other days."""
        clause = self.clause(start)
        begins = start == self.sentence_at(start)[0] or (clause is not None and start == clause.start)
        return begins and (clause is None or clause.section not in OTHER_DAYS)

    def is_today(self, start: int) -> bool:
        """Whether what begins at a character stands where a note tells of the visit, and not in an empty checkbox."""
        clause = self.clause(start)
        if clause is None:
            return True
        if clause.section in MAY_BE_TODAY:
            return clause.box != " " and self.has_minutes(start)
        return clause.section not in OTHER_DAYS and clause.box != " "

    def has_minutes(self, start: int) -> bool:
        """Whether minutes stand in the line of a character."""
        text = self.reading.text
        end = text.find(LINE_END, start)
        first, last = text.rfind(LINE_END, 0, start) + 1, len(text) if end < 0 else end
        at = bisect_left(self._minutes, first)
        return at < len(self._minutes) and self._minutes[at] < last

    def clause(self, start: int) -> Clause | None:
        """Return the clause of a character; None where the note has none."""
        index = bisect_right(self._clauses, start) - 1
        return self.reading.clauses[index] if index >= 0 else None

    def duration(self, place: int) -> tuple[Duration, int] | None:
        """Return the documented minutes that begin with a word, and the place after them."""
        found = self._durations.get(self.starts[place]) if place < len(self.starts) else None
        if found is None:
            return None
        after = place
        while after < len(self.starts) and self.starts[after] < found.end:
            after += 1
        return found, after

    def number(self, place: int) -> int | None:
        """Return the whole number that a word is, in digits or letters; None for another word or a part of a number."""
        word = self.words[place] if 0 <= place < len(self.words) else ""
        return int(word) if word.isdecimal() and word.isascii() and len(word) < 4 else self._numbers.get(word)

    def value(self, place: int) -> int | None:
        """Return the whole number that the digits of a word are; None for another word, a code among them."""
        word = self.words[place] if place < len(self.words) else ""
        digits = word.replace(",", "")
        short = len(word) < CODE or len(word) > len(digits)
        return int(digits) if short and digits.isdecimal() and digits.isascii() else None

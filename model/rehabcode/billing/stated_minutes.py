"""What a note states of the minutes of a visit: timed, untimed, in total, and from coming to going."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rehabcode.billing.billing_words import BillingWords, Role
from rehabcode.billing.note_words import LINE_END, NoteWords
from rehabcode.duration_words import duration_words
from rehabcode.records import Duration

Kind = Literal["timed", "untimed", "total", "visit"]

LEAST, MOST = 5, 300
"""A number without a unit is minutes of a visit only between these."""
LONGEST_LABEL = 12
"""A label has no more words."""
SIGNS = frozenset(":=|-–—,.([~+>")
_JOINS = frozenset("-(|)/")
_OPENS = frozenset("(/=")
_NAMES: tuple[Role, ...] = ("untimed", "timed", "visit", "total", "stay", "label")
_ANCHORS: frozenset[Role] = frozenset(["untimed", "timed", "visit", "total"])


@dataclass(frozen=True, slots=True)
class StatedMinutes(Duration):
    """Minutes with the words that say what they are of."""

    kind: Kind


class MinutesFinder:
    """Finds them; linear in the length of the note."""

    def __init__(self, words: BillingWords) -> None:
        self._words = words
        said = duration_words()
        self._counted = said.of("counted")
        self._ended = said.of("ended")

    def find(self, note: NoteWords) -> list[StatedMinutes]:
        """Return the stated minutes in the order of the note."""
        found: list[StatedMinutes] = []
        place = 0
        while place < len(note.words):
            one, after = self._labelled(note, place, found[-1].end if found else 0)
            if one is None:
                one, after = self._followed(note, place)
            if one is not None:
                found.append(one)
            place = max(after, place + 1)
        return [*found, *self._clocked(note, found)]

    def _label(self, note: NoteWords, place: int) -> tuple[set[str], int]:
        """Return the roles of a run of words that name minutes, and the place after it."""
        roles: set[str] = set()
        begin = place
        while place < min(len(note.words), begin + LONGEST_LABEL):
            opens = self._words.opens(note.words[place])
            lengths = {role: self._words.longest(note.words, place, role) for role in _NAMES} if opens else {}
            longest = max(lengths.values(), default=0)
            if longest:
                roles.update(role for role, length in lengths.items() if length == longest)
                place += longest
            elif (
                roles
                and note.words[place] in _JOINS
                and any(self._words.longest(note.words, place + 1, role) for role in _NAMES)
            ):
                place += 1
            else:
                break
        return roles, place

    def _labelled(self, note: NoteWords, place: int, stated: int) -> tuple[StatedMinutes | None, int]:
        """Return "total timed: 40 min"; the place after it, or after a label that is none.

        `stated` is where the minutes stated before end: another number, or a word, before "timed 9" makes it a score.
        """
        roles, at = self._label(note, place)
        if not roles:
            return None, place
        number = at
        while number < min(len(note.words), at + LONGEST_LABEL) and note.words[number] in SIGNS:
            number += 1
        read = self._number(note, number)
        if read is None or not roles & _ANCHORS:
            return None, at if not roles & _ANCHORS else place + 1
        bare = note.duration(number) is None
        if (bare and "visit" in roles) or self._words.longest(note.words, read[1], "shift"):
            return None, read[1]
        if bare and "label" not in roles and self._is_score(note, place, stated):
            return None, read[1]
        minutes, after = read
        more, last = self._label(note, after)
        if more & _ANCHORS and not self._leads_on(note, last):
            roles, after = roles | more, last
        return self._stated(note, place, after, minutes, roles), after

    def _is_score(self, note: NoteWords, place: int, stated: int) -> bool:
        if not place or stated == note.end(place - 1) or note.starts[place] - note.end(place - 1) > 1:
            return False
        before = note.words[place - 1]
        glued = before == "." and note.starts[place] == note.starts[place - 1] + 1
        return before[0].isalnum() or note.number(place - 1) is not None or glued

    def _followed(self, note: NoteWords, place: int) -> tuple[StatedMinutes | None, int]:
        """Return "40 min timed"."""
        with_unit = note.duration(place)
        read = self._number(note, place)
        if read is None or (place and note.words[place - 1] == "+"):
            return None, place
        roles, last = self._label(note, read[1])
        closed = last < len(note.words) and note.words[last] == ")"
        if with_unit is None and place and not closed and note.words[place - 1] not in _OPENS | {LINE_END}:
            return None, place
        if not any(self._words.longest(note.words, read[1], role) for role in (*_ANCHORS, "stay")):
            return None, place
        if not roles & {"timed", "total"} or "untimed" in roles or self._leads_on(note, last):
            return None, place
        return self._stated(note, place, last, read[0], roles), last

    def _leads_on(self, note: NoteWords, place: int) -> bool:
        """Whether what stands before a place is the label of a number behind it."""
        begin = place
        while place < min(len(note.words), begin + LONGEST_LABEL) and note.words[place] in SIGNS - {",", "."}:
            place += 1
        return place < len(note.words) and note.number(place) is not None

    def _number(self, note: NoteWords, place: int) -> tuple[int, int] | None:
        with_unit = note.duration(place)
        if with_unit is not None:
            return with_unit[0].minutes, with_unit[1]
        minutes = note.number(place) if place < len(note.words) and note.words[place].isdecimal() else None
        if minutes is None or not LEAST <= minutes <= MOST or self._is_count(note, place + 1):
            return None
        return minutes, place + 1

    def _is_count(self, note: NoteWords, place: int) -> bool:
        """Whether what follows a number says that it counts something else; a word in the next column does not."""
        if place < len(note.words) and note.starts[place] - note.end(place - 1) > 1:
            return False
        word = note.words[place] if place < len(note.words) else LINE_END
        if word in self._counted or word in ("%", "#", "lb", '"') or (word == "+" and note.number(place + 1)):
            return word != "in" and not self._words.longest(note.words, place, "label")
        return word in ("/", "-", "–") and note.number(place + 1) is not None

    def _stated(self, note: NoteWords, first: int, last: int, minutes: int, roles: set[str]) -> StatedMinutes:
        kind: Kind = "total"
        if "untimed" in roles:
            kind = "untimed"
        elif "timed" in roles:
            kind = "timed"
        elif roles & {"visit", "stay"}:
            kind = "visit"
        span = note.span(first, last)
        return StatedMinutes(span.start, span.end, span.quote, minutes, kind)

    def _clocked(self, note: NoteWords, found: list[StatedMinutes]) -> Iterator[StatedMinutes]:
        """Yield the time between two named clock times, where the note has only one such pair."""
        pairs = [
            duration
            for duration in note.reading.durations
            if any(word.strip(":").lower() in self._ended for word in duration.quote.split())
            and not any(one.start < duration.end and duration.start < one.end for one in found)
        ]
        if len(pairs) == 1:
            yield StatedMinutes(pairs[0].start, pairs[0].end, pairs[0].quote, pairs[0].minutes, "visit")

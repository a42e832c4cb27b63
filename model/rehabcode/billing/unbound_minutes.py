"""Whether a note may hold minutes of a code that none are bound to: then it is not said that it documents none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rehabcode.billing.note_words import LINE_END, NoteWords
from rehabcode.billing.stated import Stated, Supported
from rehabcode.codebook import Codebook
from rehabcode.duration_words import duration_words
from rehabcode.records import Span

LEAST, MOST = 8, 90
"""Only between these may minutes of no code, or a bare number, be those of one that has none."""
_BEHIND = frozenset([":", ".", ";", LINE_END, "m", "|"])
"""What may stand right behind a bare number of minutes: "Manual, 12: ...", "bridges 2x15. 18"."""
_COUNTS = frozenset(["x", "×", "/", "-", "–", "#", "+", "°", "="])
"""What stands before a number that counts something else."""


def has_minutes(
    code: str, stated: Stated, supported: Sequence[Supported], said: Iterable[Span], codebook: Codebook
) -> bool:
    """Whether minutes that may be those of a code stand in the note; `said` is where its units are typed."""
    if stated.minutes:
        return True
    note = stated.words
    proofs = [span for one in supported if one.code == code for span in one.evidence]
    lines = [_line(note.reading.text, span.start) for span in (*said, *proofs)]
    chained = codebook[code].add_on_to is not None or any(other.add_on_to == code for other in codebook)
    near = any(first <= one.start < last for first, last in lines for one in note.reading.durations)
    bound = {one.minutes for one in supported}
    free = any(one.minutes >= LEAST and one.minutes not in bound for one in stated.services)
    return near or free or (chained and bool(note.reading.durations)) or _is_unread(note, proofs)


def _is_unread(note: NoteWords, proofs: Iterable[Span]) -> bool:
    """Whether a bare number that may be minutes stands in a line of the proofs, or in one that is of minutes."""
    proven = {_line(note.reading.text, span.start) for span in proofs}
    units = duration_words().values["unit"]
    place = 0
    while place < len(note.words):
        first, last = note.line(place)
        told = first < last and units.get(note.words[first]) == 1
        if (told or _line(note.reading.text, note.starts[place]) in proven) and any(
            _is_bare(note, at) for at in range(first + 1, last)
        ):
            return True
        place = last + 1
    return False


def _is_bare(note: NoteWords, place: int) -> bool:
    number = note.number(place)
    if number is None or not LEAST <= number <= MOST or note.words[place - 1] in _COUNTS:
        return False
    return place + 1 >= len(note.words) or note.words[place + 1] in _BEHIND


def _line(text: str, start: int) -> tuple[int, int]:
    end = text.find("\n", start)
    return text.rfind("\n", 0, start) + 1, len(text) if end < 0 else end

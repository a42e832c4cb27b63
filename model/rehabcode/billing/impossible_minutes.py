"""Findings about minutes that no visit has: below nought, longer than any, or of nothing that the note supports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rehabcode.billing.billing_words import billing_words
from rehabcode.billing.findings import Finding
from rehabcode.billing.note_words import LINE_END, NoteWords
from rehabcode.billing.reconciliation import TOTALS
from rehabcode.billing.stated import Stated, Supported
from rehabcode.duration_words import duration_words

LONGEST_VISIT = 8 * 60
RATE = 3
"""So many words behind minutes may say that they are those of a week."""
_DASHES = frozenset("-−–")
_OPENS = frozenset(":=(|")
_LABELS = frozenset(":=(|-−– ")


def check_minutes_possible(stated: Stated, supported: Sequence[Supported]) -> tuple[Finding, ...]:
    """Return where a note states minutes that cannot be, or minutes of treatment and nothing that was done in them."""
    return (*_below_nought(stated), *_too_long(stated), *_of_nothing(stated, supported))


def _below_nought(stated: Stated) -> Iterator[Finding]:
    """Give a finding for a dash that belongs to its number; behind a word and a blank, only one of a note does."""
    note = stated.words
    signed = [
        place for place in range(2, len(note.words)) if _is_signed(note, place) and note.is_today(note.starts[place])
    ]
    loose = [place for place in signed if note.words[place - 2] not in _OPENS]
    for place in signed:
        if place not in loose or len(loose) == 1:
            span = note.span(place - 1, place + 1 + _is_unit(note, place + 1))
            remedy = "write how many minutes it took, and a blank behind a dash that only sets them apart"
            yield Finding("minutes", (), "minutes below 0 are stated", remedy, TOTALS, (span,))


def _is_signed(note: NoteWords, place: int) -> bool:
    """Whether a word is a number of minutes with a dash before it that does not join it to what stands before."""
    if note.words[place - 1] not in _DASHES or note.value(place) is None:
        return False
    before = note.words[place - 2]
    parted = note.starts[place - 1] > note.end(place - 2) and not _is_first_of_two(note, place - 2)
    joined = note.starts[place] == note.end(place - 1)
    opens = before in _OPENS or (parted and before != LINE_END)
    return joined and opens and (_is_unit(note, place + 1) or _is_labelled(note, place - 2))


def _is_first_of_two(note: NoteWords, place: int) -> bool:
    """Whether a word is the first number of a range: "10 -15 min", not "3x10 -15 min"."""
    return note.number(place) is not None and (place == 0 or note.words[place - 1] not in ("x", "×"))


def _too_long(stated: Stated) -> Iterator[Finding]:
    note = stated.words
    for place in range(len(note.words)):
        minutes = note.value(place)
        if minutes is None or minutes <= LONGEST_VISIT or not note.is_today(note.starts[place]):
            continue
        unit = _is_unit(note, place + 1)
        if (unit and not _is_rate(note, place + 2)) or (not unit and _is_labelled(note, place - 1)):
            message = f"{minutes:,} minutes are stated, and no visit is longer than {LONGEST_VISIT}"
            span = note.span(place, place + 1 + unit)
            yield Finding("minutes", (), message, "correct the number of minutes", TOTALS, (span,))


def _of_nothing(stated: Stated, supported: Sequence[Supported]) -> Iterator[Finding]:
    """Give a finding where minutes of treatment are stated, and no code is supported that they could be of."""
    minutes = (*stated.of("timed"), *stated.of("total"))
    if minutes and not supported:
        message = f"{minutes[0].minutes} minutes are stated, and the words of the note support no code for them"
        yield Finding("minutes", (), message, "write what was done in them", TOTALS, minutes)


def _is_unit(note: NoteWords, place: int) -> bool:
    return place < len(note.words) and duration_words().values["unit"].get(note.words[place]) == 1


def _is_labelled(note: NoteWords, place: int) -> bool:
    """Whether the word for minutes stands at a place, or before the signs at it: "min: ", "minutes |"."""
    while place > 0 and note.words[place] in _LABELS:
        place -= 1
    return place >= 0 and _is_unit(note, place)


def _is_rate(note: NoteWords, place: int) -> bool:
    return billing_words().within(note.words[place : place + RATE], "rate")

"""What units may be of: the typed codes of a line, and the names of services in it ("TE", "manual")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rehabcode.billing.note_words import NoteWords
from rehabcode.billing.typed_codes import TypedCode
from rehabcode.duration_words import duration_words


@dataclass(frozen=True, slots=True)
class Head:
    """Words [first, last) that name the codes, likeliest first; `typed` for a code itself."""

    first: int
    last: int
    codes: tuple[str, ...]
    typed: bool


class HeadFinder:
    """Finds them; linear in the length of the line."""

    def __init__(self) -> None:
        self._services: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for say, codes in sorted(duration_words().codes.items(), key=lambda item: -len(item[0])):
            first, *rest = say.replace("-", " - ").split()
            self._services.setdefault(first, []).append((tuple(rest), codes))

    def begins(self, word: str) -> bool:
        """Whether the name of a service begins with a word."""
        return word in self._services

    def find(self, note: NoteWords, line: tuple[int, int], typed: Sequence[TypedCode]) -> dict[int, Head]:
        """Return the names of a line by their first words; those of services do not overlap with others."""
        heads = {one.first: Head(one.first, one.last, (one.code,), typed=True) for one in typed}
        taken = {place for one in typed for place in range(one.first, one.last)}
        free = line[0]
        for place in range(*line):
            found = self._service(note, place) if place >= free and place not in taken else None
            if found is not None:
                heads[place] = found
                free = found.last
        return heads

    def _service(self, note: NoteWords, place: int) -> Head | None:
        for rest, codes in self._services.get(note.words[place], ()):
            last = place + 1 + len(rest)
            if note.words[place + 1 : last] == rest:
                return Head(place, last, codes, typed=False)
        return None


@cache
def head_finder() -> HeadFinder:
    """Return the finder with the names that ship, made at the first call."""
    return HeadFinder()

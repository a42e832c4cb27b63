"""The words by which documented minutes are told apart and put together, as lookups among tokens."""

from __future__ import annotations

from functools import cache

from rehabcode.duration_words import DurationWords, duration_words
from rehabcode.pipes.sayings import Sayings
from rehabcode.pipes.tokenizer import split


class TimeWords:
    """The roles of duration_words.jsonl that tell whose minutes are written; see there."""

    def __init__(self, words: DurationWords) -> None:
        self.total, self.gathered = Sayings(words.of("total")), Sayings(words.of("gathered"))
        self.shared, self.each = Sayings(words.of("shared")), Sayings(words.of("each"))
        self.together = Sayings(words.of("together"))
        self.walked, self.aid, self.taught = (Sayings(words.of(role)) for role in ("walked", "aid", "taught"))
        self.lead, self.mere = words.of("lead"), words.of("mere")
        self.concurrent, self.once, self.long = (words.of(role) for role in ("concurrent", "once", "long"))
        self.services: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for say, codes in sorted(words.codes.items(), key=lambda item: -len(item[0])):
            first, *rest = split(say)[0]
            self.services.setdefault(first, []).append((tuple(rest), codes))


@cache
def time_words() -> TimeWords:
    """Return the lookups, made at the first call. Raises KnowledgeError at the first bad row."""
    return TimeWords(duration_words())

"""The words and signs beside a number that tell what it counts: repetitions, load, distance, a measure, seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from rehabcode.rows import Verified, require_lower
from rehabcode.shelf import Shelf

COUNT_WORDS = "count_words.jsonl"

Counted = Literal["reps", "load", "distance", "measure", "seconds"]
COUNTED: tuple[Counted, ...] = get_args(Counted)


@dataclass(frozen=True, slots=True)
class CountWord:
    """One row of count_words.jsonl: a word in lower case, or a sign, as it follows a number."""

    say: str
    counts: Counted
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)


@cache
def count_words() -> Mapping[str, Counted]:
    """Return what each word says that a number counts, read at the first call. Raises KnowledgeError at a bad row."""
    return {row.say: row.counts for row in Shelf().read(COUNT_WORDS, CountWord, key=("say",)).rows}

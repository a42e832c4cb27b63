"""Words at which a clause ends, or goes on, where signs alone do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rehabcode.rows import Verified, require_lower
from rehabcode.shelf import Shelf

CLAUSE_WORDS = "clause_words.jsonl"

Does = Literal["joins", "levels"]
"""What a word does.

joins    stands between what was done first and what was done next, or beside it ("followed by")
levels   stands before the A and the I of help, which are no initials of a name ("min A", "mod I")
"""


@dataclass(frozen=True, slots=True)
class ClauseWord:
    """One row of clause_words.jsonl: words in lower case, or a sign."""

    say: str
    does: Does
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)


@cache
def clause_words() -> Mapping[Does, frozenset[str]]:
    """Return what is said by what it does, read at the first call. Raises KnowledgeError at the first bad row."""
    rows = Shelf().read(CLAUSE_WORDS, ClauseWord, key=("say",)).rows
    return {does: frozenset(row.say for row in rows if row.does == does) for does in ("joins", "levels")}

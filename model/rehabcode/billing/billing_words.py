"""The words by which a note states what it would bill, as lookups among its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from rehabcode.codes import CODEBOOK, read_codes
from rehabcode.rows import RowError, Verified, require_lower
from rehabcode.shelf import Shelf

BILLING_WORDS = "billing_words.jsonl"

Role = Literal[
    "total", "timed", "untimed", "visit", "stay", "label", "unit", "unit_label", "charged", "withdrawn", "denied",
    "wanted", "shift", "rate", "twin",
]  # fmt: skip
"""What a word does beside minutes, units and typed codes.

total, timed, untimed   minutes of all services, of the timed ones, of the others
visit                   minutes from coming to going: the services may have fewer
stay                    makes a total one of the visit
label                   may stand among these before or after the number
unit, unit_label        counts units; may stand between that word and its number
charged                 opens what is charged
withdrawn, denied       a code in its sentence, or near it, is not, or no longer, charged
wanted                  a code beside it is planned, asked for, or of another day
shift                   minutes before it tell when something was, not how long
rate                    minutes before it are those of a week
twin                    a code that a payer wants in place of `code`
"""


@dataclass(frozen=True, slots=True)
class BillingWord:
    """One row of billing_words.jsonl: words in lower case; `code` is given to a "twin" alone."""

    say: str
    role: Role
    source: str
    code: str | None = None
    verified: Verified = False

    def __post_init__(self) -> None:
        require_lower("say", self.say)
        if (self.code is None) == (self.role == "twin"):
            raise RowError(f"role {self.role!r} and field 'code' do not fit", "give twins a code alone")


class BillingWords:
    """The rows by role. Safe to share between threads.

    >>> words = BillingWords.load()
    >>> words.longest(["visit", "length", "40"], 0, "visit"), words.twins
    (2, {'G0283': '97014'})
    """

    def __init__(self, shelf: Shelf) -> None:
        table = shelf.read(BILLING_WORDS, BillingWord, key=("say", "role"))
        codes = {code.code for code in read_codes(shelf).rows}
        table.known(lambda row: (row.say.upper(), row.code) if row.code else (), codes, "code", CODEBOOK)
        self.version = shelf.version(table.sha256)
        self.twins = {row.say.upper(): row.code for row in table.rows if row.code}
        self._phrases: dict[str, dict[Role, list[tuple[str, ...]]]] = {}
        for row in table.rows:
            phrase = tuple(row.say.replace("-", " - ").replace("/", " / ").split())
            self._phrases.setdefault(phrase[0], {}).setdefault(row.role, []).append(phrase)

    @classmethod
    def load(cls, folder: Path | None = None) -> BillingWords:
        """Read the words of `folder`, None for the packaged ones. Raises KnowledgeError at the first bad row."""
        return cls(Shelf(folder))

    def longest(self, words: Sequence[str], index: int, role: Role) -> int:
        """Return how many words the longest saying of a role has that begins at `index`, 0 where none does."""
        by_role = self._phrases.get(words[index]) if index < len(words) else None
        longest = 0
        for one in by_role.get(role, ()) if by_role else ():
            if len(one) > longest and tuple(words[index : index + len(one)]) == one:
                longest = len(one)
        return longest

    def opens(self, word: str) -> bool:
        """Whether any saying begins with a word."""
        return word in self._phrases

    def within(self, words: Sequence[str], role: Role) -> bool:
        """Whether a saying of a role stands among the words."""
        return any(word in self._phrases and self.longest(words, index, role) for index, word in enumerate(words))

    def same(self, code: str) -> str:
        """Return the code that a twin stands for, and any other code itself."""
        return self.twins.get(code, code)


@cache
def billing_words() -> BillingWords:
    """Return the words that ship, read at the first call. Raises KnowledgeError at the first bad row."""
    return BillingWords.load()

"""What to add to a phrase so that its documentation is whole, in as few words as a list has room for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rehabcode.codebook import Codebook
from rehabcode.rows import Verified, require_text
from rehabcode.shelf import Shelf

FILE = "completion_hints.jsonl"
MOST = 4
"""Things that one offer asks for."""


@dataclass(frozen=True, slots=True)
class CompletionHint:
    """The short name of an element of documentation, for the end of a line; `rank` orders them, least first."""

    element: str
    say: str
    rank: int
    source: str
    verified: Verified = False

    def __post_init__(self) -> None:
        require_text("element", self.element)
        require_text("say", self.say)


class CompletionHints:
    """What each code asks for beside a phrase.

    >>> CompletionHints.load()["97124"]
    ' — min, area, technique, goal'
    """

    def __init__(self, codebook: Codebook, folder: Path | None = None) -> None:
        """`folder` is None for the packaged knowledge. Raises KnowledgeError at the first bad row."""
        shelf = Shelf(folder)
        table = shelf.read(FILE, CompletionHint, key=("element",))
        musts = {
            code.code: [row.id for row in codebook.documentation(code.code) if row.level == "must"] for code in codebook
        }
        known = {element for elements in musts.values() for element in elements}
        table.known(lambda row: (row.element,), known, "element", "documentation.jsonl")
        hints = {row.element: row for row in table.rows}
        self._asked = {
            code: _joined([hints[element] for element in elements if element in hints])
            for code, elements in musts.items()
        }
        self.version = shelf.version(table.sha256)

    @classmethod
    def load(cls, folder: Path | None = None) -> CompletionHints:
        """Read the hints of `folder` by its own codebook. Raises KnowledgeError at the first bad row."""
        return cls(Codebook.load(folder), folder)

    def __getitem__(self, code: str) -> str:
        """Return what the documentation of a code must say, to stand behind a phrase; "" where nothing is asked."""
        return self._asked.get(code, "")


def _joined(hints: list[CompletionHint]) -> str:
    says = dict.fromkeys(hint.say for hint in sorted(hints, key=lambda hint: (hint.rank, hint.say)))
    return f" — {', '.join([*says][:MOST])}" if says else ""

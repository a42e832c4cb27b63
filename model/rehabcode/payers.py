"""Who pays, and how each counts the minutes of timed codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rehabcode.codes import CODEBOOK, read_codes
from rehabcode.errors import UnknownPayer
from rehabcode.rows import Verified, require_text
from rehabcode.shelf import Shelf

PAYERS = "payers.jsonl"


@dataclass(frozen=True, slots=True)
class Payer:
    """One kind of payer.

    `unit_rule` is "cms" where the minutes of all timed codes are pooled (the 8-minute rule), "midpoint" where each
    code is counted alone. `medicare_rules` tells whether Medicare's statuses and edits apply; `swaps` maps a code to
    the one that this payer wants in its place.
    """

    payer: str
    name: str
    unit_rule: Literal["cms", "midpoint"]
    medicare_rules: bool
    source: str
    verified: Verified
    swaps: Mapping[str, str] = field(default_factory=dict, hash=False)
    note: str | None = None

    def __post_init__(self) -> None:
        require_text("payer", self.payer)
        require_text("name", self.name)


class Payers:
    """The payers by id.

    >>> payers = Payers.load()
    >>> payers["medicare"].unit_rule
    'cms'
    """

    def __init__(self, shelf: Shelf) -> None:
        table = shelf.read(PAYERS, Payer, key=("payer",))
        codes = {code.code for code in read_codes(shelf).rows}
        table.known(lambda row: (*row.swaps, *row.swaps.values()), codes, "code", CODEBOOK)
        self._payers = {row.payer: row for row in table.rows}
        self.version = shelf.version(table.sha256)

    @classmethod
    def load(cls, folder: Path | None = None) -> Payers:
        """Read the payers of `folder`, None for the packaged ones. Raises KnowledgeError at the first bad row."""
        return cls(Shelf(folder))

    def __getitem__(self, payer: str) -> Payer:
        try:
            return self._payers[payer]
        except KeyError:
            # The name is not repeated: whatever stands in the wrong argument may be a note.
            raise UnknownPayer(f"the payer is not in {PAYERS}; take one of {', '.join(self._payers)}") from None

    def __contains__(self, payer: object) -> bool:
        return payer in self._payers

    def __iter__(self) -> Iterator[Payer]:
        return iter(self._payers.values())

    def __len__(self) -> int:
        return len(self._payers)

"""Who pays, and how each counts the minutes of timed codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rehabcode.codes import CODEBOOK, Code, Unit, read_codes
from rehabcode.errors import KnowledgeError, UnknownPayer
from rehabcode.rows import RowError, Table, Verified, require_text
from rehabcode.shelf import SOURCES, Shelf, cited

PAYERS = "payers.jsonl"
UNIT_RULES = "unit_rules.jsonl"
UNIT_KINDS = "unit_kinds.jsonl"

RuleName = Literal["cms", "midpoint"]
"""How minutes of 15-minute codes are counted: pooled over the day, or each code alone."""


@dataclass(frozen=True, slots=True)
class Payer:
    """One kind of payer.

    `unit_rule` is "cms" where the minutes of all timed codes are pooled (the 8-minute rule), "midpoint" where each
    code is counted alone. `medicare_rules` tells whether Medicare's statuses and edits apply; `swaps` maps a code to
    the one that this payer wants in its place.
    """

    payer: str
    name: str
    unit_rule: RuleName
    medicare_rules: bool
    source: str
    verified: Verified
    swaps: Mapping[str, str] = field(default_factory=dict, hash=False)
    note: str | None = None

    def __post_init__(self) -> None:
        require_text("payer", self.payer)
        require_text("name", self.name)


@dataclass(frozen=True, slots=True)
class TieBreak:
    """Which of the codes that may equally have a unit is recommended; `text` says it as a reason.

    `by` is "minutes" for the one with more minutes of the day, "code" for the lower number.
    """

    by: Literal["minutes", "code"]
    text: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class UnitRule:
    """How minutes of 15-minute codes become units. `tie_breaks` are tried in their order; empty where nothing ties."""

    rule: RuleName
    name: str
    pooled: bool
    text: str
    source: str
    verified: Verified
    tie_breaks: tuple[TieBreak, ...] = ()

    def __post_init__(self) -> None:
        require_text("text", self.text)
        if self.pooled and (not self.tie_breaks or self.tie_breaks[-1].by != "code"):
            raise RowError("the last tie break is not by code", "end tie_breaks with one by code: no two are equal")


@dataclass(frozen=True, slots=True)
class UnitKind:
    """How units of one kind are counted, by `unit_minutes` a unit where it is by minutes.

    `least_minutes` earn the first unit, and one more where so many are left; over `most_minutes` there is none.
    `pooled` is the kind that a pooling rule pools. `caution` goes with units that stand on less than their full length,
    or that could not be counted. The lengths are 0 where it is not by minutes; None where there is no limit, or nothing
    to say.
    """

    unit: Unit
    by: Literal["minutes", "session", "area"]
    source: str
    verified: Verified
    per: Literal["day", "calendar month"] = "day"
    unit_minutes: int = 0
    least_minutes: int = 0
    most_minutes: int | None = None
    most_units: int | None = None
    pooled: bool = False
    caution: str | None = None

    def __post_init__(self) -> None:
        if self.by == "minutes" and not 0 < self.least_minutes <= self.unit_minutes:
            problem = "a unit by minutes needs unit_minutes, and least_minutes from 1 up to them"
            raise RowError(problem, "write both as numbers")
        if self.by != "minutes" and (self.unit_minutes or self.least_minutes or self.most_minutes):
            raise RowError(f"a unit by {self.by} has minutes", "leave unit_minutes, least_minutes and most_minutes out")
        if self.pooled and (self.by != "minutes" or self.per != "day" or self.most_units or self.most_minutes):
            raise RowError("a pooled unit is limited, or not by minutes of the day", "leave pooled out, or the limit")


class Payers:
    """The payers by id, the rules by which they count units, and the kinds of units that there are.

    >>> payers = Payers.load()
    >>> payers["medicare"].unit_rule
    'cms'
    >>> payers.unit_rules["cms"].name
    '8-minute rule'
    """

    def __init__(self, shelf: Shelf) -> None:
        table = shelf.read(PAYERS, Payer, key=("payer",))
        rules = shelf.read(UNIT_RULES, UnitRule, key=("rule",))
        kinds = shelf.read(UNIT_KINDS, UnitKind, key=("unit",))
        codes = read_codes(shelf)
        rules.known(lambda row: [name for one in row.tie_breaks for name in cited(one.source)], shelf.sources,
                    "source", SOURCES)  # fmt: skip
        table.known(lambda row: (*row.swaps, *row.swaps.values()), {row.code for row in codes.rows}, "code", CODEBOOK)
        table.known(lambda row: (row.unit_rule,), {row.rule for row in rules.rows}, "unit rule", UNIT_RULES)
        self._payers = {row.payer: row for row in table.rows}
        self.unit_rules = {row.rule: row for row in rules.rows}
        self.unit_kinds = {row.unit: row for row in kinds.rows}
        self._check_codes(codes)
        self.pooled_kind = _only_pooled(kinds)
        self.version = shelf.version(table.sha256, rules.sha256, kinds.sha256)

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

    def _check_codes(self, codes: Table[Code]) -> None:
        codes.known(lambda code: (code.timing.unit,), self.unit_kinds, "unit", UNIT_KINDS)
        for number, code in zip(codes.numbers, codes.rows, strict=True):
            timing, kind = code.timing, self.unit_kinds[code.timing.unit]
            agree = (timing.base_minutes or 0) == kind.unit_minutes
            if not agree or timing.min_minutes_first_unit not in (None, kind.least_minutes):
                problem = f"the minutes of {code.code} are not those that {UNIT_KINDS} gives to {kind.unit!r}"
                raise KnowledgeError(CODEBOOK, number, problem, "let the two files agree, or name another unit")


def _only_pooled(kinds: Table[UnitKind]) -> UnitKind:
    pooled = [row for row in kinds.rows if row.pooled]
    if len(pooled) != 1:
        raise KnowledgeError(kinds.file, None, f"{len(pooled)} kinds of units are pooled", "mark exactly one as pooled")
    return pooled[0]

"""The edit tables that are held, packaged and loaded, and which of their rows is in force on a date of service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rehabcode.billing.edit_rows import EditTable, Limit, PairTable, PairVersion, QuantityTable, first_day
from rehabcode.billing.packaged_edits import packaged_tables
from rehabcode.codebook import Codebook
from rehabcode.codes import Code
from rehabcode.rulebook import Rulebook
from rehabcode.rules import Setting


class EditTables:
    """The tables that come with the package, and those that were loaded; of one quarter, the loaded one comes first.

    >>> tables = EditTables.packaged()
    >>> version, source = tables.pair("97124", "97140", date(2026, 11, 20), "practitioner")
    >>> (version.column1, version.column2, version.indicator, source)
    ('97140', '97124', 0, 'NCCI-PTP-2024Q3')
    """

    def __init__(self, codebook: Codebook, rulebook: Rulebook, loaded: Iterable[EditTable] = ()) -> None:
        self.codebook = codebook
        self.rulebook = rulebook
        newest_first = sorted([*loaded, *packaged_tables(rulebook)], key=lambda table: table.quarter, reverse=True)
        self._pairs = [
            (table.setting, table.source, _by_pair(table.pairs))
            for table in newest_first if isinstance(table, PairTable)
        ]  # fmt: skip
        self._limits = [
            (table.setting, table.source, first_day(table.quarter), {limit.code: limit for limit in table.limits})
            for table in newest_first if isinstance(table, QuantityTable)
        ]  # fmt: skip

    @classmethod
    def packaged(cls) -> EditTables:
        """Return the tables that come with the package, and nothing that was loaded. Raises KnowledgeError."""
        return cls(Codebook.load(), Rulebook.load())

    def held(self, codes: Iterable[str]) -> tuple[Code, ...]:
        """Return the codes that the codebook holds, in the order given."""
        return tuple(self.codebook[code] for code in codes if code in self.codebook)

    def pair(self, one: str, other: str, day: date, setting: Setting) -> tuple[PairVersion, str] | None:
        """Return the edit on two codes in force on `day`, with its source; None where they may stand together.

        The newest table decides that tells of the pair on that day or before: a quarter's file holds the history of
        each pair, deletions in retrospect included.
        """
        for held_for, source, pairs in self._pairs:
            versions = pairs.get(frozenset((one, other)), ()) if held_for == setting else ()
            begun = [version for version in versions if version.begun(day)]
            if begun:
                return next(((version, source) for version in begun if version.in_force(day)), None)
        return None

    def limit(self, code: str, day: date, setting: Setting) -> tuple[Limit, str] | None:
        """Return the quantity limit of a code on `day`, with its source; None where no table holds one.

        It is that of the newest table of that day or before which holds the code; for a day before all of them, that of
        the oldest.
        """
        held = [
            (begins, limits[code], source)
            for held_for, source, begins, limits in self._limits if held_for == setting and code in limits
        ]  # fmt: skip
        if not held:
            return None
        _, limit, source = next((row for row in held if row[0] <= day), held[-1])
        return limit, source


def _by_pair(versions: Iterable[PairVersion]) -> dict[frozenset[str], list[PairVersion]]:
    pairs: dict[frozenset[str], list[PairVersion]] = {}
    for version in versions:
        pairs.setdefault(frozenset((version.column1, version.column2)), []).append(version)
    return pairs

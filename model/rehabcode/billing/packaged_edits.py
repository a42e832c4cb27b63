"""The edit tables that come with the package, as the tables that a loaded file is read into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from rehabcode.billing.edit_rows import EditTable, Limit, PairTable, PairVersion, QuantityTable
from rehabcode.rulebook import Rulebook
from rehabcode.rules import Setting

SETTINGS: tuple[Setting, ...] = get_args(Setting)


def packaged_tables(rulebook: Rulebook) -> list[EditTable]:
    """Return the tables of a rulebook: for each setting those of pairs, of former pairs, and of quantities."""
    tables: list[EditTable] = []
    for setting in SETTINGS:
        tables.extend(_pairs(rulebook, setting))
        tables.extend(_quantities(rulebook, setting))
    return tables


def _pairs(rulebook: Rulebook, setting: Setting) -> Iterator[PairTable]:
    """Yield the packaged pairs of a setting, which keep no first day.

    A former edit holds up to its deletion, in both settings: its row names none.
    """
    held: dict[tuple[str, str], list[PairVersion]] = {}
    for edit in rulebook.pair_edits.values():
        indicator = edit.indicator(setting)
        if indicator is not None:
            version = PairVersion(edit.column1, edit.column2, indicator)
            held.setdefault((edit.quarter, edit.source), []).append(version)
    oldest = min(quarter for quarter, _ in held)
    for row in rulebook.former_pair_edits:
        version = PairVersion(row.column1, row.column2, row.indicator, deleted=row.deleted)
        held.setdefault((oldest, row.source), []).append(version)
    for (quarter, source), versions in held.items():
        yield PairTable(setting, quarter, source, tuple(versions))


def _quantities(rulebook: Rulebook, setting: Setting) -> Iterator[QuantityTable]:
    held: dict[tuple[str, str], list[Limit]] = {}
    for row in rulebook.quantity_edits.values():
        most = row.practitioner if setting == "practitioner" else row.outpatient_hospital
        held.setdefault((row.quarter, row.source), []).append(Limit(row.code, most, row.mai))
    for (quarter, source), limits in held.items():
        yield QuantityTable(setting, quarter, source, tuple(limits))

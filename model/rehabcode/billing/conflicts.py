"""Two codes of a claim that are not both paid: by which edit, in which direction, and whether the note answers it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from rehabcode.billing.claims import Claim
from rehabcode.billing.edit_tables import EditTables
from rehabcode.codes import Category
from rehabcode.rules import Exclusion, Indicator

Needs = Literal["time", "site"]
"""What the note has to show apart for two codes: their times, or their body regions."""

_BY_SITE: frozenset[Category] = frozenset({"needling", "strapping", "wound_care"})
"""What is done to one place: another time of the same visit makes it no other service (NCCI-PM-2026 IV.G.17)."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair edit in force between two codes of a claim.

    `answered` tells that a modifier may stand on column two: the indicator is 1, no other rule forbids the two
    together, and the note shows apart what it `needs` to.
    """

    column1: str
    column2: str
    indicator: Indicator
    source: str
    needs: Needs
    answered: bool


def conflicts(claim: Claim, tables: EditTables) -> tuple[Conflict, ...]:
    """Return the pair edits between the codes of a claim; none where Medicare's edits do not apply to its payer."""
    if not claim.medicare:
        return ()
    found = []
    for one, other in combinations(claim.codes, 2):
        edit = tables.pair(one, other, claim.day, claim.setting)
        if edit is None:
            continue
        version, source = edit
        needs = _needs(one, other, tables)
        shown = claim.separate if needs == "time" else claim.separate_sites
        allowed = version.indicator == 1 and exclusion(one, other, tables) is None
        answered = allowed and {one, other} <= shown
        found.append(Conflict(version.column1, version.column2, version.indicator, source, needs, answered))
    return tuple(found)


def exclusion(one: str, other: str, tables: EditTables) -> Exclusion | None:
    """Return the rule by which one discipline does not bill two codes together, whatever a modifier says."""
    return next((rule for rule in tables.rulebook.exclusions if rule.forbids(one, other)), None)


def _needs(one: str, other: str, tables: EditTables) -> Needs:
    categories = {tables.codebook[code].category for code in (one, other) if code in tables.codebook}
    return "site" if categories & _BY_SITE else "time"

"""What is to be billed for one visit, and what the note documents of it: all that the rules of payers look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rehabcode.codes import CODE
from rehabcode.errors import InvalidMinutes, InvalidUnits
from rehabcode.payers import Payer
from rehabcode.rules import Setting

Discipline = Literal["PT", "OT"]
"""Under whose plan of care the visit was."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The codes of one patient on one day, as one discipline would bill them.

    `units` are by code, None where the minutes that would tell them are not known; a code of 0 units is not billed.
    `minutes` are those that the note documents for a code, `total_minutes` its total of the visit. A `payer` of None is
    not known: what Medicare demands is looked at, as the strictest.

    `separate` are the codes whose time the note documents as their own, overlapping that of no other code of the set
    (`separate_times` tells them from minutes); `separate_sites` the codes that it documents at a body region of their
    own. Two codes stand apart only where both are in the set. `before` are the codes billed before in this episode,
    each with its last day. Raises InvalidUnits or InvalidMinutes where a number is negative.
    """

    day: date
    units: Mapping[str, int | None] = field(hash=False)
    minutes: Mapping[str, int] = field(default_factory=dict, hash=False)
    total_minutes: int | None = None
    setting: Setting = "practitioner"
    discipline: Discipline | None = None
    payer: Payer | None = None
    separate: frozenset[str] = frozenset()
    separate_sites: frozenset[str] = frozenset()
    before: Mapping[str, date] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        negative = _first_negative(self.units)
        if negative is not None:
            raise InvalidUnits(
                f"the units of {negative} are negative; give 0 or more, or None where they are not known"
            )
        negative = _first_negative(self.minutes)
        if negative is not None:
            raise InvalidMinutes(f"the minutes of {negative} are negative; give 0 or more")
        if self.total_minutes is not None and self.total_minutes < 0:
            raise InvalidMinutes("the total minutes are negative; give 0 or more, or None where they are not known")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that are billed, in the order given."""
        return tuple(code for code, units in self.units.items() if units is None or units > 0)

    @property
    def medicare(self) -> bool:
        """Whether Medicare's edits and modifiers apply; they are looked at where the payer is not known."""
        return self.payer is None or self.payer.medicare_rules


def separate_times(minutes: Mapping[str, int], total_minutes: int | None) -> frozenset[str]:
    """Return the codes whose time the note documents as their own, for `Claim.separate`.

    `minutes` are those of every code that takes a person's whole attention (timed, group, evaluation). They stand apart
    where together they fit into the total that the note states; without a total nothing says that they do not overlap.

    >>> sorted(separate_times({"97150": 20, "97110": 15}, 40))
    ['97110', '97150']
    >>> separate_times({"97150": 20, "97110": 15}, 30), separate_times({"97150": 20, "97110": 15}, None)
    (frozenset(), frozenset())
    """
    counted = frozenset(code for code, spent in minutes.items() if spent > 0)
    if total_minutes is None or sum(minutes[code] for code in counted) > total_minutes:
        return frozenset()
    return counted


def _first_negative(counts: Mapping[str, int | None]) -> str | None:
    """Return the first code with a negative count; what does not look like one may be a word, and is not repeated."""
    for code, count in counts.items():
        if count is not None and count < 0:
            return code if CODE.fullmatch(code) else "a code"
    return None

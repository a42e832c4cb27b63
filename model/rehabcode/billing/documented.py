"""What may be counted: minutes and units are whole numbers of codes that the codebook holds, and a day has an end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rehabcode.codebook import Codebook
from rehabcode.errors import InvalidMinutes, InvalidUnits, UnknownCode
from rehabcode.payers import Payers, UnitKind

MINUTES_OF_A_DAY = 24 * 60


def check_minutes(minutes: Mapping[str, object], codebook: Codebook, payers: Payers) -> dict[str, UnitKind]:
    """Return the kind of unit of each code.

    Raises UnknownCode, and InvalidMinutes for what is no whole number from 0 to those of a day, of a code alone or of
    all timed codes of the day together. No number that was given is repeated.
    """
    kinds = unit_kinds(minutes, codebook, payers)
    timed = 0
    for code, own in minutes.items():
        if own is None:
            continue
        if not isinstance(own, int) or isinstance(own, bool):
            wrong = type(own).__name__
            raise InvalidMinutes(f"the minutes of {code} are of type {wrong}; give a whole number, or None for none")
        if not 0 <= own <= MINUTES_OF_A_DAY:
            where = "below 0" if own < 0 else f"over {MINUTES_OF_A_DAY:,}"
            raise InvalidMinutes(f"the minutes of {code} are {where}; give 0 to {MINUTES_OF_A_DAY:,}, those of a day")
        if kinds[code].by == "minutes" and kinds[code].per == "day":
            timed += own
        if timed > MINUTES_OF_A_DAY:
            raise InvalidMinutes(
                f"with {code} the timed codes have over {MINUTES_OF_A_DAY:,} minutes together, and a day has no more; "
                "give each code the minutes of one day that are its own"
            )
    return kinds


def check_units(billed: Mapping[str, object], codebook: Codebook, payers: Payers) -> dict[str, UnitKind]:
    """Return the kind of unit of each billed code. Raises UnknownCode, and InvalidUnits for no whole number from 0."""
    kinds = unit_kinds(billed, codebook, payers)
    for code, units in billed.items():
        if not isinstance(units, int) or isinstance(units, bool):
            raise InvalidUnits(f"the units of {code} are of type {type(units).__name__}; give a whole number")
        if units < 0:
            raise InvalidUnits(f"the units of {code} are below 0; give 0 or more")
    return kinds


def unit_kinds(codes: Iterable[object], codebook: Codebook, payers: Payers) -> dict[str, UnitKind]:
    """Return the kind of unit of each code. Raises UnknownCode, which repeats only what has the shape of a code."""
    kinds = {}
    for code in codes:
        if not isinstance(code, str):
            raise UnknownCode('what was given is no code; give five characters, as in "97140"')
        kinds[code] = payers.unit_kinds[codebook[code].timing.unit]
    return kinds

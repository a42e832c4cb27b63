"""What somebody billed, in whichever form it is given: a code, or a code with its units and modifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rehabcode.codes import CODE
from rehabcode.errors import InvalidUnits

MODIFIER = re.compile(r"[0-9A-Z]{2}")
"""The shape of a modifier: two characters."""


@dataclass(frozen=True, slots=True)
class BilledItem:
    """One line of a claim; `units` is None where they are not given, and then not judged; one of 0 is not billed."""

    code: str
    units: int | None = None
    modifiers: tuple[str, ...] = ()


Billed = str | BilledItem | tuple[str] | tuple[str, int | None] | tuple[str, int | None, str | Iterable[str]]
"""A code, a `BilledItem`, or its fields as a tuple; one modifier may stand without a tuple of its own."""


def billed_items(billed: Iterable[Billed]) -> tuple[BilledItem, ...]:
    """Return the lines of a claim; what is no code stays in, to be told of.

    Raises InvalidUnits, which names the place of the line, for units that are no whole number from 0, for modifiers
    that are not two characters each, and for what has another form. Nothing that was given is repeated.
    """
    return tuple(_item(place, one) for place, one in enumerate(billed, start=1))


def _item(place: int, given: object) -> BilledItem:
    if isinstance(given, BilledItem):
        given = (given.code, given.units, given.modifiers)
    fields = given if isinstance(given, tuple) else (given,)
    code, units, modifiers = (*fields, *(None, None, ())[len(fields) :]) if len(fields) <= 3 else (None, None, ())
    if not isinstance(code, str):
        raise InvalidUnits(f"billed item {place} is none; give a code, or a code with its units and modifiers")
    if units is not None and (not isinstance(units, int) or isinstance(units, bool) or units < 0):
        raise InvalidUnits(f"the units of billed item {place} are no whole number from 0; leave them out to judge none")
    return BilledItem(code, units, tuple(_modifiers(place, modifiers)))


def _modifiers(place: int, given: object) -> Iterator[str]:
    names = (given,) if isinstance(given, str) else given
    if not isinstance(names, Iterable):
        raise InvalidUnits(f"the modifiers of billed item {place} are none; give their two characters each")
    for name in names:
        if not isinstance(name, str) or not MODIFIER.fullmatch(name):
            raise InvalidUnits(f"a modifier of billed item {place} is not two characters; write it as in 59 or GP")
        yield name


def code_of(item: BilledItem) -> str:
    """Return the code of an item, "" where it has not the shape of one: it may be a word, and is not repeated."""
    return item.code if CODE.fullmatch(item.code) else ""

"""What was billed for a note, as exports write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rehabcode.codes import CODE

_CHARGE = re.compile(
    rf"(?<![\w.])(?P<code>{CODE.pattern})"
    r"(?:[-\s,:]+(?!x\d)[0-9A-Z]{2}\b)*"  # modifiers
    r"(?:\s*[x×*:(]\s*(?P<units>\d{1,3})\b\)?)?(?![\w.])",
    re.IGNORECASE,
)  # fmt: skip


class BilledAs(NamedTuple):
    """A code with the units that were billed; None where the export does not tell them."""

    code: str
    units: int | None


def read_charges(value: object, units: object = None) -> tuple[BilledAs, ...]:
    """Return the codes in a list, or in a text as in "97110x2; 97140-59", in their order, each once.

    `units` are those of a column of their own, for a row of a single code. What is no code is passed over.

    >>> read_charges("97110 x2, 97140-59"), read_charges(["97530"], 3)
    ((BilledAs(code='97110', units=2), BilledAs(code='97140', units=None)), (BilledAs(code='97530', units=3),))
    """
    found = list(_charges(value))
    own = _whole(units)
    if len(found) == 1 and own is not None and found[0].units is None:
        found = [BilledAs(found[0].code, own)]
    return added(found)


def added(charges: Iterable[BilledAs]) -> tuple[BilledAs, ...]:
    """Return charges with those of the same code as one: units are added up, and unknown where one is not known."""
    sums: dict[str, int | None] = {}
    for charge in charges:
        before = sums.get(charge.code, 0)
        sums[charge.code] = None if before is None or charge.units is None else before + charge.units
    return tuple(BilledAs(code, units) for code, units in sums.items())


def _charges(value: object) -> Iterable[BilledAs]:
    if value is None:
        return
    if isinstance(value, Mapping):
        yield from _of_object(value)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _charges(inner)
    else:
        text = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
        if text[:1] in ("[", "{"):
            yield from _of_json(text)
        else:
            yield from _of_text(text)


def _of_json(text: str) -> Iterable[BilledAs]:
    try:
        yield from _charges(json.loads(text))
    except ValueError:  # a list as another language writes it
        yield from _of_text(text)


def _of_text(text: str) -> Iterable[BilledAs]:
    for found in _CHARGE.finditer(text):
        yield BilledAs(found["code"].upper(), None if found["units"] is None else int(found["units"]))


def _of_object(value: Mapping[str, object]) -> Iterable[BilledAs]:
    for found in _of_text(str(value.get("code", ""))):
        yield BilledAs(found.code, _whole(value.get("units")))


def _whole(value: object) -> int | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return int(number) if number.is_integer() and 0 <= number < 1000 else None

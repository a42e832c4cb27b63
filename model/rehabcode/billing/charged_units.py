"""Findings about the units that a note types: the minutes do not earn them, or there are no minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rehabcode.billing.billing_words import billing_words
from rehabcode.billing.findings import Finding
from rehabcode.billing.reconciliation import compare_units
from rehabcode.billing.stated import Stated, Supported
from rehabcode.billing.unbound_minutes import has_minutes
from rehabcode.billing.unit_columns import StatedUnits
from rehabcode.billing.units import count_units
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers

PROBE = "97110"
"""A 15-minute code, by which the units of stated minutes are counted."""

CLOSE = 4
"""So many characters behind minutes, units are theirs."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What units are counted with."""

    payer: str
    payers: Payers
    codebook: Codebook


def check_units_stated(
    stated: Stated, supported: Sequence[Supported], wrong: frozenset[str], tables: Tables
) -> tuple[Finding, ...]:
    """Return where typed units are not those that the minutes earn; `wrong` are the codes of other findings: their
    lines are mixed up, and their units are not judged.

    Where minutes of a code are not known, those stated of the visit must earn the units of all. Raises UnknownPayer,
    UnknownCode and InvalidMinutes.
    """
    minutes = {one.code: one.minutes for one in supported}
    said = _by_code(stated.units, supported, wrong)
    if not said and not any(not one.codes for one in stated.units):
        return ()
    found = list(_of_codes(said, minutes, stated, supported, tables))
    found += _of_visit(said, minutes, stated, found, tables)
    return tuple(found)


def _by_code(
    units: Sequence[StatedUnits], supported: Sequence[Supported], wrong: frozenset[str]
) -> dict[str, list[StatedUnits]]:
    """Return the stated units of the supported codes; what is `wrong` is left out."""
    same = billing_words().same
    known = {same(each): one.code for one in supported for each in (*one.also[::-1], one.code)}
    said: dict[str, list[StatedUnits]] = {}
    for one in units:
        code = next((known[same(code)] for code in one.codes if same(code) in known), None)
        if code is not None and wrong.isdisjoint((code, *one.codes)):
            said.setdefault(code, []).append(one)
    return said


def _billed(said: Mapping[str, Sequence[StatedUnits]]) -> dict[str, int]:
    """Return the units of each code: lines are added up, but the same number in two places is one charge told twice."""
    billed = {}
    for code, stated in said.items():
        numbers = [one.units for one in stated]
        twice = len(set(numbers)) == 1 and numbers[0] > 1
        billed[code] = numbers[0] if twice else sum(numbers)
    return billed


def _of_codes(
    said: Mapping[str, Sequence[StatedUnits]], minutes: Mapping[str, int | None], stated: Stated,
    supported: Sequence[Supported], tables: Tables,
) -> Iterator[Finding]:  # fmt: skip
    if not said:
        return
    billed = _billed(said)
    count = count_units(minutes, tables.payer, tables.payers, tables.codebook)
    pooled = [one.code for one in count.codes if one.counted == "pooled"]
    for finding in compare_units(billed, minutes, tables.payer, tables.payers, tables.codebook):
        named = [code for code in finding.codes if code in said]
        if not named or (len(finding.codes) > 1 and not _is_sure(billed, pooled, count.timed_units)):
            continue
        if finding.kind == "minutes" and has_minutes(named[0], stated, supported, said[named[0]], tables.codebook):
            continue
        yield replace(finding, spans=tuple(one for code in named for one in said[code]))


def _is_sure(billed: Mapping[str, int], pooled: Sequence[str], earned: int) -> bool:
    """Whether the units of all timed codes are typed, or already too many."""
    return all(code in billed for code in pooled) or sum(billed.get(code, 0) for code in pooled) > earned


def _of_visit(
    said: Mapping[str, Sequence[StatedUnits]], minutes: Mapping[str, int | None], stated: Stated,
    found: Sequence[Finding], tables: Tables,
) -> Iterator[Finding]:  # fmt: skip
    """Give a finding where units of the visit, or of all its codes, are not what its minutes earn together."""
    kinds = {code: tables.payers.unit_kinds[tables.codebook[code].timing.unit] for code in minutes}
    pooled = [code for code, kind in kinds.items() if kind.pooled]
    earned = _earned(pooled, minutes, stated, tables)
    whole = [one for one in stated.units if not one.codes]
    if earned is None or not pooled or any(one.kind == "units" for one in found):
        return
    most, exact = earned
    others = sum(code not in pooled for code in minutes)
    spans = [
        one
        for one in whole
        if one.units > most + (0 if _is_timed(one, stated) else others) or (exact and one.units < most)
    ]
    told = {code: units for code, units in _billed(said).items() if code in pooled}
    if any(minutes[code] is None for code in pooled):
        total = sum(told.values())
        too_few = exact and len(told) == len(pooled) and total < most
        if total > most or too_few:
            spans += [one for code in told for one in said[code]]
    if spans:
        stated_units = spans[0].units if spans[0] in whole else sum(told.values())
        message = f"{stated_units} timed units are billed, and the minutes together earn {most}"
        rule = tables.payers.unit_rules[tables.payers[tables.payer].unit_rule]
        yield Finding(
            "units", tuple(told), message, f"bill {most} in all, or correct the minutes", rule.source, tuple(spans)
        )


def _is_timed(one: StatedUnits, stated: Stated) -> bool:
    """Whether units stand right behind timed minutes, and so count no other services."""
    return any(0 <= one.start - minutes.end <= CLOSE for minutes in stated.of("timed"))


def _earned(
    pooled: Sequence[str], minutes: Mapping[str, int | None], stated: Stated, tables: Tables
) -> tuple[int, bool] | None:
    """Return the units that all timed codes earn and whether they are exact, or only the most; None if not known."""
    known = {code: minutes[code] for code in pooled}
    if None not in known.values():
        count = count_units(known, tables.payer, tables.payers, tables.codebook)
        return count.timed_units, True
    timed, total = stated.of("timed"), stated.of("total")
    for told, exact in ((timed, True), (total, len(pooled) == len(minutes))):
        if len({one.minutes for one in told}) == 1:
            count = count_units({PROBE: told[0].minutes}, tables.payer, tables.payers, tables.codebook)
            return count.timed_units, exact
    return None

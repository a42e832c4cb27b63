"""Where the numbers of a note do not agree: minutes against stated totals, billed units against minutes.

Arithmetic alone: the findings point at stated totals, and name the codes whose spans the caller knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rehabcode.billing.documented import check_minutes, check_units
from rehabcode.billing.findings import Finding
from rehabcode.billing.unit_count import CodeUnits, UnitCount
from rehabcode.billing.units import count_units
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers
from rehabcode.records import Duration

TOTALS = "CMS-CH15-NOTE"
"""Demands the timed and the total minutes of a visit."""

OVERLAP = "NCCI-PM-2026 XI.P.2"
"""Lets a supervised modality run beside another service."""


def compare_totals(
    minutes: Mapping[str, int | None],
    timed: Sequence[Duration],
    total: Sequence[Duration],
    payers: Payers,
    codebook: Codebook,
) -> tuple[Finding, ...]:
    """Return where the minutes of the codes do not make up what the note states of the visit.

    `timed` and `total` are all that it states, empty where it states none. A code whose minutes are None may have any:
    then only a sum that is already too large is a finding. Raises UnknownCode and InvalidMinutes.
    """
    kinds = check_minutes(minutes, codebook, payers)
    day = {code: own for code, own in minutes.items() if kinds[code].per == "day"}
    by_time = {code: own for code, own in day.items() if kinds[code].by == "minutes"}
    alone = {code: own for code, own in day.items() if codebook[code].category != "modality_supervised"}
    found = [*_two_totals("timed", timed), *_two_totals("total", total)]
    if len(found) == 0 and timed and total and timed[0].minutes > total[0].minutes:
        message = f"{timed[0].minutes} timed minutes are stated, and {total[0].minutes} in total"
        found.append(Finding("minutes", (), message, "correct one of the two", TOTALS, (timed[0], total[0])))
    found += _sum_against("timed", timed, by_time, by_time, TOTALS)
    found += _sum_against("total", total, alone, day, f"{TOTALS} + {OVERLAP}")
    return tuple(found)


def compare_units(
    billed: Mapping[str, int], minutes: Mapping[str, int | None], payer: str, payers: Payers, codebook: Codebook
) -> tuple[Finding, ...]:
    """Return where the billed units are not those that the minutes earn from a payer.

    Any right allocation is right. A timed code without minutes is a finding; one that earns a unit and is not billed
    is one too. Raises UnknownPayer, UnknownCode, InvalidUnits and InvalidMinutes.
    """
    check_units(billed, codebook, payers)
    count = count_units({**dict.fromkeys(billed), **minutes}, payer, payers, codebook)
    found = [finding for one in count.codes for finding in _units_against(one, billed.get(one.code), count)]
    pooled = [one.code for one in count.codes if one.counted == "pooled"]
    whole = not any(code in count.undocumented for code in pooled)
    # A code that is wrong by itself has said so: the total would say it again. Without a pool there is no total.
    if pooled and whole and not any(code in pooled for finding in found for code in finding.codes):
        units = sum(billed.get(code, 0) for code in pooled)
        if units != count.timed_units:
            message = f"{units} timed units are billed; {count.timed_minutes} minutes together earn {count.timed_units}"
            remedy = f"bill {count.timed_units} in all, or correct the minutes"
            found.append(Finding("units", tuple(pooled), message, remedy, count.source))
    return tuple(found)


def _two_totals(name: str, stated: Sequence[Duration]) -> Iterator[Finding]:
    numbers = list(dict.fromkeys(one.minutes for one in stated))
    if len(numbers) > 1:
        message = f"the {name} minutes are stated as {' and as '.join(map(str, numbers))}"
        yield Finding("minutes", (), message, "state one of them", TOTALS, tuple(stated))


def _sum_against(
    name: str,
    stated: Sequence[Duration],
    at_least: Mapping[str, int | None],
    at_most: Mapping[str, int | None],
    source: str,
) -> Iterator[Finding]:
    """Give a finding where what is stated lies outside what the codes' minutes can make up."""
    if len({one.minutes for one in stated}) != 1 or not at_most:
        return
    (least, most), minutes = (sum(own or 0 for own in each.values()) for each in (at_least, at_most)), stated[0].minutes
    known = None not in at_most.values()
    if minutes < least:
        message = f"the codes have {least} minutes, {least - minutes} more than the {minutes} stated as {name}"
    elif minutes > most and known:
        message = f"the codes have {most} minutes, {minutes - most} fewer than the {minutes} stated as {name}"
    else:
        return
    remedy = f"correct the minutes of a code or the {name} minutes, so that they agree"
    yield Finding("minutes", tuple(at_most), message, remedy, source, tuple(stated))


def _units_against(one: CodeUnits, billed: int | None, count: UnitCount) -> Iterator[Finding]:
    code = (one.code,)
    if one.counted == "area" or (billed is None and one.counted == "session"):
        return
    if one.units is None:
        if billed:
            message = f"{one.code} is billed with {_units(billed)}: {one.reason}"
            yield Finding("minutes", code, message, f"document the minutes of {one.code}", one.source)
        return
    right = _right_units(one, count)
    if (billed or 0) in right or (one.counted == "session" and billed == 0):
        return
    earned = " or ".join(map(str, right))
    said = "is not billed" if billed is None else f"is billed with {_units(billed)}"
    message = f"{one.code} {said} and earns {earned} ({one.reason})"
    yield Finding("units", code, message, f"bill {earned}, or correct its minutes", one.source)


def _right_units(one: CodeUnits, count: UnitCount) -> tuple[int, ...]:
    """Return the units of a code in any right allocation; minutes that are missing could give it one more, or less."""
    missing = any(other.counted == "pooled" and other.minutes is None for other in count.codes)
    open_unit = missing and one.counted == "pooled" and one.rounded + one.left_over > 0
    if open_unit or (count.tie is not None and one.code in count.tie.codes):
        return (one.blocks, one.blocks + 1)
    return (one.units or 0,)


def _units(number: int) -> str:
    return "1 unit" if number == 1 else f"{number} units"

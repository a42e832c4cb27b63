"""What codes demand beside the edit tables: once only, with their base, not together, no minute counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from rehabcode.billing.claims import Claim
from rehabcode.billing.conflicts import Conflict, exclusion
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.findings import Finding
from rehabcode.codes import Attendance
from rehabcode.rules import Exclusion, OnceRule

_GROUP: frozenset[Attendance] = frozenset({"constant_group", "face_to_face_group"})
_ONCE = {"episode": "an episode", "date": "a day", "session": "a session", "30 days": "30 days"}


def once_findings(claim: Claim, tables: EditTables) -> tuple[Finding, ...]:
    """Return the codes that are billed more than once in a time in which they are billed once, whoever pays."""
    return tuple(
        Finding("once", (code,), f"{code} is billed once {_ONCE[rule.per]}", _once_remedy(rule, code), rule.source)
        for rule in tables.rulebook.once_rules
        for code in claim.codes
        if code in rule.codes and _again(rule, code, claim)
    )


def add_on_findings(claim: Claim, tables: EditTables) -> tuple[Finding, ...]:
    """Return the add-on codes without their primary code, on the day or, of monthly codes, in the month."""
    return tuple(
        Finding(
            "add_on",
            (row.add_on, row.primary),
            f"{row.add_on} is billed only beside {row.primary}",
            f"bill {row.primary} where the note supports it, or leave {row.add_on} out",
            row.source,
        )
        for row in tables.codebook.add_ons
        if row.add_on in claim.codes and row.primary not in claim.codes and not _based(row.primary, claim, tables)
    )


def exclusion_findings(claim: Claim, tables: EditTables, told: Iterable[Conflict]) -> tuple[Finding, ...]:
    """Return the codes that one discipline does not bill together, but for those that a pair edit has `told` of."""
    if not claim.medicare:
        return ()
    known = {frozenset((each.column1, each.column2)) for each in told}
    return tuple(
        Finding("exclusion", pair, f"{pair[0]} and {pair[1]}: {rule.rule}", rule.remedy, rule.source)
        for pair, rule in _excluded(claim, tables)
        if frozenset(pair) not in known
    )


def group_findings(claim: Claim, tables: EditTables, told: Iterable[Conflict]) -> tuple[Finding, ...]:
    """Return the group codes whose minutes may have been counted for one-on-one codes too (GRP), whoever pays.

    Of missing minutes it tells only for the codes that no pair edit with the group has `told` of.
    """
    held = tables.held(claim.codes)
    group = tuple(code.code for code in held if code.attendance in _GROUP)
    alone = tuple(code.code for code in held if code.one_on_one)
    pairs = ((each.column1, each.column2) for each in told)
    known = {code for pair in pairs if set(pair) & set(group) for code in pair}
    unpaired = tuple(code for code in alone if code not in known)
    if not group or not alone:
        return ()
    codes = (*group, *alone)
    together = sum(claim.minutes.get(code, 0) for code in codes)
    if claim.total_minutes is not None and together > claim.total_minutes:
        message = f"group and one-on-one minutes are {together} together, the visit has {claim.total_minutes}"
        remedy = "count each minute for the group or for one-on-one service, not for both; or correct the total"
        return (Finding("group", codes, message, remedy, "GRP"),)
    missing = [code for code in (*group, *unpaired) if code not in claim.minutes]
    if not unpaired or not missing or claim.separate.issuperset(codes):
        return ()
    message = f"{', '.join(group)} stands beside one-on-one codes, and minutes are missing for {', '.join(missing)}"
    remedy = "write the minutes of the group and of each one-on-one service: a minute counts once"
    return (Finding("group", (*group, *unpaired), message, remedy, "GRP"),)


def _again(rule: OnceRule, code: str, claim: Claim) -> bool:
    units, before = claim.units[code], claim.before.get(code)
    if units is not None and units > 1:
        return True
    if before is None:
        return False
    if rule.per == "episode":
        return True
    return before == claim.day if rule.per in ("date", "session") else _days(before, claim.day) < 30


def _once_remedy(rule: OnceRule, code: str) -> str:
    if rule.per == "session":
        return f"bill 1 unit of {code}, or say in the note that there were two sessions"
    if rule.per == "episode":
        return f"bill 1 unit of {code}, and none where it was billed before in this episode"
    return f"bill 1 unit of {code}"


def _based(primary: str, claim: Claim, tables: EditTables) -> bool:
    """Tell whether the primary code was billed before where it still counts."""
    before = claim.before.get(primary)
    if before is None:
        return False
    monthly = tables.codebook[primary].timing.unit.startswith("monthly")
    return before == claim.day or (monthly and _month(before) == _month(claim.day))


def _excluded(claim: Claim, tables: EditTables) -> Iterator[tuple[tuple[str, str], Exclusion]]:
    for one, other in combinations(claim.codes, 2):
        rule = exclusion(one, other, tables)
        if rule is not None:
            yield (one, other), rule
    for before, day in claim.before.items():
        for code in claim.codes:
            rule = exclusion(code, before, tables) if before not in claim.codes else None
            if rule is not None and _still(rule, day, claim.day):
                yield (code, before), rule


def _still(rule: Exclusion, before: date, day: date) -> bool:
    """Tell whether a rule still holds for a code that was billed `before`."""
    if rule.per == "date":
        return before == day
    return _month(before) == _month(day) if rule.per == "month" else _days(before, day) < 30


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _days(before: date, day: date) -> int:
    return abs((day - before).days)

"""What the rules of payers find wrong with the codes of a claim: pairs, quantities, and what a code demands alone."""

from __future__ import annotations

from collections.abc import Iterator

from rehabcode.billing.claims import Claim
from rehabcode.billing.conflicts import Conflict, Needs, conflicts, exclusion
from rehabcode.billing.day_rules import add_on_findings, exclusion_findings, group_findings, once_findings
from rehabcode.billing.edit_rows import Limit
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.findings import Finding

_APART: dict[Needs, str] = {
    "time": "write minutes or clock times of {one} and of {two} that do not overlap; else leave {two} out",
    "site": "name the body region of {one} and that of {two}, where they differ; else leave {two} out",
}


def edit_findings(claim: Claim, tables: EditTables) -> tuple[Finding, ...]:
    """Return what is to be put right in a claim, by kind of rule; empty where nothing is.

    A pair edit that the note answers is no finding: `propose_modifiers` gives its modifier. Codes that are in no table
    are passed over.
    """
    found = conflicts(claim, tables)
    once = once_findings(claim, tables)
    told = {code for finding in once for code in finding.codes}
    return (
        *(_pair_finding(each, claim, tables) for each in found if not each.answered),
        *_quantity_findings(claim, tables, told),
        *once,
        *add_on_findings(claim, tables),
        *exclusion_findings(claim, tables, found),
        *group_findings(claim, tables, found),
    )


def _pair_finding(conflict: Conflict, claim: Claim, tables: EditTables) -> Finding:
    one, two = conflict.column1, conflict.column2
    paid = f"on one day, Medicare pays {one} (column 1) and not {two} (column 2)"
    source = f"{conflict.source} {claim.setting}"
    rule = exclusion(one, two, tables)
    if conflict.indicator == 0:
        message = f"{paid}; no modifier helps (indicator 0)"
        return Finding("pair_edit", (one, two), message, f"leave out {two}, or bill it alone", source)
    if rule is not None:
        message = f"{paid}; a modifier would help two disciplines only (indicator 1): {rule.rule}"
        return Finding("pair_edit", (one, two), message, rule.remedy, f"{source} + {rule.source}")
    apart = "times" if conflict.needs == "time" else "body regions"
    message = f"{paid}, unless the note shows that their {apart} were apart (indicator 1); it does not yet"
    return Finding("pair_edit", (one, two), message, _APART[conflict.needs].format(one=one, two=two), source)


def _quantity_findings(claim: Claim, tables: EditTables, told: set[str]) -> Iterator[Finding]:
    """Yield the codes over their limit; of those that are `told` already, only such as are never paid."""
    if not claim.medicare:
        return
    for code in claim.codes:
        held = tables.limit(code, claim.day, claim.setting)
        if held is None:
            continue
        limit, source = held
        units = claim.units[code]
        if limit.units == 0:
            message = f"Medicare pays no unit of {code} in this setting (limit 0)"
            yield Finding("quantity", (code,), message, _instead(code, claim, tables), f"{source} {claim.setting}")
        elif units is not None and units > limit.units and code not in told:
            message = f"{units} units of {code} are over the limit of {limit.units} a day"
            yield Finding("quantity", (code,), message, _fewer(limit), f"{source} {claim.setting}")


def _instead(code: str, claim: Claim, tables: EditTables) -> str:
    payer = claim.payer if claim.payer is not None else tables.rulebook.payers["medicare"]
    swap = payer.swaps.get(code)
    return f"bill {swap} in its place" if swap else f"leave {code} out of the claim; the note may keep it"


def _fewer(limit: Limit) -> str:
    """Return what to do about units over a limit, by its adjudication indicator (NCCI-MUE-2024Q3)."""
    check = f"check the units against the minutes; bill {limit.units} at most"
    if limit.mai == 1:
        return f"{check} on one claim line, and more on a line of its own only with the modifier that tells why"
    if limit.mai == 2:
        return f"{check}: the limit of the day is absolute"
    return f"{check}, unless the note shows why more were needed: then the denial can be appealed"

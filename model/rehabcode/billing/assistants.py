"""How much of a claim an assistant furnished, as Medicare counts it for CQ and CO."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rehabcode.billing.claims import Claim, Discipline
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.findings import Finding
from rehabcode.billing.proposals import OF_DISCIPLINE, ProposedModifier
from rehabcode.codes import Code

UNIT = 15
ENOUGH = 8
"""The minutes with which a therapist earns the last unit alone (CMS-CQCO + MEM: policy rule assistants-5)."""
DE_MINIMIS = 10
"""The percentage of a unit's minutes up to which those of an assistant do not count (CMS-CQCO)."""


def assisted_units(units: int, minutes: int, assistant: int) -> int:
    """Return how many of `units` 15-minute units are the assistant's.

    `minutes` are all of the code, `assistant` those that the assistant gave without the therapist; what both gave
    together is the therapist's. Each has full units first. Of two units that are left, each has one where both gave 9
    to 14 minutes of them; of one, the therapist has it with 8 minutes or more, else the assistant who gave more than a
    tenth (CMS-CQCO; the 8 minutes are partly memory).

    >>> assisted_units(2, 36, 23), assisted_units(2, 26, 13), assisted_units(1, 15, 10), assisted_units(1, 15, 1)
    (1, 1, 1, 0)
    """
    therapist = minutes - assistant
    whole = min(assistant // UNIT, units)
    own = min(therapist // UNIT, units - whole)
    left = units - whole - own
    more, rest = assistant - UNIT * whole, therapist - UNIT * own
    if left <= 0 or not more:
        return whole
    if left == 1:
        return whole if rest >= ENOUGH else whole + int(substantial(rest + more, more))
    return whole + (left if not rest else left - 1)


def substantial(minutes: int, assistant: int) -> bool:
    """Tell whether an assistant gave more than a tenth of the minutes of a service.

    >>> substantial(20, 2), substantial(20, 3)
    (False, True)
    """
    return 100 * assistant > DE_MINIMIS * minutes


def assistant_modifiers(
    claim: Claim, tables: EditTables, discipline: Discipline, assistant: Mapping[str, int]
) -> Iterator[ProposedModifier | Finding]:
    _, name, who = OF_DISCIPLINE[discipline]
    modifier = tables.rulebook.modifiers[name]
    if modifier.since is not None and claim.day < modifier.since:
        return
    for code in tables.held(claim.codes):
        spent = assistant.get(code.code, 0)
        if not spent or discipline not in code.who:
            continue
        problem = _assistant_problem(code, claim, spent, who)
        if problem is not None:
            yield Finding("modifier", (code.code,), *problem, modifier.source)
            continue
        units, minutes = claim.units[code.code], claim.minutes[code.code]
        share = f"a {who} gave {spent} of the {minutes} minutes of {code.code} without the therapist"
        if spent == minutes or (units is None or not code.timing.timed):
            if substantial(minutes, spent):
                yield ProposedModifier(code.code, name, share, modifier.source)
        elif assisted := assisted_units(units, minutes, spent):
            yield ProposedModifier(
                code.code, name, share, modifier.source, units=assisted if assisted < units else None
            )


def _assistant_problem(code: Code, claim: Claim, spent: int, who: str) -> tuple[str, str] | None:
    """Return what is wrong with the minutes of an assistant, with its remedy; None where nothing is."""
    minutes = claim.minutes.get(code.code)
    if who not in code.who:
        return f"{code.code} is not for a {who} to give", f"let the therapist give {code.code}, or leave it out"
    if minutes is None:
        return f"the minutes of {code.code} are missing", f"write all its minutes, and those of the {who} alone"
    if spent > minutes:
        return f"the {who} has {spent} of the {minutes} minutes of {code.code}", "correct one of the two"
    if spent < minutes and claim.units[code.code] is None and code.timing.timed:
        return f"the units of {code.code} are not known", f"settle its units, then which of them the {who} gave"
    return None

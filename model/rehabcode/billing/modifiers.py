"""Which modifiers a claim takes, each with its reason: proposed where the note documents it, never to get paid."""

from __future__ import annotations

from collections.abc import Iterator

from rehabcode.billing.assistants import assistant_modifiers
from rehabcode.billing.claims import Claim, Discipline
from rehabcode.billing.conflicts import conflicts
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.findings import Finding
from rehabcode.billing.proposals import OF_DISCIPLINE, ClaimModifiers, ProposedModifier, Treatment

NEAR = 0.9
"""The share of the annual threshold from which it is told that the threshold is near: ours, no payer's."""


def propose_modifiers(claim: Claim, tables: EditTables, treatment: Treatment | None = None) -> ClaimModifiers:
    """Return the modifiers that a claim takes: by discipline, assistant, threshold and answered pair edit.

    None where Medicare's rules do not apply to its payer. What an unanswered pair edit lacks, `edit_findings` tells.
    """
    if not claim.medicare or not claim.codes:
        return ClaimModifiers((), ())
    given = treatment if treatment is not None else Treatment()
    discipline = _discipline(claim, tables)
    found: list[ProposedModifier | Finding] = [*_edit_modifiers(claim, tables)]
    if discipline is None:
        found.append(_no_discipline(claim))
    else:
        found += _discipline_modifiers(claim, tables, discipline)
        found += assistant_modifiers(claim, tables, discipline, given.assistant)
    found += _threshold_modifiers(claim, tables, given)
    return ClaimModifiers(
        tuple(each for each in found if isinstance(each, ProposedModifier)),
        tuple(each for each in found if isinstance(each, Finding)),
    )


def _discipline(claim: Claim, tables: EditTables) -> Discipline | None:
    """Return the discipline that was given, else that of the evaluations of the claim where they are of one."""
    levels = tables.rulebook.evaluation_levels
    told = {levels[code].discipline for code in claim.codes if code in levels}
    return claim.discipline or (told.pop() if len(told) == 1 else None)


def _no_discipline(claim: Claim) -> Finding:
    message = "nothing tells whether the plan of care is physical or occupational therapy"
    remedy = "say PT or OT: each code takes the modifier of its plan, GP or GO"
    return Finding("modifier", claim.codes, message, remedy, "CMS-CQCO")


def _edit_modifiers(claim: Claim, tables: EditTables) -> Iterator[ProposedModifier]:
    """Yield 59 for column two of each pair edit that the note answers, with XU or XS beside it, once a code."""
    told: set[tuple[str, str]] = set()
    for each in conflicts(claim, tables):
        alternative = "XU" if each.needs == "time" else "XS"
        if not each.answered or (each.column2, alternative) in told:
            continue
        told.add((each.column2, alternative))
        apart = "time" if each.needs == "time" else "body region"
        reason = f"the note documents the {apart} of {each.column2} apart from that of {each.column1} (indicator 1)"
        source = f"{each.source} {claim.setting} + NCCI-PM-2026 {'XI.P.2' if each.needs == 'time' else 'I.E'}"
        yield ProposedModifier(each.column2, "59", reason, source, alternative)


def _discipline_modifiers(
    claim: Claim, tables: EditTables, discipline: Discipline
) -> Iterator[ProposedModifier | Finding]:
    modifier, _, _ = OF_DISCIPLINE[discipline]
    source = tables.rulebook.modifiers[modifier].source
    for code in tables.held(claim.codes):
        if discipline in code.who:
            yield ProposedModifier(code.code, modifier, f"billed under a {discipline} plan of care", source)
        else:
            message = f"{code.code} is not billed under a {discipline} plan of care"
            remedy = f"leave {code.code} out, or correct the discipline"
            yield Finding("modifier", (code.code,), message, remedy, code.source)


def _threshold_modifiers(claim: Claim, tables: EditTables, given: Treatment) -> Iterator[ProposedModifier | Finding]:
    """Yield KX above the threshold of the year where the need is documented, else what is missing."""
    if given.amount is None:
        return
    year, source = claim.day.year, tables.rulebook.modifiers["KX"].source
    threshold = tables.rulebook.annual_thresholds.get(year)
    if threshold is None:
        message, remedy = f"the threshold of {year} is not known", "look it up, and add it to annual_thresholds.jsonl"
        yield Finding("threshold", claim.codes, message, remedy, source)
    elif given.amount >= threshold and given.necessity:
        reason = f"the year's amount is above the threshold of ${threshold:,}, and the record says why more is needed"
        for code in tables.held(claim.codes):
            yield ProposedModifier(code.code, "KX", reason, source)
    elif given.amount >= threshold:
        message = f"the year's amount is above the threshold of ${threshold:,}, and nothing says why more is needed"
        remedy = "write why skilled treatment is still needed; KX attests that the record says so"
        yield Finding("threshold", claim.codes, message, remedy, source)
    elif given.amount >= NEAR * threshold:
        left = threshold - given.amount
        message = f"the year's amount is ${left:,.2f} short of the threshold of ${threshold:,}"
        remedy = "write why skilled treatment is still needed before it is passed: KX attests to it from there on"
        yield Finding("threshold", claim.codes, message, remedy, source)

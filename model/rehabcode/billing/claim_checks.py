"""What is wrong with a claim as it was billed: edits, modifiers without grounds or left out, codes of another day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rehabcode.billing.audit_lines import Charge
from rehabcode.billing.biller import Biller, pointing, told
from rehabcode.billing.claims import Claim, Discipline
from rehabcode.billing.conflicts import Conflict, conflicts
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.edits import edit_findings
from rehabcode.billing.ledgers import Ledger, claim_of
from rehabcode.billing.modifiers import propose_modifiers
from rehabcode.billing.proposals import OF_DISCIPLINE, ProposedModifier
from rehabcode.billing.visit import Encounter
from rehabcode.records import Finding, Suggestion


class Charged(NamedTuple):
    """A billed code with its units and modifiers, and the suggestion that bears it out."""

    code: str
    units: int | None
    modifiers: tuple[str, ...]
    suggestion: Suggestion | None


APART = frozenset({"59", "XE", "XP", "XS", "XU"})
"""The modifiers that tell two services apart (NCCI-PM-2026 I.E)."""


def claim_findings(met: Encounter, ledger: Ledger, charged: Sequence[Charged], biller: Biller) -> tuple[Finding, ...]:
    """Return what is to be put right in a claim, each with the words that prove its codes."""
    tables = biller.all_codes
    claim = _claim(met, ledger, charged, biller)
    found = [*edit_findings(claim, tables), *_validity(met, charged, biller)]
    if any(modifiers for _, _, modifiers, _ in charged):
        edited = {code for finding in found if finding.kind == "pair_edit" for code in finding.codes}
        found += _modifiers(met, claim, charged, tables, edited)
    proofs = {code: suggestion.evidence for code, _, _, suggestion in charged if suggestion is not None}
    return tuple(pointing(finding, proofs) for finding in found)


def paid_beside(
    met: Encounter, ledger: Ledger, code: str, charges: Sequence[Charge], biller: Biller
) -> Conflict | None:
    """Return the edit by which a supported code is not paid beside what is billed; None where none holds it back."""
    claim = claim_of(met, ledger, {code: None, **{one.code: one.units for one in charges}}, biller.payers)
    found = conflicts(claim, biller.all_codes)
    return next((one for one in found if one.column2 == code and not one.answered), None)


def _claim(met: Encounter, ledger: Ledger, charged: Sequence[Charged], biller: Biller) -> Claim:
    """Return the claim as billed, with the note's minutes under the billed codes."""
    earned = ledger.count.units
    units = {
        code: given if given is not None or suggestion is None else earned.get(suggestion.code)
        for code, given, _, suggestion in charged
    }
    claim = claim_of(met, ledger, units, biller.payers)
    same = {suggestion.code: code for code, _, _, suggestion in charged if suggestion is not None}
    return replace(
        claim,
        minutes={same.get(code, code): own for code, own in claim.minutes.items()},
        separate=frozenset(same.get(code, code) for code in claim.separate),
        discipline=met.visit.discipline or _discipline(charged),
    )


def _discipline(charged: Sequence[Charged]) -> Discipline | None:
    """Return the discipline whose modifier the claim carries; None where it carries none, or several."""
    carried = {name for _, _, modifiers, _ in charged for name in modifiers}
    found = [discipline for discipline, (name, _, _) in OF_DISCIPLINE.items() if name in carried]
    return found[0] if len(found) == 1 else None


def _validity(met: Encounter, charged: Sequence[Charged], biller: Biller) -> Iterator[Finding]:
    for code, _, _, _ in charged:
        row = biller.codes.held[code]
        if row.valid_on(met.day):
            continue
        shown = biller.codes.on(code, met.day, met.payer) if code in biller.codes.codebook else None
        later = next((one.stands_for for one in biller.codes.codebook.former if one.code == code), ())
        use = (shown.code,) if shown is not None else later
        remedy = f"bill {' or '.join(use)} where the note supports it" if use else f"leave {code} out"
        source = row.valid.source if row.valid is not None else row.source
        yield Finding("validity", (code,), f"{code} was not in force on {met.day}", remedy, source)


def _modifiers(
    met: Encounter, claim: Claim, charged: Sequence[Charged], tables: EditTables, edited: set[str]
) -> Iterator[Finding]:
    """Yield modifiers that the note gives grounds for and that are left out, and those without grounds."""
    proposed = propose_modifiers(claim, tables, met.visit)
    yield from told(proposed, claim, met)
    for code, _, modifiers, suggestion in charged:
        own = [one for one in proposed.proposed if one.code == code]
        for one in own if suggestion is not None else ():
            if not {one.modifier, one.alternative} & {*modifiers}:
                yield _left_out(one)
        apart = APART.intersection(modifiers)
        if apart and code not in edited and claim.medicare and not any(one.modifier in APART for one in own):
            name = min(apart)
            message = f"{code} carries {name}, and no pair edit of this claim asks for it"
            source = tables.rulebook.modifiers["59"].source
            yield Finding("modifier", (code,), message, f"leave {name} out", source)


def _left_out(one: ProposedModifier) -> Finding:
    other = f" or {one.alternative}" if one.alternative else ""
    message = f"{one.code} is billed without {one.modifier}{other}: {one.reason}"
    return Finding("modifier", (one.code,), message, f"add {one.modifier}{other}", one.source)

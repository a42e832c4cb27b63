"""Audits a claim: each billed code against what the note supports, and each supported code against the claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rehabcode.billing.audit_lines import AuditLines, Charge
from rehabcode.billing.audits import Audit, AuditLine
from rehabcode.billing.billed_items import BilledItem
from rehabcode.billing.biller import Biller
from rehabcode.billing.claim_checks import Charged, claim_findings, paid_beside
from rehabcode.billing.ledgers import Ledger
from rehabcode.billing.reconciliation import compare_units
from rehabcode.billing.visit import Encounter
from rehabcode.records import Finding, NoteSuggestions, Suggestion


def audit_claim(met: Encounter, answer: NoteSuggestions, items: Sequence[BilledItem], biller: Biller) -> Audit:
    """Return what of a claim the note bears out, and what it bears out beside it. Raises UnknownPayer."""
    ledger, codes = biller.ledger(met), biller.codes
    lines = AuditLines(answer, {one.code: one for one in ledger.count.codes}, codes)
    charges = _charges([item for item in items if item.code in codes.held and item.units != 0])
    unknown = [lines.unknown(place, item) for place, item in enumerate(items, 1) if item.code not in codes.held]
    borne_out = {one.code: codes.borne_out(one.code, met.suggestions) for one in charges}
    wrong, about_all = _wrong_units(met, ledger, charges, borne_out, biller)
    missed = [*_missed(met, ledger, charges, borne_out, lines, biller)]
    billed = [_line(one, borne_out[one.code], wrong, missed, lines, biller) for one in charges]
    charged = [Charged(*one, borne_out[one.code]) for one in charges]
    conflicts = claim_findings(met, ledger, charged, biller)
    return Audit(
        met.payer, ledger.count.rule.rule, ledger.count.source, (*billed, *unknown, *missed), (*conflicts, *about_all),
        answer.versions,
    )  # fmt: skip


def _charges(items: Sequence[BilledItem]) -> tuple[Charge, ...]:
    """Return what is billed by code: lines of one code are one charge."""
    charges: dict[str, Charge] = {}
    for item in items:
        one = Charge(item.code, item.units, item.modifiers)
        before = charges.get(item.code)
        if before is not None:
            known = one.units is not None and before.units is not None
            units = (one.units or 0) + (before.units or 0) if known else None
            one = Charge(item.code, units, tuple(dict.fromkeys((*before.modifiers, *one.modifiers))))
        charges[item.code] = one
    return tuple(charges.values())


def _wrong_units(
    met: Encounter, ledger: Ledger, charges: Sequence[Charge], borne_out: Mapping[str, Suggestion | None],
    biller: Biller,
) -> tuple[dict[str, Finding], tuple[Finding, ...]]:  # fmt: skip
    """Return the finding about the units of each suggested code, and those about all timed codes together.

    All together are judged only where all that the note supports is billed: what is missed has a line of its own.
    """
    units: dict[str, int] = {}
    for one in charges:
        suggestion = borne_out[one.code]
        if suggestion is not None and one.units is not None:
            units[suggestion.code] = units.get(suggestion.code, 0) + one.units
    found = compare_units(units, ledger.minutes, met.payer, biller.payers, biller.tables(met).codebook)
    own = {finding.codes[0]: finding for finding in found if len(finding.codes) == 1 and finding.codes[0] in units}
    whole = units.keys() == ledger.minutes.keys()
    return own, tuple(finding for finding in found if len(finding.codes) > 1 and whole)


def _line(
    one: Charge, suggestion: Suggestion | None, wrong: Mapping[str, Finding], missed: Sequence[AuditLine],
    lines: AuditLines, biller: Biller,
) -> AuditLine:  # fmt: skip
    if suggestion is not None:
        return lines.borne_out(one, suggestion, wrong.get(suggestion.code))
    base = _chained(one.code, lines, biller)
    return lines.continued(one, base) if base is not None else lines.unsupported(one, missed)


def _chained(code: str, lines: AuditLines, biller: Biller) -> Suggestion | None:
    """Return the suggested base or add-on whose minutes earn units of `code` too."""
    if code not in biller.codes.codebook or code not in lines.earned or not lines.earned[code].units:
        return None
    shares = biller.rules.shares_time(code)
    return next((one for one in lines.answer.suggestions if one.code in shares), None)


def _missed(
    met: Encounter, ledger: Ledger, charges: Sequence[Charge], borne_out: Mapping[str, Suggestion | None],
    lines: AuditLines, biller: Biller,
) -> Iterator[AuditLine]:  # fmt: skip
    """Yield the suggested codes that are not billed, but for those whose minutes earn no unit."""
    billed = {one.code for one in borne_out.values() if one is not None}
    right = [one for one in charges if borne_out[one.code] is not None]
    for one in met.suggestions:
        if one.code not in billed and lines.earned[one.code].units != 0:
            yield lines.not_billed(one, paid_beside(met, ledger, one.code, right, biller))

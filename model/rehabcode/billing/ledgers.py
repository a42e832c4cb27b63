"""The minutes of a note as they can be counted: what they earn, what the note states beside them, what lies apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehabcode.billing.claims import Claim, separate_times
from rehabcode.billing.documented import MINUTES_OF_A_DAY
from rehabcode.billing.findings import Finding
from rehabcode.billing.reconciliation import TOTALS
from rehabcode.billing.stated import Stated, Supported, find_stated, supported_by
from rehabcode.billing.unit_count import UnitCount
from rehabcode.billing.units import count_units
from rehabcode.billing.visit import Encounter
from rehabcode.codebook import Codebook
from rehabcode.codes import Attendance
from rehabcode.payers import Payers
from rehabcode.records import Suggestion

_BESIDE: frozenset[Attendance] = frozenset({"supervised", "supervised_program", "remote"})
"""What may run beside another service: nobody's whole attention is with it (NCCI-PM-2026 XI.P.2)."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the suggested codes earn.

    `supported` are the codes with their minutes, without such as no day has; `findings` tell of those. `separate` are
    the codes whose time the note documents as their own, `total` the minutes that it states of the whole visit.
    """

    supported: tuple[Supported, ...]
    count: UnitCount
    stated: Stated
    total: int | None
    separate: frozenset[str]
    findings: tuple[Finding, ...]

    @property
    def minutes(self) -> dict[str, int | None]:
        """The minutes of each suggested code, None where none are documented."""
        return {one.code: one.minutes for one in self.supported}


def keep_ledger(met: Encounter, codebook: Codebook, payers: Payers) -> Ledger:
    """Return the ledger of a note. Raises UnknownPayer."""
    findings = tuple(_impossible(met.suggestions, codebook))
    wrong = {code for finding in findings for code in finding.codes}
    supported = tuple(
        Supported(one.code, None, one.evidence, one.also) if one.code in wrong else one
        for one in supported_by(met.suggestions)
    )
    minutes = {one.code: one.minutes for one in supported}
    count = count_units(minutes, met.payer, payers, codebook)
    stated = find_stated(met.reading, codebook)
    totals = {one.minutes for one in stated.of("total")}
    total = totals.pop() if len(totals) == 1 else None
    return Ledger(supported, count, stated, total, _separate(minutes, total, codebook), findings)


def claim_of(met: Encounter, ledger: Ledger, units: dict[str, int | None], payers: Payers) -> Claim:
    """Return the claim of some codes of a visit, with what the note documents of their times."""
    minutes = {code: own for code, own in ledger.minutes.items() if own is not None}
    return Claim(
        met.day, units, minutes, ledger.total, met.visit.setting, met.visit.discipline, payers[met.payer],
        separate=ledger.separate, before=met.visit.before,
    )  # fmt: skip


def _separate(minutes: dict[str, int | None], total: int | None, codebook: Codebook) -> frozenset[str]:
    """Return the codes whose times lie apart; none where the minutes of one that may overlap are not known."""
    whole = {code: own for code, own in minutes.items() if codebook[code].attendance not in _BESIDE}
    known = {code: own for code, own in whole.items() if own is not None}
    return separate_times(known, total) if len(known) == len(whole) else frozenset()


def _impossible(suggestions: Sequence[Suggestion], codebook: Codebook) -> list[Finding]:
    """Return a finding for each code, or for all timed codes together, with more minutes than a day has."""
    found = [
        _too_many((one,), one.minutes)
        for one in suggestions if one.minutes is not None and one.minutes > MINUTES_OF_A_DAY
    ]  # fmt: skip
    timed = [one for one in suggestions if codebook[one.code].timing.timed and one.minutes is not None]
    together = sum(one.minutes or 0 for one in timed)
    if not found and together > MINUTES_OF_A_DAY:
        found.append(_too_many(timed, together))
    return found


def _too_many(suggestions: Sequence[Suggestion], minutes: int) -> Finding:
    codes = tuple(one.code for one in suggestions)
    spans = tuple(evidence for one in suggestions for evidence in one.evidence)
    message = f"{' and '.join(codes)}: {minutes:,} minutes are more than a day has; no unit is counted for them"
    return Finding("minutes", codes, message, "correct the minutes", TOTALS, spans)

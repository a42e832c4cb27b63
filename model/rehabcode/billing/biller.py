"""Joins what the rules of billing say of one note: units, modifiers, findings and documentation, as one bill."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from rehabcode.billing.claims import Claim
from rehabcode.billing.day_codes import DayCodes
from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.documented_elements import documented_elements
from rehabcode.billing.edit_store import load_edit_tables
from rehabcode.billing.edit_tables import EditTables
from rehabcode.billing.edits import edit_findings
from rehabcode.billing.evaluation_grids import evaluation_grid
from rehabcode.billing.ledgers import Ledger, claim_of, keep_ledger
from rehabcode.billing.modifiers import propose_modifiers
from rehabcode.billing.proposals import ClaimModifiers, ProposedModifier
from rehabcode.billing.reconciliation import TOTALS
from rehabcode.billing.stated_findings import check_stated
from rehabcode.billing.unit_count import CodeUnits
from rehabcode.billing.visit import Encounter
from rehabcode.codebook import Codebook
from rehabcode.errors import InvalidMinutes
from rehabcode.payers import Payers
from rehabcode.records import Bill, BilledCode, BilledModifier, Finding, Span, bare


class Biller:
    """Works out what a note's suggestions bill. Safe to share between threads: it changes nothing that it holds."""

    def __init__(self, tables: EditTables, rules: DocumentationRules, codebook: Codebook, payers: Payers) -> None:
        self.rules = rules
        self.payers = payers
        self.codes = DayCodes(codebook, payers)
        self._today = tables
        # The same tables, that know the codes of former days as well.
        self.all_codes = copy(tables)
        self.all_codes.codebook = self.codes.held

    @classmethod
    def packaged(cls, codebook: Codebook, payers: Payers) -> Biller:
        """Return it with the tables that come with the package. Raises KnowledgeError."""
        return cls(EditTables.packaged(), DocumentationRules.load(), codebook, payers)

    @classmethod
    def load(cls, codebook: Codebook, payers: Payers, edit_folder: Path | None = None) -> Biller:
        """Return it with the tables in `edit_folder` too, None for the user's. Raises KnowledgeError."""
        return cls(load_edit_tables(edit_folder), DocumentationRules.load(), codebook, payers)

    def tables(self, met: Encounter) -> EditTables:
        """Return the edit tables, with the codes of the encounter's day."""
        return self._today if self.codes.codebook_on(met.day) is self.codes.codebook else self.all_codes

    def ledger(self, met: Encounter) -> Ledger:
        """Return what the minutes of a note earn. Raises UnknownPayer."""
        return keep_ledger(met, self.tables(met).codebook, self.payers)

    def bill(self, met: Encounter) -> Bill:
        """Return what a note bills. Raises UnknownPayer."""
        ledger, tables = self.ledger(met), self.tables(met)
        count = ledger.count
        earned = {one.code: one for one in count.codes}
        units = {one.code: earned[one.code].units for one in met.suggestions}
        claim = claim_of(met, ledger, units, self.payers)
        modifiers = propose_modifiers(claim, tables, met.visit)
        grid, graded = evaluation_grid(met, self.rules)
        found = [
            *ledger.findings, *edit_findings(claim, tables), *told(modifiers, claim, met),
            *self._stated(met, ledger), *graded,
        ]  # fmt: skip
        proofs = {one.code: one.evidence for one in met.suggestions}
        return Bill(
            met.payer, count.rule.rule, count.source, count.timed_minutes, count.timed_units, count.left_over,
            tuple(_billed(earned[code], _continued(code, units, count.codes, tables), modifiers) for code in units),
            count.allocations[1:] if count.tie is not None else (),
            tuple(pointing(finding, proofs) for finding in found),
            documented_elements(met, self.rules, self.codes),
            grid,
        )  # fmt: skip

    def _stated(self, met: Encounter, ledger: Ledger) -> tuple[Finding, ...]:
        """Return what the note states and does not bear out; where its services outlast a day, that alone."""
        try:
            return check_stated(ledger.stated, ledger.supported, met.payer, self.payers, self.tables(met).codebook)
        except InvalidMinutes:
            codes = tuple(one.code for one in ledger.supported)
            message = "the minutes written beside the services are more than a day has"
            return (Finding("minutes", codes, message, "correct the minutes", TOTALS, met.reading.durations),)


def _billed(one: CodeUnits, continued: str | None, modifiers: ClaimModifiers) -> BilledCode:
    own = tuple(_modifier(each) for each in modifiers.proposed if each.code == one.code)
    return BilledCode(one.code, one.units, one.minutes, one.counted, one.reason, one.caution or continued, own)


def _modifier(one: ProposedModifier) -> BilledModifier:
    return BilledModifier(one.modifier, one.reason, one.source, one.alternative, one.units)


def _continued(code: str, suggested: Container[str], counted: Iterable[CodeUnits], tables: EditTables) -> str | None:
    """Say that the other code of a chain earns units too, which no words of the note suggest."""
    chained = {row.primary: row.add_on for row in tables.codebook.add_ons}
    chained |= {row.add_on: row.primary for row in tables.codebook.add_ons}
    for one in counted:
        if one.code == chained.get(code) and one.code not in suggested and one.units:
            return f"of its minutes, {one.minutes} earn {one.units} of {one.code}, which was not suggested"
    return None


def told(modifiers: ClaimModifiers, claim: Claim, met: Encounter) -> Iterator[Finding]:
    """Yield what is missing for modifiers; of a payer that is only assumed, not that the plan of care is unknown."""
    for finding in modifiers.findings:
        if met.assumed and finding.kind == "modifier" and finding.codes == claim.codes:
            continue
        yield finding


def pointing(finding: Finding, proofs: Mapping[str, Sequence[Span]]) -> Finding:
    """Return a finding with the words that prove its codes, where it points at none of its own."""
    spans = finding.spans or [span for code in finding.codes for span in proofs.get(code, ())]
    return replace(finding, spans=bare(spans))

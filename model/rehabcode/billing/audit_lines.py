"""The lines of an audit: what the note says for or against one code, in a sentence, with its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rehabcode.billing.audits import AuditLine
from rehabcode.billing.billed_items import BilledItem, code_of
from rehabcode.billing.conflicts import Conflict
from rehabcode.billing.day_codes import DayCodes
from rehabcode.billing.findings import Finding
from rehabcode.billing.unit_count import CodeUnits
from rehabcode.records import NoteSuggestions, Span, Suggestion, bare

KEEP = "keep it"


class Charge(NamedTuple):
    """What is billed under one code; `units` is None where a line gives none."""

    code: str
    units: int | None
    modifiers: tuple[str, ...]


@dataclass(frozen=True)
class AuditLines:
    """Makes the lines of one audit; `earned` are the units of each code that the minutes of the note earn."""

    answer: NoteSuggestions
    earned: Mapping[str, CodeUnits]
    codes: DayCodes

    def unknown(self, place: int, item: BilledItem) -> AuditLine:
        """Return the line of an item that is in no codebook; what is no code is told by its place."""
        code = code_of(item)
        outside = self.codes.codebook.outside_code(code) if code else None
        reason = f"billed item {place} is not in the codebook"
        if outside is not None:
            reason = f"{code} is outside the codebook: {outside.note}"
        remedy = "check its five characters: whether the note supports it cannot be told"
        return AuditLine(code, "unknown", reason, remedy, item.units, None, item.modifiers)

    def borne_out(self, one: Charge, suggestion: Suggestion, wrong: Finding | None) -> AuditLine:
        """Return the line of a code that the note supports; `wrong` is what is wrong with its units."""
        units = self.earned[suggestion.code]
        if wrong is None:
            made = AuditLine(one.code, "supported", units.reason, KEEP, one.units, units.units)
        else:
            made = AuditLine(one.code, "wrong_units", wrong.message, wrong.remedy, one.units, units.units)
        return _with(made, one.modifiers, suggestion.evidence)

    def continued(self, one: Charge, base: Suggestion) -> AuditLine:
        """Return the line of a code of a chain that was not suggested, and that the minutes of another earn."""
        units = self.earned[one.code]
        reason = f"{units.reason}, of the time that proves {base.code}"
        if one.units in (None, units.units):
            made = AuditLine(one.code, "supported", reason, KEEP, one.units, units.units)
        else:
            remedy = f"bill {units.units}, or correct the minutes"
            made = AuditLine(one.code, "wrong_units", reason, remedy, one.units, units.units)
        return _with(made, one.modifiers, base.evidence)

    def unsupported(self, one: Charge, missed: Sequence[AuditLine]) -> AuditLine:
        """Return the line of a code that the note does not support."""
        held = one.code in self.codes.codebook
        alike = {row.other for row in self.codes.codebook.look_alikes(one.code)} if held else set()
        instead = tuple(line.code for line in missed if line.code in alike and line.verdict == "missed")
        reason, spans = self._against(one.code)
        remedy = f"write what was done under {one.code} if it was, or leave it out"
        if instead:
            remedy = f"bill {' or '.join(instead)} in its place, which the words support, or {remedy}"
        return AuditLine(one.code, "unsupported", reason, remedy, one.units, 0, one.modifiers, spans, instead)

    def not_billed(self, one: Suggestion, edit: Conflict | None) -> AuditLine:
        """Return the line of a supported code that is not billed; `edit` is what keeps it from being paid."""
        units = self.earned[one.code]
        if edit is None:
            reason = f"the note supports it, and it is not billed ({units.reason})"
            made = AuditLine(one.code, "missed", reason, f"read its words, then bill {one.code}", None, units.units)
        else:
            reason = f"the note supports it, and it is not paid beside {edit.column1} ({edit.source})"
            made = AuditLine(one.code, "bundled", reason, f"leave {one.code} out, as it is", None, units.units)
        return _with(made, (), one.evidence)

    def _against(self, code: str) -> tuple[str, tuple[Span, ...]]:
        """Return why a code is not borne out, with the words that speak of it."""
        withheld = [one for one in self.answer.withheld if self.codes.same(code, one.codes[:1])]
        if withheld:
            said = " and ".join(dict.fromkeys(one.assertion for one in withheld))
            spans = [span for one in withheld for span in (one, one.cue) if span is not None]
            return f"the note names it and does not show it performed today: {said}", bare(spans)
        considered = next((one for one in self.answer.considered if self.codes.same(code, (one.code,))), None)
        if considered is not None:
            reason = f"the note speaks of it, and not clearly enough: its score is {considered.score:.2f}"
            return reason, bare(considered.evidence)
        return "no words of the note support it", ()


def _with(line: AuditLine, modifiers: tuple[str, ...], spans: tuple[Span, ...]) -> AuditLine:
    return replace(line, modifiers=modifiers, spans=bare(spans))

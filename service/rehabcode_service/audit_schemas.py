"""A claim to be audited as it comes in, and the audit as it goes over the wall."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

from rehabcode.billing.audits import Audit, AuditLine, Verdict
from rehabcode.billing.billed_items import BilledItem
from rehabcode_service.billing_schemas import FindingOut
from rehabcode_service.offsets import Offsets, OffsetUnit
from rehabcode_service.schemas import NoteIn, Revision, VersionsOut, encodable
from rehabcode_service.spans import SpanOut


class BilledIn(BaseModel):
    """One line of a claim."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, BeforeValidator(encodable)] = Field(
        max_length=20, description="Whatever was billed; what is no code is told in the answer."
    )
    units: Annotated[StrictInt, Field(ge=0, le=999)] | None = Field(
        default=None, description="Null where they are not to be judged."
    )
    modifiers: list[Annotated[str, Field(pattern="^[0-9A-Z]{2}$")]] = Field(default_factory=list, max_length=8)

    def received(self) -> BilledItem:
        """Return the line as the suggester takes it."""
        return BilledItem(self.code, self.units, tuple(self.modifiers))


class AuditIn(NoteIn):
    """A note, and what was billed for it."""

    billed: list[BilledIn] = Field(max_length=200, description="The lines of the claim; it may be empty.")


class AuditLineOut(BaseModel):
    """What the note says for or against one code."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(description="Empty where what was billed is no code; `reason` tells its place in the claim.")
    reason: str
    remedy: str
    billed: int | None = Field(description="Null where it is not billed, or no units were given.")
    documented: int | None = Field(description="The units that the note earns; null where its minutes do not tell.")
    modifiers: list[str]
    spans: list[SpanOut]
    instead: list[str] = Field(description="Codes that the note supports and that this one is mistaken for.")


class DifferenceOut(BaseModel):
    """How much of a code is billed, and how much the note earns."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    verdict: Verdict
    billed: int | None
    documented: int | None


class AuditOut(BaseModel):
    """A claim held against its note. Each code stands in one list, but for `over_coded` and `under_coded`."""

    payer: str
    rule: str
    rule_source: str
    supported: list[AuditLineOut]
    wrong_units: list[AuditLineOut] = Field(description="Supported, with other units than the minutes earn.")
    unsupported: list[AuditLineOut]
    missed: list[AuditLineOut] = Field(description="Supported, and not billed.")
    bundled: list[AuditLineOut] = Field(description="Supported, and not paid beside what is billed.")
    unknown: list[AuditLineOut] = Field(description="Not in the codebook.")
    conflicts: list[FindingOut]
    over_coded: list[DifferenceOut] = Field(description="Unsupported codes, and units beyond those documented.")
    under_coded: list[DifferenceOut] = Field(description="Missed codes, and units short of those documented.")
    versions: VersionsOut
    offset_unit: OffsetUnit
    revision: Revision | None
    text_sha256: str = Field(description="SHA-256 of the note in UTF-8: keep it in place of the note.")

    @classmethod
    def of(cls, audit: Audit, note: str, unit: OffsetUnit = "codepoint", revision: int | str | None = None) -> AuditOut:
        """Return an audit as it is sent for this note, in the caller's unit."""
        offsets, versions = Offsets(note, unit), audit.versions
        return cls(
            payer=audit.payer,
            rule=audit.rule,
            rule_source=audit.rule_source,
            supported=_lines(audit.of("supported"), offsets),
            wrong_units=_lines(audit.of("wrong_units"), offsets),
            unsupported=_lines(audit.of("unsupported"), offsets),
            missed=_lines(audit.of("missed"), offsets),
            bundled=_lines(audit.of("bundled"), offsets),
            unknown=_lines(audit.of("unknown"), offsets),
            conflicts=[FindingOut.model_validate(one, context=offsets) for one in audit.conflicts],
            over_coded=[DifferenceOut.model_validate(one) for one in audit.over],
            under_coded=[DifferenceOut.model_validate(one) for one in audit.under],
            versions=VersionsOut(rehabcode=versions.rehabcode, ranker=versions.ranker, codebook=versions.codebook),
            offset_unit=unit,
            revision=revision,
            text_sha256=sha256(note.encode("utf-8")).hexdigest(),
        )


def _lines(lines: tuple[AuditLine, ...], offsets: Offsets) -> list[AuditLineOut]:
    return [AuditLineOut.model_validate(one, context=offsets) for one in lines]

"""What an answer bills, as it goes over the wall, and what is known of a visit as it comes in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from rehabcode.billing.visit import Visit
from rehabcode.records import Bill, Counted, FindingKind
from rehabcode.rules import Setting
from rehabcode_service.offsets import Offsets
from rehabcode_service.spans import SpanOut

_Code = Annotated[str, Field(pattern="^[0-9A-Z]{5}$")]
_Minutes = Annotated[StrictInt, Field(ge=0, le=24 * 60)]


class VisitIn(BaseModel):
    """What is known of a visit beside its note."""

    model_config = ConfigDict(extra="forbid")

    discipline: Literal["PT", "OT"] | None = Field(
        default=None, description="Under whose plan of care; null where it is not known."
    )
    setting: Setting = Field(default="practitioner", description="Who bills: each setting has edits of its own.")
    assistant_minutes: dict[_Code, _Minutes] = Field(
        default_factory=dict, max_length=50, description="By code, what an assistant gave without the therapist."
    )
    amount: float | None = Field(
        default=None, ge=0, le=1e9, description="The dollars that Medicare allowed this year before the visit."
    )
    necessity: bool = Field(default=False, description="Whether the record says why skilled treatment is still needed.")

    def received(self) -> Visit:
        """Return the visit as the suggester takes it."""
        return Visit(self.assistant_minutes, self.amount, self.necessity, self.discipline, self.setting)


class _FromRecord(BaseModel):
    """A shape whose fields are those of the record that it is made from."""

    model_config = ConfigDict(from_attributes=True)


class ModifierOut(_FromRecord):
    """A modifier that the note documents the grounds for."""

    modifier: str
    alternative: str | None = Field(description="A modifier that would say the same; null where there is none.")
    units: int | None = Field(description="How many of the units take it; null for all.")
    reason: str
    source: str


class BilledCodeOut(_FromRecord):
    """What a suggested code bills."""

    code: str
    units: int | None = Field(description="Null where the minutes that would tell them are missing.")
    minutes: int | None
    counted: Counted = Field(description="In the pool of the day, alone, once a session, or by area.")
    reason: str = Field(description="Which minutes made the units.")
    caution: str | None
    modifiers: list[ModifierOut]


class FindingOut(_FromRecord):
    """One thing to put right. Neither `message` nor `remedy` holds a word of the note; the quotes of `spans` do."""

    kind: FindingKind
    codes: list[str] = Field(description="In the direction of the rule: column one before column two.")
    message: str
    remedy: str
    source: str
    spans: list[SpanOut]


class ElementOut(_FromRecord):
    """One thing that the note must say for a code; `spans` show it, or prove the code where it is missing."""

    code: str
    element: str
    name: str
    present: bool
    remedy: str | None = Field(description="What to write; null where it is said.")
    source: str
    spans: list[SpanOut]


class ComponentOut(_FromRecord):
    """A component of the grid of evaluations, and the levels that it supports."""

    name: str
    levels: list[str]
    count: int | None
    spans: list[SpanOut]


class EvaluationOut(_FromRecord):
    """Which level the stated components bear out together: the lowest decides."""

    code: str
    level: str | None = Field(description="Null where the note states no component.")
    supported_code: str | None
    components: list[ComponentOut]
    missing: list[str] = Field(description="The components that the note does not state.")


class BillingOut(_FromRecord):
    """What the suggested codes bill on their day, and what stands in the way."""

    payer: str = Field(description="The payer given, or the one assumed: Medicare, as the strictest.")
    rule: str = Field(description="`cms` pools the timed minutes of the day, `midpoint` counts each code alone.")
    rule_source: str
    timed_minutes: int
    timed_units: int
    left_over: int = Field(description="Minutes of timed codes that earn nothing.")
    codes: list[BilledCodeOut]
    alternatives: list[dict[str, int]] = Field(description="Units by code, as right as those recommended.")
    findings: list[FindingOut]
    documentation: list[ElementOut]
    evaluation: EvaluationOut | None

    @classmethod
    def of(cls, bill: Bill, offsets: Offsets) -> BillingOut:
        """Return a bill as it is sent, in the caller's unit."""
        return cls.model_validate(bill, context=offsets)

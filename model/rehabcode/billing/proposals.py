"""What is known of who treated and of the year's amount, and the modifiers that follow, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rehabcode.billing.claims import Discipline
from rehabcode.billing.findings import Finding
from rehabcode.errors import InvalidMinutes, RequestError

OF_DISCIPLINE: dict[Discipline, tuple[str, str, str]] = {"PT": ("GP", "CQ", "PTA"), "OT": ("GO", "CO", "OTA")}
"""Of each discipline: its modifier, that of its assistants, and what they are called."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is known of a visit beside its codes and minutes.

    `assistant` are the minutes by code that an assistant gave without the therapist. `amount` are the dollars that
    Medicare allowed this year before the visit, for PT with SLP or for OT; None where they are not known. `necessity`
    tells that the record says why skilled treatment is still needed.
    """

    assistant: Mapping[str, int] = field(default_factory=dict, hash=False)
    amount: float | None = None
    necessity: bool = False

    def __post_init__(self) -> None:
        if any(minutes < 0 for minutes in self.assistant.values()):
            raise InvalidMinutes("minutes of an assistant are negative; give 0 or more")
        if self.amount is not None and not self.amount >= 0:
            raise RequestError("the amount so far is negative, or no number; give the dollars of this year")


@dataclass(frozen=True, slots=True)
class ProposedModifier:
    """A modifier for a code, and why. `alternative` would say the same; `units` is None where it is for all of them."""

    code: str
    modifier: str
    reason: str
    source: str
    alternative: str | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimModifiers:
    """The modifiers of a claim, and what is missing for more."""

    proposed: tuple[ProposedModifier, ...]
    findings: tuple[Finding, ...]

"""What a note's suggestions would charge: each with what it bills."""

from __future__ import annotations

from dataclasses import dataclass

from rehabcode.records import BilledCode, BilledModifier, NoteSuggestions, Suggestion


@dataclass(frozen=True, slots=True)
class Charge:
    """A suggestion and what it bills. `units` is None where the note does not tell them, and 0 where it earns none."""

    suggestion: Suggestion
    units: int | None
    reason: str | None
    caution: str | None
    modifiers: tuple[BilledModifier, ...]

    @property
    def code(self) -> str:
        """The code that would be charged."""
        return self.suggestion.code

    @property
    def billable(self) -> bool:
        """Whether anything could be charged: a code that earns no unit is supported, and not billed."""
        return self.units != 0


def charges(found: NoteSuggestions) -> tuple[Charge, ...]:
    """Return what the suggestions would charge, in their order. Codes that are only considered charge nothing."""
    billed = {one.code: one for one in found.billing.codes}
    return tuple(_charge(suggestion, billed.get(suggestion.code)) for suggestion in found.suggestions)


def _charge(suggestion: Suggestion, billed: BilledCode | None) -> Charge:
    if billed is None:
        return Charge(suggestion, None, None, None, ())
    return Charge(suggestion, billed.units, billed.reason, billed.caution, billed.modifiers)

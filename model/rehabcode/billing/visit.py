"""What is known of a visit beside its note, and the note as it was read and judged: all that a bill follows from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from rehabcode.billing.claims import Discipline
from rehabcode.billing.proposals import Treatment
from rehabcode.errors import RequestError
from rehabcode.records import Reading, Suggestion
from rehabcode.rules import Setting

DISCIPLINES: tuple[str, ...] = get_args(Discipline)
SETTINGS: tuple[str, ...] = get_args(Setting)


@dataclass(frozen=True, slots=True)
class Visit(Treatment):
    """A treatment with the plan of care that it was under and the setting that bills it.

    A `discipline` of None is not known; `before` are the codes billed before in this episode, each with its last day.
    Raises RequestError for another discipline or setting, and where an amount or minutes are negative.
    """

    discipline: Discipline | None = None
    setting: Setting = "practitioner"
    before: Mapping[str, date] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        Treatment.__post_init__(self)
        if self.discipline not in (None, *DISCIPLINES):
            raise RequestError(f"the discipline is none; give one of {', '.join(DISCIPLINES)}, or leave it out")
        if self.setting not in SETTINGS:
            raise RequestError(f"the setting is none; give one of {', '.join(SETTINGS)}")


@dataclass(frozen=True, slots=True)
class Encounter:
    """A note with the codes that it supports on its day.

    `judged` are the suggestions before they took the codes of their day and payer; `assumed` tells that no payer was
    given, and that `payer` stands for the strictest.
    """

    reading: Reading
    suggestions: tuple[Suggestion, ...]
    judged: tuple[Suggestion, ...]
    day: date
    payer: str
    assumed: bool
    visit: Visit

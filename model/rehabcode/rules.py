"""One rule of a payer a record: edits on pairs and quantities, the grid of evaluations, modifiers, and statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rehabcode.rows import RowError, Verified, require_text

Indicator = Literal[0, 1, 9]
"""Of a pair edit: 0 never both; 1 both with a modifier when its criteria are met; 9 never in force."""

Setting = Literal["practitioner", "outpatient_hospital"]
"""Who bills: each setting has edits of its own."""

Topic = Literal[
    "timed", "units_cms", "units_midpoint", "pair_edits", "pair_edit_history", "ncci_policy", "quantity_edits",
    "group", "evaluation", "re_evaluation", "assistants", "threshold", "mppr", "em", "telehealth", "global_period",
    "unbundling", "remote_monitoring", "supervision", "suggestion", "reading",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PairEdit:
    """Two codes of which `column2` is not paid beside `column1`.

    `practitioner` and `outpatient_hospital` are the indicators of the two settings, None where the edit does not hold
    there; a few pairs are edited the other way round in the other setting.
    """

    column1: str
    column2: str
    rationale: str
    quarter: str
    source: str
    verified: Verified
    practitioner: Indicator | None = None
    outpatient_hospital: Indicator | None = None

    def __post_init__(self) -> None:
        if self.practitioner is None and self.outpatient_hospital is None:
            raise RowError("the pair edit has no indicator", "write practitioner, outpatient_hospital, or both")

    def indicator(self, setting: Setting) -> Indicator | None:
        """Return what the edit says in a setting; None where it does not hold there."""
        return self.practitioner if setting == "practitioner" else self.outpatient_hospital


@dataclass(frozen=True, slots=True)
class FormerPairEdit:
    """A pair that is often cited and no longer edited; `enforced` tells whether it ever was, until `deleted`."""

    column1: str
    column2: str
    deleted: date
    indicator: Indicator
    enforced: bool
    note: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class QuantityEdit:
    """The most units of a code on one day; 0 is never paid.

    `mai` is 1 where the limit holds for a claim line, 2 where it is absolute for a day, 3 where more can be appealed.
    """

    code: str
    practitioner: int
    outpatient_hospital: int
    mai: Literal[1, 2, 3]
    quarter: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class OnceRule:
    """Codes that are billed once per `per`; where there are several codes, each is, or one of them."""

    codes: tuple[str, ...]
    per: Literal["episode", "date", "session", "30 days"]
    rule: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Codes that one discipline does not bill together, whatever a pair edit says of a modifier.

    With `others`, none of `codes` is billed beside any of `others`; without, one of `codes` at most is billed. It holds
    for a date of service, a calendar month, or 30 days. `rule` and `remedy` are in plain words.
    """

    id: str
    codes: tuple[str, ...]
    per: Literal["date", "month", "30 days"]
    rule: str
    remedy: str
    source: str
    verified: Verified
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_text("rule", self.rule)
        require_text("remedy", self.remedy)
        if set(self.codes) & set(self.others):
            raise RowError("a code stands in codes and in others", "name it in one of them")

    def forbids(self, one: str, other: str) -> bool:
        """Tell whether two codes are not billed together, in whichever order they are given."""
        if not self.others:
            return one != other and one in self.codes and other in self.codes
        return (one in self.codes and other in self.others) or (other in self.codes and one in self.others)


Range = tuple[int, int | None]
"""The least and the most of a count; None where there is no most."""


@dataclass(frozen=True, slots=True)
class EvaluationLevel:
    """What an evaluation code takes: all of it, or a lower level is chosen.

    Physical therapy counts `factors` (personal factors and comorbidities) and `elements` examined; occupational
    therapy `deficits`. None where the discipline does not ask. `typical_minutes` is guidance, no threshold.
    """

    code: str
    discipline: Literal["PT", "OT"]
    level: Literal["low", "moderate", "high", "re-evaluation"]
    typical_minutes: int
    source: str
    verified: Verified
    factors: Range | None = None
    elements: Range | None = None
    presentation: str | None = None
    deficits: Range | None = None
    history: str | None = None
    modification: str | None = None


@dataclass(frozen=True, slots=True)
class Modifier:
    """Two characters beside a code, and what they say; `since` is the first date of service that takes them.

    `since` is None where the source names none.
    """

    modifier: str
    kind: Literal["discipline", "assistant", "coverage", "edit", "other"]
    meaning: str
    source: str
    verified: Verified
    note: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AnnualThreshold:
    """The dollars of a year above which Medicare wants modifier KX."""

    year: int
    dollars: int
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class PlaceOfService:
    """Where a service was given, by Medicare's two digits; `facility` tells which rate is paid."""

    place: str
    name: str
    facility: bool
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A statement of a manual or a payer.

    `since` is the day from which it holds, or on which it happened; None where the source names none.
    """

    id: str
    topic: Topic
    text: str
    source: str
    verified: Verified
    since: date | None = None

    def __post_init__(self) -> None:
        require_text("text", self.text)


@dataclass(frozen=True, slots=True)
class DisputedClaim:
    """Something that is often said of therapy codes, and what was found instead."""

    id: str
    group: Literal["guide", "pair_edits", "web"]
    claim: str
    found: str
    source: str
    verified: Verified

"""What the suggested codes bill: units, modifiers, what is to be put right, and what the note leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from rehabcode.records.reading import Span

FindingKind = Literal[
    "pair_edit", "quantity", "add_on", "once", "exclusion", "group", "modifier", "threshold", "minutes", "units",
    "validity", "unknown_code", "support", "documentation",
]  # fmt: skip
FINDING_KINDS: tuple[str, ...] = get_args(FindingKind)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right before the claim goes out.

    `codes` are in the direction of the rule: of a pair edit, column one before column two. `source` names the table and
    its quarter, or the sources of the rule. `spans` are the words that the finding is about, empty where it is about
    what no word says. Neither `message` nor `remedy` holds a word of a note. Raises ValueError where either is blank.
    """

    kind: FindingKind
    codes: tuple[str, ...]
    message: str
    remedy: str
    source: str
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not self.message or not self.remedy or not self.source:
            raise ValueError(f"a finding of kind {self.kind!r} needs a message, a remedy and a source")


@dataclass(frozen=True, slots=True)
class BilledModifier:
    """A modifier for a code, and why. `alternative` would say the same; `units` is None where it is for all of them."""

    modifier: str
    reason: str
    source: str
    alternative: str | None = None
    units: int | None = None


Counted = Literal["pooled", "alone", "session", "area"]
"""How a code is counted: in the pool of the day, alone (or with its add-on), once a session, or by area."""


@dataclass(frozen=True, slots=True)
class BilledCode:
    """What a suggested code bills; `units` is None where they are not known, `caution` where none is needed."""

    code: str
    units: int | None
    minutes: int | None
    counted: Counted
    reason: str
    caution: str | None = None
    modifiers: tuple[BilledModifier, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentedElement:
    """One thing that the note must say for a code: `spans` show it, or else the `remedy` says what to write.

    Where it is missing, the spans are those that prove the code.
    """

    code: str
    element: str
    name: str
    present: bool
    remedy: str | None
    source: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GridComponent:
    """A component of an evaluation that the note states, and the levels that it supports; None is not counted."""

    name: str
    levels: tuple[str, ...]
    count: int | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EvaluationGrid:
    """The level of the suggested evaluation `code` that its components support; None where the note states none."""

    code: str
    level: str | None
    supported_code: str | None
    components: tuple[GridComponent, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """What the suggested codes bill on their day, and what stands in the way.

    `payer` is the one that was given or assumed, "" where nothing was worked out. `alternatives` are as right as the
    units recommended. `documentation` holds what the note must say, present and missing.
    """

    payer: str = ""
    rule: str = ""
    rule_source: str = ""
    timed_minutes: int = 0
    timed_units: int = 0
    left_over: int = 0
    codes: tuple[BilledCode, ...] = ()
    alternatives: tuple[Mapping[str, int], ...] = field(default=(), hash=False)
    findings: tuple[Finding, ...] = ()
    documentation: tuple[DocumentedElement, ...] = ()
    evaluation: EvaluationGrid | None = None

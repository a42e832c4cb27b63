"""What is told of a claim or of a note's documentation: what is wrong, by which rule, and what would put it right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rehabcode.records import Span

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

"""An audit: what was billed held against what the note supports, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rehabcode.records import Finding, Span, Versions

Verdict = Literal["supported", "wrong_units", "unsupported", "missed", "bundled", "unknown"]
"""Of a code: borne out; borne out with other units; not borne out; borne out and not billed; borne out and not paid
beside what is billed; not in the codebook."""

VERDICTS: tuple[str, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One code of the claim or of the note.

    `billed` are its units on the claim, None where none were given; `documented` those that the note earns, None where
    its minutes do not tell. A code that was given twice is one line. `code` is "" where what was given is no code.
    `spans` prove it, or else show what the note says of it. `instead` are missed codes that it is mistaken for.
    """

    code: str
    verdict: Verdict
    reason: str
    remedy: str
    billed: int | None
    documented: int | None
    modifiers: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The lines of an audit, those billed first, in the order of the claim; `conflicts` are about the claim as billed.

    `payer` is the one that was given or assumed, `rule` how its units are counted.
    """

    payer: str
    rule: str
    rule_source: str
    lines: tuple[AuditLine, ...]
    conflicts: tuple[Finding, ...]
    versions: Versions

    def of(self, verdict: Verdict) -> tuple[AuditLine, ...]:
        """Return the lines of one verdict."""
        return tuple(line for line in self.lines if line.verdict == verdict)

    @property
    def over(self) -> tuple[AuditLine, ...]:
        """What is billed and not borne out: unsupported codes, and more units than the minutes earn."""
        return tuple(line for line in self.lines if line.verdict == "unsupported" or _difference(line) > 0)

    @property
    def under(self) -> tuple[AuditLine, ...]:
        """What is borne out and not billed: missed codes, and fewer units than the minutes earn."""
        return tuple(line for line in self.lines if line.verdict == "missed" or _difference(line) < 0)


def _difference(line: AuditLine) -> int:
    """Return how many units too many, or below 0 too few, a line of wrong units has."""
    if line.verdict != "wrong_units" or line.billed is None or line.documented is None:
        return 0
    return line.billed - line.documented

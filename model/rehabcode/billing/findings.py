"""What is told of a claim or of a note's documentation, by the name that the rules of billing know it under."""

from __future__ import annotations

from rehabcode.records import FINDING_KINDS, Finding, FindingKind

__all__ = ["FINDING_KINDS", "Finding", "FindingKind"]

"""Whose table an edit file is and of which quarter, as its columns and the name of the download tell."""

from __future__ import annotations

import re

from rehabcode.billing.edit_layouts import Head, refusal
from rehabcode.rules import Setting

_SETTINGS: tuple[tuple[re.Pattern[str], Setting], ...] = (
    (re.compile(r"ccipra|practitioner"), "practitioner"),
    (re.compile(r"ccioph|outpatient"), "outpatient_hospital"),
)
_OTHERS = re.compile(r"medicaid|(?<![a-z])(?:mcd|dme)")
"""Medicaid's tables, and those of suppliers of equipment."""


def setting_of(label: str, head: Head, names: str, given: Setting | None) -> Setting:
    """Return the setting that the columns say, else what was given, else what the name says. Raises KnowledgeError."""
    words = head.words if head.kind == "quantity" else ""
    if _OTHERS.search(f"{words} {names}"):
        problem = "it is no table of Medicare's that a therapist's claim is checked against"
        raise refusal(label, None, problem, "load a practitioner's or an outpatient hospital's table")
    told = next((setting for pattern, setting in _SETTINGS if pattern.search(words)), given)
    named = told or next((setting for pattern, setting in _SETTINGS if pattern.search(names)), None)
    if named is None:
        problem = "neither its name nor its columns tell whose table it is"
        raise refusal(label, None, problem, "say practitioner or outpatient_hospital, or keep the name of the download")
    return named


def quarter_of(label: str, names: str, given: str | None) -> str:
    """Return the quarter that was given, else that of the name: 2026q3, v322r0 (32 is of 2026), Eff_07-01-2026."""
    if given is not None:
        return given
    if found := re.search(r"(20\d\d)[-_ ]?q([1-4])(?!\d)", names):
        return f"{found[1]}Q{found[2]}"
    if found := re.search(r"-v(\d\d)([0-3])r\d", names):
        return f"{1994 + int(found[1])}Q{int(found[2]) + 1}"
    if found := re.search(r"eff[-_ ]?(0[1-9]|1[0-2])-\d\d-(20\d\d)", names):
        return f"{found[2]}Q{(int(found[1]) + 2) // 3}"
    problem = "its name does not tell the quarter"
    raise refusal(label, None, problem, 'give the quarter, as in "2026Q3", or keep the name of the download')


def part_of(names: str) -> str:
    """Return which part of a quarter's pairs a file is, as in "f4"; "all" where its name tells of none."""
    part = re.search(r"(?<![a-z0-9])f(\d)(?!\d)", names)
    return f"f{part[1]}" if part else "all"

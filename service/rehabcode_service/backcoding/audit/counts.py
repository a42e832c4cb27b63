"""How often what was billed is borne out, and how often not, in both directions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(slots=True)
class CodeCounts:
    """Of one code, the notes in which it was billed or is supported.

    `over` are those billed and not supported, or with more units than the minutes earn; `under` those supported and
    not billed, or with fewer. A code may be both agreed and in neither.
    """

    agreed: int = 0
    unsupported: int = 0
    units_over: int = 0
    missed: int = 0
    units_under: int = 0
    unknown: int = 0

    @property
    def over(self) -> int:
        """Billed, and not borne out."""
        return self.unsupported + self.units_over

    @property
    def under(self) -> int:
        """Borne out, and not billed."""
        return self.missed + self.units_under

    @property
    def billed(self) -> int:
        """The notes in which it was billed."""
        return self.agreed + self.over + self.units_under + self.unknown


@dataclass(slots=True)
class NoteCounts:
    """Of a group of notes: those for which it is known what was billed, and how these compare."""

    notes: int = 0
    compared: int = 0
    agreeing: int = 0
    over_notes: int = 0
    under_notes: int = 0
    over_codes: int = 0
    under_codes: int = 0
    billed_codes: int = 0

    def add(self, note: Row) -> None:
        """Count a note."""
        self.notes += 1
        if note["billed"] is None or note["status"] == "error":
            return
        self.compared += 1
        self.billed_codes += len(note["billed"])
        over = sum(1 for _, what in differences(note) if what in OVER)
        under = sum(1 for _, what in differences(note) if what in UNDER)
        self.over_codes += over
        self.under_codes += under
        self.over_notes += over > 0
        self.under_notes += under > 0
        self.agreeing += not over and not under


OVER = ("unsupported", "units_over")
UNDER = ("missed", "units_under")


def differences(note: Row) -> Iterator[tuple[str, str]]:
    """Yield each code of a note with what it counts as: a field of CodeCounts."""
    for one in note["billed"] or ():
        verdict = one["verdict"]
        if verdict == "wrong_units":
            yield one["code"], "units_over" if one["units"] > one["earned"] else "units_under"
        else:
            yield one["code"], "agreed" if verdict == "supported" else verdict
    for code in note["missed"] or ():
        yield code, "missed"


@dataclass(slots=True)
class Tally:
    """All that the report counts. `groups` are by what notes are grouped by, and the group's name."""

    all: NoteCounts = field(default_factory=NoteCounts)
    statuses: Counter[str] = field(default_factory=Counter)
    codes: dict[str, CodeCounts] = field(default_factory=dict)
    groups: dict[str, dict[str, NoteCounts]] = field(default_factory=dict)
    units: Counter[int] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    missing: Counter[tuple[str, str]] = field(default_factory=Counter)
    suggested: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    bins: list[tuple[int, float, int]] = field(default_factory=list)

    def add(self, note: Row) -> None:
        """Count a note in all of them."""
        self.statuses[note["status"]] += 1
        self.all.add(note)
        for by, name in _groups(note):
            self.groups.setdefault(by, {}).setdefault(name, NoteCounts()).add(note)
        for code, what in differences(note) if note["status"] != "error" else ():
            counts = self.codes.setdefault(code, CodeCounts())
            setattr(counts, what, getattr(counts, what) + 1)
        for one in note["billed"] or ():
            if one["units"] is not None and one["earned"] is not None:
                self.units[one["units"] - one["earned"]] += 1
        self.suggested.update(note["codes"])
        self.findings.update({one["kind"] for one in note["findings"]})
        self.missing.update({(one["code"], one["name"]) for one in note["missing"]})


def _groups(note: Row) -> Iterator[tuple[str, str]]:
    day = note["date_of_service"]
    yield "payer", note["payer_given"] or note["payer"] or "not given"
    yield "month", "not given" if day is None else f"{day:%Y-%m}"
    yield "clinician", note["clinician"] or "not given"

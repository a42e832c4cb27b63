"""The code as the codebook knows it: its name in our own words, how it is timed, who may bill it, and since when.

Official descriptors are the AMA's and stand nowhere here. Each group of facts names its source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rehabcode.rows import RowError, Table, Verified, require_text
from rehabcode.shelf import SOURCES, Shelf, cited

CODEBOOK = "codebook.jsonl"

CODE = re.compile(r"\d{5}|\d{4}[FTU]|[A-Z]\d{4}")
"""The shape of a procedure code: five characters."""

Category = Literal[
    "biofeedback", "caregiver_training", "evaluation", "modality_constant_attendance", "modality_supervised",
    "needling", "orthotic_prosthetic", "remote_monitoring", "slp_reference", "strapping", "testing",
    "therapeutic_procedure", "unlisted", "vestibular", "wound_care",
]  # fmt: skip

Unit = Literal[
    "per_15_min", "per_60_min", "initial_15_min", "initial_30_min", "initial_120_min", "each_additional_15_min",
    "each_additional_60_min", "monthly_10_19_min", "monthly_first_20_min", "monthly_each_additional_20_min",
    "per_additional_20_sq_cm", "untimed_per_session",
]  # fmt: skip

Attendance = Literal[
    "constant_one_on_one", "constant_group", "direct", "face_to_face", "face_to_face_caregiver",
    "face_to_face_group", "remote", "supervised", "supervised_program",
]  # fmt: skip

Status = Literal["A", "B", "C", "I", "N", "R"]
"""Medicare's payment status: A paid, B bundled, C priced by the contractor, I invalid, N not covered, R restricted."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How minutes become units.

    `base_minutes` is the length of one unit, None for an untimed code; `min_minutes_first_unit` the least that earns
    the first one, None where no source states it; `typical_minutes` is guidance, never a threshold.
    """

    timed: bool
    unit: Unit
    source: str
    verified: Verified
    base_minutes: int | None = None
    min_minutes_first_unit: int | None = None
    typical_minutes: int | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.timed and self.base_minutes is None:
            raise RowError("a timed code has no base_minutes", "write the minutes of one unit")
        if not self.timed and self.base_minutes is not None:
            raise RowError("an untimed code has base_minutes", "leave base_minutes out")


@dataclass(frozen=True, slots=True)
class Medicare:
    """What the physician fee schedule says; None where a code is not in that quarter's file.

    `mppr` and `always_therapy_inferred` follow from multiple-procedure indicator 5.
    """

    source: str
    verified: Verified
    status_2025q4: Status | None = None
    status_2026_jan: Status | None = None
    status_meaning: str | None = None
    global_days: str | None = None
    mult_proc_indicator: str | None = None
    mppr: bool | None = None
    always_therapy_inferred: bool | None = None
    note: str | None = None

    @property
    def status(self) -> Status | None:
        """The newer of the two statuses; None where neither file holds the code."""
        return self.status_2026_jan or self.status_2025q4


@dataclass(frozen=True, slots=True)
class Validity:
    """The first and last dates of service on which the code may be billed; None where not known or still open."""

    source: str
    verified: Verified
    first: date | None = None
    last: date | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise RowError("the last valid date lies before the first", "write first and last in their order")


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `seed` marks those of the beginner guide; `once_per` is None where the code may repeat.

    `add_on_to` is the code without which this one is never billed; `who` are the disciplines that may bill it.
    """

    code: str
    name: str
    category: Category
    description: str
    seed: bool
    timing: Timing
    one_on_one: bool
    attendance: Attendance
    who: tuple[str, ...]
    medicare: Medicare
    source: str
    verified: Verified
    common_labels: tuple[str, ...] = ()
    typical_techniques: tuple[str, ...] = ()
    add_on_to: str | None = None
    once_per: str | None = None
    who_note: str | None = None
    valid: Validity | None = None

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise RowError(f"{self.code!r} has not the shape of a code", 'write its five characters, as in "97140"')
        require_text("name", self.name)
        require_text("description", self.description)

    @property
    def citations(self) -> tuple[str, ...]:
        """The ids of the sources of all its groups of facts."""
        groups = (self.timing, self.medicare, self.valid)
        return tuple(name for group in groups if group is not None for name in cited(group.source))

    def valid_on(self, day: date) -> bool:
        """Tell whether the code may be billed for a service on `day`; an unknown first or last date forbids nothing."""
        if self.valid is None:
            return True
        begun = self.valid.first is None or self.valid.first <= day
        return begun and (self.valid.last is None or day <= self.valid.last)


@dataclass(frozen=True, slots=True)
class FormerCode:
    """The code under which `stands_for` were billed up to `last`; `first` is None where it is not known since when.

    `medicare` is True where Medicare alone took it, False where all others did, None where everybody did. `without`
    names the elements of documentation that the later codes need and it did not.
    """

    code: str
    name: str
    stands_for: tuple[str, ...]
    unit: Literal["per_15_min", "untimed_per_session"]
    last: date
    source: str
    verified: Verified
    first: date | None = None
    medicare: bool | None = None
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_text("name", self.name)
        if not self.stands_for:
            raise RowError("the code stands for none", "name in stands_for the codes that took its place")

    def in_force(self, day: date, *, medicare: bool) -> bool:
        """Tell whether it was billed on `day` to a payer under Medicare's rules, or to another."""
        begun = self.first is None or self.first <= day
        return begun and day <= self.last and self.medicare in (None, medicare)

    def like(self, code: Code) -> Code:
        """Return it as a code: what is not known of it is as in `code`, which took its place."""
        timed = self.unit == "per_15_min"
        timing = Timing(timed, self.unit, self.source, self.verified, 15 if timed else None, 8 if timed else None)
        valid = Validity(self.source, self.verified, self.first, self.last)
        return replace(
            code, code=self.code, name=self.name, seed=False, timing=timing, source=self.source, verified=self.verified,
            add_on_to=None, valid=valid, common_labels=(),
        )  # fmt: skip


def read_codes(shelf: Shelf) -> Table[Code]:
    """Read the codes. Raises KnowledgeError where one stands twice, or names a code or a source that is not there."""
    table = shelf.read(CODEBOOK, Code, key=("code",))
    table.known(lambda code: code.citations, shelf.sources, "source", SOURCES)
    codes = {code.code for code in table.rows}
    table.known(lambda code: (code.add_on_to,) if code.add_on_to else (), codes, "code", CODEBOOK)
    return table

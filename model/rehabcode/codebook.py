"""The versioned table of codes that may be suggested, with what each asks for and what it is mistaken for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from rehabcode.codes import CODE, CODEBOOK, Code, FormerCode, read_codes
from rehabcode.errors import KnowledgeError, UnknownCode
from rehabcode.rows import RowError, Table, Verified, require_text
from rehabcode.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Documentation:
    """One thing that a note must or should say for a code; `cues` are words that often say it."""

    code: str
    id: str
    text: str
    level: Literal["must", "should"]
    source: str
    verified: Verified
    cues: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_text("text", self.text)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """The question that tells a code from another.

    `other` is None where it is told from no code at all, or from the `family` of codes that is named instead.
    """

    code: str
    question: str
    choose_this_if: str
    choose_other_if: str
    source: str
    verified: Verified
    other: str | None = None
    family: str | None = None

    def __post_init__(self) -> None:
        if self.other == self.code:
            raise RowError("a code is its own look-alike", "name the other code")


@dataclass(frozen=True, slots=True)
class Caveat:
    """What a payer or a manual says of a code, in a sentence."""

    code: str
    text: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class AddOn:
    """A code that is billed only beside its primary one."""

    add_on: str
    primary: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class OutsideCode:
    """Codes from `first` to `last` that the codebook does not hold: deleted, or not a therapist's to bill.

    `last_valid` is their last date of service, None where they are in force; `use` are the codes to look at instead.
    """

    first: str
    last: str
    status: Literal["deleted", "not_therapy", "other_discipline", "not_held"]
    note: str
    source: str
    verified: Verified
    last_valid: date | None = None
    use: tuple[str, ...] = ()

    def covers(self, code: str) -> bool:
        """Tell whether `code` is one of them."""
        return len(code) == len(self.first) and self.first <= code <= self.last


About = TypeVar("About", Documentation, LookAlike, Caveat)


class Codebook:
    """The codes. `"97140" in codebook` and `codebook["97140"]` go by number; iteration gives each `Code` in order.

    >>> codebook = Codebook.load()
    >>> codebook["97140"].name
    'Skilled hands-on joint/soft-tissue techniques'
    """

    def __init__(self, shelf: Shelf) -> None:
        codes = read_codes(shelf)
        self._codes = {code.code: code for code in codes.rows}
        add_ons = shelf.read("add_ons.jsonl", AddOn, key=("add_on",))
        outside = shelf.read("outside_codes.jsonl", OutsideCode, key=("first",))
        former = shelf.read("former_codes.jsonl", FormerCode, key=("code",))
        documentation = shelf.read("documentation.jsonl", Documentation, key=("code", "id"))
        look_alikes = shelf.read("look_alikes.jsonl", LookAlike, key=("code", "other", "question"))
        caveats = shelf.read("caveats.jsonl", Caveat, key=("code", "text"))
        self._check_add_ons(add_ons)
        look_alikes.known(lambda row: (row.other,) if row.other else (), self._codes, "code", CODEBOOK)
        former.known(lambda row: row.stands_for, self._codes, "code", CODEBOOK)
        self.sources = shelf.sources
        self.former = former.rows
        self.add_ons = add_ons.rows
        self.outside = outside.rows
        self._documentation = self._by_code(documentation)
        self._look_alikes = self._by_code(look_alikes)
        self._caveats = self._by_code(caveats)
        tables = (codes, add_ons, outside, former, documentation, look_alikes, caveats)
        self.version = shelf.version(*(table.sha256 for table in tables))

    @classmethod
    def load(cls, folder: Path | None = None) -> Codebook:
        """Read the codebook of `folder`, None for the packaged one. Raises KnowledgeError at the first bad row."""
        return cls(Shelf(folder))

    def __getitem__(self, code: str) -> Code:
        try:
            return self._codes[code]
        except KeyError:
            raise UnknownCode(self._unknown(code)) from None

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes.values())

    def __len__(self) -> int:
        return len(self._codes)

    def documentation(self, code: str) -> tuple[Documentation, ...]:
        """What a note must and should say for `code`. Raises UnknownCode."""
        return self._documentation.get(self[code].code, ())

    def look_alikes(self, code: str) -> tuple[LookAlike, ...]:
        """The codes that `code` is mistaken for, with the question that tells them apart. Raises UnknownCode."""
        return self._look_alikes.get(self[code].code, ())

    def caveats(self, code: str) -> tuple[Caveat, ...]:
        """What payers and manuals say of `code`. Raises UnknownCode."""
        return self._caveats.get(self[code].code, ())

    def outside_code(self, code: str) -> OutsideCode | None:
        """What is known of a code that the codebook does not hold; None where nothing is."""
        return next((outside for outside in self.outside if outside.covers(code)), None)

    def with_former(self) -> Codebook:
        """Return the codebook with the codes of earlier days in it, each valid on its own days alone."""
        return self._holding({row.code: row.like(self[row.stands_for[0]]) for row in self.former})

    def named(self, names: Mapping[str, str]) -> Codebook:
        """Return the codebook with other names for its codes; those of codes that it does not hold are passed over."""
        held = {code.code: code for code in self if code.code in names}
        return self._holding({number: replace(code, name=names[number]) for number, code in held.items()})

    def _holding(self, codes: Mapping[str, Code]) -> Codebook:
        other = copy(self)
        other._codes = {**self._codes, **codes}  # noqa: SLF001  (a copy of its own)
        return other

    def _check_add_ons(self, table: Table[AddOn]) -> None:
        table.known(lambda row: (row.add_on, row.primary), self._codes, "code", CODEBOOK)
        for number, row in zip(table.numbers, table.rows, strict=True):
            if self._codes[row.add_on].add_on_to != row.primary:
                problem = f"{CODEBOOK} does not say that {row.add_on} is an add-on to {row.primary}"
                raise KnowledgeError(table.file, number, problem, "let the two files agree")

    def _by_code(self, table: Table[About]) -> dict[str, tuple[About, ...]]:
        table.known(lambda row: (row.code,), self._codes, "code", CODEBOOK)
        return table.grouped(lambda row: row.code)

    def _unknown(self, code: str) -> str:
        if not CODE.fullmatch(code):
            return 'what was given is no code; give five characters, as in "97140"'
        outside = self.outside_code(code)
        if outside is not None:
            return f"code {code!r} is outside codebook {self.version}: {outside.note}"
        return f"code {code!r} is not in codebook {self.version}; take one of its codes, or add a row to {CODEBOOK}"

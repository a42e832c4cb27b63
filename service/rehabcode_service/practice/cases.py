"""The case bank: notes with gold codes and traps, each with the reason that a person wrote for it.

Every row is one note. Its codes and traps cite sources of the model's knowledge; its rules are the policy rules there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from rehabcode.codebook import Codebook
from rehabcode.errors import KnowledgeError
from rehabcode.payers import Payers
from rehabcode.records import Assertion, Span
from rehabcode.rows import RowError, Table, require_text
from rehabcode.rulebook import Rulebook
from rehabcode.shelf import Shelf, cited

Level = Literal[1, 2, 3, 4]
Asked = Literal["units", "modifiers"]

CASES = "cases.jsonl"


@dataclass(frozen=True, slots=True)
class CaseCode:
    """A code that the note supports, and why.

    `minutes` and `units` are None where the note binds none to it. Of each group in `modifiers` one belongs on the
    line; the modifiers of a group are equally right. GP and GO, which every line has, are not listed.
    """

    code: str
    minutes: int | None
    units: int | None
    modifiers: tuple[tuple[str, ...], ...]
    evidence: tuple[Span, ...]
    rationale: str
    source: str

    def __post_init__(self) -> None:
        require_text("rationale", self.rationale)
        if not self.evidence:
            raise RowError(f"code {self.code} has no evidence", "quote the words that prove it")
        if any(not group for group in self.modifiers):
            raise RowError(f"code {self.code} has a group of no modifiers", "name one, or delete the group")


@dataclass(frozen=True, slots=True)
class CaseTrap(Span):
    """Words that name a technique and support no code, and why not."""

    code: str
    assertion: Assertion
    rationale: str
    source: str

    def __post_init__(self) -> None:
        require_text("rationale", self.rationale)
        if self.assertion == "performed":
            raise RowError("a trap is performed", "give the assertion that makes it a trap, or make it a code")


@dataclass(frozen=True, slots=True)
class Case:
    """A note to practise on.

    `asks` is what is graded beside codes and their evidence; `scene` is shared by cases that write one scene in two
    ways, None where there is no other; `origin` tells where the note comes from; `review` is what the second reading
    changed, None where it changed nothing.
    """

    id: str
    title: str
    level: Level
    discipline: Literal["PT", "OT"]
    kind: str
    payer: str
    text: str
    codes: tuple[CaseCode, ...]
    traps: tuple[CaseTrap, ...]
    asks: tuple[Asked, ...]
    look_alikes: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    origin: str
    scene: str | None = None
    review: str | None = None

    def __post_init__(self) -> None:
        for name in ("id", "title", "origin"):
            require_text(name, getattr(self, name))
        spans: Iterator[Span] = (span for code in self.codes for span in code.evidence)
        for span in (*spans, *self.traps):
            if self.text[span.start : span.end] != span.quote or not span.quote:
                raise RowError(f"the quote at {span.start} is not what stands there", "count the characters again")
        if len({code.code for code in self.codes}) < len(self.codes):
            raise RowError("a code stands twice", "put its evidence into one")
        supported = {code.code for code in self.codes}
        if any(supported.isdisjoint(pair) for pair in self.look_alikes):
            raise RowError("a look-alike pair holds no code of the case", "name the code and what it is taken for")


class _Citing(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def source(self) -> str: ...


class CaseBank:
    """The cases by id, in the order of the file. Cases of an instructor come beside those of the package."""

    def __init__(self, cases: tuple[Case, ...]) -> None:
        self._cases = {case.id: case for case in cases}

    @classmethod
    def load(cls, folder: Path | None = None) -> CaseBank:
        """Read CASES in `folder`, None for the package's. Raises KnowledgeError naming file, row and remedy."""
        table = Table.read(folder or Path(__file__).parent, CASES, Case)
        table.unique("id")
        _check(table)
        return cls(table.rows)

    def __getitem__(self, case_id: str) -> Case:
        return self._cases[case_id]

    def __contains__(self, case_id: object) -> bool:
        return case_id in self._cases

    def __iter__(self) -> Iterator[Case]:
        return iter(self._cases.values())

    def __len__(self) -> int:
        return len(self._cases)


def _check(table: Table[Case]) -> None:
    codebook, payers, sources = Codebook.load(), Payers.load(), Shelf().sources
    rules = {rule.id for rule in Rulebook.load().policy_rules}
    modifiers = {row.modifier for row in Rulebook.load().modifiers.values()}
    table.known(lambda case: (one.code for one in _citing(case)), codebook, "code", "codebook.jsonl")
    table.known(lambda case: (one for pair in case.look_alikes for one in pair), codebook, "code", "codebook.jsonl")
    table.known(lambda case: (case.payer,), payers, "payer", "payers.jsonl")
    table.known(
        lambda case: (name for one in _citing(case) for name in cited(one.source)), sources, "source", "sources.jsonl"
    )
    table.known(
        lambda case: ("/".join(pair) for pair in case.look_alikes), _pairs(codebook), "pair", "look_alikes.jsonl"
    )
    table.known(lambda case: case.rules, rules, "rule", "policy_rules.jsonl")
    table.known(_named_modifiers, modifiers, "modifier", "modifiers.jsonl")
    _check_scenes(table)


def _pairs(codebook: Codebook) -> set[str]:
    rows = (row for code in codebook for row in codebook.look_alikes(code.code))
    named = [(row.code, row.other) for row in rows if row.other is not None]
    return {"/".join(pair) for one, other in named for pair in ((one, other), (other, one))}


def _citing(case: Case) -> tuple[_Citing, ...]:
    return (*case.codes, *case.traps)


def _named_modifiers(case: Case) -> Iterator[str]:
    return (modifier for code in case.codes for group in code.modifiers for modifier in group)


def _check_scenes(table: Table[Case]) -> None:
    scenes = [case.scene for case in table.rows]
    for number, case in zip(table.numbers, table.rows, strict=True):
        if case.scene is not None and scenes.count(case.scene) < 2:
            problem = f"scene {case.scene!r} is written in one way only"
            raise KnowledgeError(table.file, number, problem, "add the case that contrasts with it, or leave scene out")

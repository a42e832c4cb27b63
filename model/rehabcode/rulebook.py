"""What payers demand of codes together: edits, once rules, the grid of evaluations, modifiers and policy."""

from __future__ import annotations

from pathlib import Path

from rehabcode.codebook import Codebook
from rehabcode.payers import Payers
from rehabcode.rules import (
    AnnualThreshold,
    DisputedClaim,
    EvaluationLevel,
    Exclusion,
    FormerPairEdit,
    Modifier,
    OnceRule,
    PairEdit,
    PlaceOfService,
    PolicyRule,
    QuantityEdit,
    Setting,
    Topic,
)
from rehabcode.shelf import Shelf

NAMEABLE = "codebook.jsonl or outside_codes.jsonl"


class Nameable:
    """The codes that a rule may name: those of the codebook, and those known to stand outside it."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook

    def __contains__(self, code: object) -> bool:
        return code in self._codebook or self._codebook.outside_code(str(code)) is not None


class Rulebook:
    """The rules of payers.

    >>> edit = Rulebook.load().pair_edit("97124", "97140")
    >>> (edit.column1, edit.column2, edit.practitioner)
    ('97140', '97124', 0)
    """

    def __init__(self, shelf: Shelf) -> None:
        nameable = Nameable(Codebook(shelf))
        pair_edits = shelf.read("pair_edits.jsonl", PairEdit, key=("column1", "column2"))
        former = shelf.read("former_pair_edits.jsonl", FormerPairEdit, key=("column1", "column2", "deleted"))
        quantities = shelf.read("quantity_edits.jsonl", QuantityEdit, key=("code",))
        once_rules = shelf.read("once_rules.jsonl", OnceRule)
        exclusions = shelf.read("exclusions.jsonl", Exclusion, key=("id",))
        levels = shelf.read("evaluation_grid.jsonl", EvaluationLevel, key=("code",))
        modifiers = shelf.read("modifiers.jsonl", Modifier, key=("modifier",))
        thresholds = shelf.read("annual_thresholds.jsonl", AnnualThreshold, key=("year",))
        places = shelf.read("places_of_service.jsonl", PlaceOfService, key=("place",))
        policy = shelf.read("policy_rules.jsonl", PolicyRule, key=("id",))
        claims = shelf.read("disputed_claims.jsonl", DisputedClaim, key=("id",))
        pair_edits.known(lambda row: (row.column1, row.column2), nameable, "code", NAMEABLE)
        former.known(lambda row: (row.column1, row.column2), nameable, "code", NAMEABLE)
        quantities.known(lambda row: (row.code,), nameable, "code", NAMEABLE)
        once_rules.known(lambda row: row.codes, nameable, "code", NAMEABLE)
        exclusions.known(lambda row: (*row.codes, *row.others), nameable, "code", NAMEABLE)
        levels.known(lambda row: (row.code,), nameable, "code", NAMEABLE)

        self.pair_edits = {(row.column1, row.column2): row for row in pair_edits.rows}
        self.former_pair_edits = former.rows
        self.quantity_edits = {row.code: row for row in quantities.rows}
        self.once_rules = once_rules.rows
        self.exclusions = exclusions.rows
        self.evaluation_levels = {row.code: row for row in levels.rows}
        self.modifiers = {row.modifier: row for row in modifiers.rows}
        self.annual_thresholds = {row.year: row.dollars for row in thresholds.rows}
        self.places_of_service = {row.place: row for row in places.rows}
        self.policy_rules = policy.rows
        self.disputed_claims = claims.rows
        self.payers = Payers(shelf)
        edits = (pair_edits, former, quantities, once_rules, exclusions)
        tables = (*edits, levels, modifiers, thresholds, places, policy, claims)
        self.version = shelf.version(*(table.sha256 for table in tables))

    @classmethod
    def load(cls, folder: Path | None = None) -> Rulebook:
        """Read the rules of `folder`, None for the packaged ones. Raises KnowledgeError at the first bad row."""
        return cls(Shelf(folder))

    def pair_edit(self, one: str, other: str, setting: Setting = "practitioner") -> PairEdit | None:
        """Return the edit on two codes, in whichever order they are given; None where they may stand together."""
        edits = (self.pair_edits.get((one, other)), self.pair_edits.get((other, one)))
        return next((edit for edit in edits if edit is not None and edit.indicator(setting) is not None), None)

    def former_edits(self, one: str, other: str) -> tuple[FormerPairEdit, ...]:
        """Return what once was, or is wrongly said to be, an edit on two codes."""
        return tuple(row for row in self.former_pair_edits if {row.column1, row.column2} == {one, other})

    def policy(self, topic: Topic) -> tuple[PolicyRule, ...]:
        """Return the statements on a topic."""
        return tuple(rule for rule in self.policy_rules if rule.topic == topic)

"""The ingredients, each taken out, put in, or standing alone: what `python -m rehabcode_training ablate` measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rehabcode.lexicon import Lexicon
from rehabcode.ranking.features import FEATURES
from rehabcode_training.baselines import NaivePhrases
from rehabcode_training.clause_fit import Settings
from rehabcode_training.lexical import ReadMentions
from rehabcode_training.recipe import Recipe
from rehabcode_training.variant_lines import Kind
from rehabcode_training.variants import Learned, Variant, Yardstick

AROUND = ("previous", "next", "line", "label", "head", "sections", "assertions", "signs")
"""All of a clause's row that is not about its own words."""
NAMED = ("named", "named_plainly", "named_often", "named_any", "named_spoken")
BEST_CLAUSE = ("proof",)
SHIPPED = Recipe()


def ablation(given: Iterable[str]) -> tuple[Variant, ...]:
    """Return the variants, the whole first; `given` are the ids of the notes that came before any were added."""
    bare = tuple(name for name in FEATURES if name not in BEST_CLAUSE)
    return (
        Variant("all of it, as it ships", "whole", Learned()),
        Variant("phrases of the lexicon", "alone", Yardstick(naive_phrases)),
        Variant("phrases, sections and assertion", "alone", Yardstick(read_mentions)),
        _learned("the clause's own words", "alone", techniques=False, unlearned_parts=AROUND, unlearned_features=bare),
        *_without_parts_of_a_row(),
        *_without_parts_of_the_fit(frozenset(given)),
        _learned("twice the hidden units", "with", clauses=Settings(hidden=2 * SHIPPED.clauses.hidden)),
        _learned("twice the epochs", "with", clauses=Settings(epochs=2 * SHIPPED.clauses.epochs)),
    )


def _without_parts_of_a_row() -> tuple[Variant, ...]:
    return (
        # Without techniques there are no mentions, and what is known of mentions alone goes with them.
        _learned("techniques", techniques=False, unlearned_parts=("assertions",), unlearned_features=NAMED),
        _learned(
            "sections and assertion", unlearned_parts=("sections", "assertions"), unlearned_features=NAMED[1:3]
        ),
        _learned("neighbours in the line", unlearned_parts=("previous", "next", "line")),
        _learned("headings and labels", unlearned_parts=("label", "head")),
        _learned("pairs of words", least_pairs=None),
        _learned("parts of words", least_parts=None),
        _learned("counts, boxes, minutes and places", unlearned_parts=("signs",)),
        _learned("the note as a whole", unlearned_features=("note", "earns")),
    )  # fmt: skip


def _without_parts_of_the_fit(given: frozenset[str]) -> tuple[Variant, ...]:
    clauses = SHIPPED.clauses
    return (
        _learned("the hidden layer", clauses=replace(clauses, hidden=0)),
        _learned("leaving words out at random", clauses=replace(clauses, words_left_out=0.0)),
        _learned("the bank of clauses", banks=("statuses",)),
        _learned("the bank of lines done or not", banks=("clauses",)),
        Variant("the added notes", "without", Learned(among=given)),
        Variant("consistency", "without", Learned(consistent=False)),
    )


def _learned(name: str, kind: Kind = "without", **changes: Any) -> Variant:
    return Variant(name, kind, Learned(replace(SHIPPED, **changes)))


def naive_phrases() -> NaivePhrases:
    """Make the yardstick of phrases."""
    return NaivePhrases.of(Lexicon.load())


def read_mentions() -> ReadMentions:
    """Make the yardstick of mentions read as performed."""
    return ReadMentions(Lexicon.load())

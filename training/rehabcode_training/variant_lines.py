"""The measured variants as they are kept, row by row: a run that was broken off goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from rehabcode_training.errors import ResultsError
from rehabcode_training.results import FigureLine, Line, Number

Kind = Literal["whole", "alone", "without", "with"]
"""What ships; less than it, from the bottom up; it without one ingredient; it with one more."""


class VariantLine(Line):
    """One variant. `difference` is its micro-F1 less that of the whole, with a paired interval; None for the whole.

    `ratio` is the time of an answer to that of the tokenizer, `megabytes` the artifact of one fold, `fitted` the notes
    that a fold was fitted on, on average.
    """

    name: str
    kind: Kind
    date: str
    fitted: int
    figures: dict[str, FigureLine]
    difference: FigureLine | None
    ratio: Number
    megabytes: Number


class Variants(Line):
    """The file. `counts` are of the whole, note by note in the order of their ids: right/wrong/found/demanded codes."""

    corpus_sha256: str
    artifact_sha256: str | None
    notes: int
    folds: int
    counts: str = ""
    rows: list[VariantLine] = Field(default_factory=list)

    @property
    def whole(self) -> VariantLine | None:
        """The row that all others are compared with; None before it is measured."""
        return next((row for row in self.rows if row.kind == "whole"), None)

    def row(self, name: str) -> VariantLine | None:
        """Return the row of this name; None where it is not measured yet."""
        return next((row for row in self.rows if row.name == name), None)

    def of(self, kind: Kind) -> Sequence[VariantLine]:
        return [row for row in self.rows if row.kind == kind]

    def goes_on_from(self, other: Variants) -> bool:
        """Whether rows of the other file may stand beside new rows of this: same notes, same ranker, same folds."""
        ours = (self.corpus_sha256, self.artifact_sha256, self.notes, self.folds)
        return ours == (other.corpus_sha256, other.artifact_sha256, other.notes, other.folds)


def write_variants(variants: Variants, path: Path) -> None:
    """Write the file in one move: a run that is broken off leaves the rows of before."""
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(variants.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)


def read_variants(path: Path) -> Variants | None:
    """Return what was measured; None where nothing was. Raises ResultsError where the file has another form."""
    if not path.is_file():
        return None
    try:
        return Variants.model_validate_json(path.read_bytes())
    except ValidationError as error:
        remedy = "delete it and measure again"
        raise ResultsError(f"{path.name} has another form ({error.error_count()} fields differ); {remedy}") from error

"""How well missing and present documentation is told, against notes labelled for it by hand.

The codes, their evidence and their minutes are those of the annotator, so that the documentation alone is measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from rehabcode.billing.documentation import CodeDocumentation, check_documentation
from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.evaluations import support_evaluation
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode_training.corpus import CORPUS, LabelledNote, fitting_notes
from rehabcode_training.errors import CorpusError
from rehabcode_training.markdown import number, table
from rehabcode_training.measures.measure import harmonic, ratio
from rehabcode_training.rows import REMEDY, read_rows

FILE = "documentation.jsonl"
Split = Literal["building", "held-out"]
SPLITS: tuple[Split, ...] = get_args(Split)


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    element: str
    start: int
    end: int
    quote: str


class CodeLabels(BaseModel):
    """The elements of a code that the note says, with the words that show each, and those that it does not say."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    code: str
    present: tuple[_Shown, ...]
    missing: tuple[str, ...]

    @model_validator(mode="after")
    def _each_element_once(self) -> Self:
        elements = [*(one.element for one in self.present), *self.missing]
        if len(set(elements)) < len(elements):
            raise ValueError("an element stands twice")
        return self


class NoteLabels(BaseModel):
    """A note labelled for its documentation. The rules were made with "building" notes in sight."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str
    split: Split
    codes: tuple[CodeLabels, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """How often an element was told present or missing, in agreement with the label or not; `notes` were read."""

    notes: int = 0
    present: int = 0
    missing: int = 0
    falsely_present: int = 0
    falsely_missing: int = 0

    def scores(self) -> tuple[tuple[str, float, float], ...]:
        """Return name, precision and recall of "present", of "missing", and of both pooled; nan where none is counted.

        Each element is told as one of the two, so that pooled precision and recall are both the part told rightly.
        """
        wrong = (self.falsely_present, self.falsely_missing)
        pooled = (sum(wrong), sum(wrong))
        told = (
            ("present", self.present, wrong),
            ("missing", self.missing, wrong[::-1]),
            ("both", self.present + self.missing, pooled),
        )
        return tuple(
            (name, ratio(right, right + false), ratio(right, right + lost)) for name, right, (false, lost) in told
        )


def documentation_labels(notes: Sequence[LabelledNote], folder: Path = CORPUS) -> tuple[NoteLabels, ...]:
    """Return the labels of the folder. Raises CorpusError for a bad row, and for one that does not fit its note."""
    by_id = {note.id: note for note in notes}
    labels = []
    for line, row in read_rows(folder / FILE, NoteLabels):
        if problem := _misfit(row, by_id.get(row.id)):
            raise CorpusError(FILE, line, problem, REMEDY)
        labels.append(row)
    return tuple(labels)


def _misfit(row: NoteLabels, note: LabelledNote | None) -> str:
    if note is None:
        return f"note {row.id!r} is not in the corpus"
    if unknown := {code.code for code in row.codes} - {code.code for code in note.codes}:
        return f"note {row.id!r} has no {', '.join(sorted(unknown))}"
    for code in row.codes:
        for one in code.present:
            if note.text[one.start : one.end] != one.quote:
                return f"{one.element} of {code.code} is not what stands at {one.start}-{one.end}"
    return ""


def measure_documentation(
    notes: Iterable[LabelledNote], labels: Sequence[NoteLabels], reader: Reader, rules: DocumentationRules
) -> dict[Split, Told]:
    """Return what was told of the labelled notes, by split."""
    by_id = {note.id: note for note in notes}
    counts: dict[Split, Counter[str]] = {split: Counter() for split in SPLITS}
    for row in labels:
        note = by_id[row.id]
        found = {one.code: one for one in check_documentation(reader.read(note.text), note.codes, rules)}
        counts[row.split]["notes"] += 1
        for code in row.codes:
            counts[row.split].update(_told(code, found[code.code]))
    return {split: Told(**count) for split, count in counts.items()}


def _told(code: CodeLabels, found: CodeDocumentation) -> Iterable[str]:
    said = {one.element for one in found.present}
    for element in (*(one.element for one in code.present), *code.missing):
        right = (element in said) == (element not in code.missing)
        yield ("" if right else "falsely_") + ("present" if element in said else "missing")


def evaluation_levels(notes: Iterable[LabelledNote], reader: Reader, rules: DocumentationRules) -> tuple[int, int]:
    """Return for how many evaluations the stated components support the labelled level, and how many there are."""
    right = several = 0
    levels = {code: row for code, row in rules.evaluation_levels.items() if row.level != "re-evaluation"}
    for note in notes:
        for code in note.codes:
            if code.code in levels:
                support = support_evaluation(reader.read(note.text), levels[code.code].discipline, rules)
                right, several = right + (support.code == code.code), several + 1
    return right, several


def render_documentation(told: Mapping[Split, Told], levels: tuple[int, int]) -> str:
    """Return the figures as Markdown."""
    rows = [
        (f"{split} ({one.notes} notes)", name, *(_figure(each) for each in (precision, recall)),
         _figure(harmonic(precision, recall)))
        for split, one in told.items()
        for name, precision, recall in one.scores()
    ]  # fmt: skip
    shown = table(("documentation", "told", "precision", "recall", "F1"), rows)
    return f"{shown}\nThe stated components support the labelled level of {levels[0]} of {levels[1]} evaluations.\n"


def documentation_report(folder: Path = CORPUS) -> str:
    """Return the figures of the labelled notes of a folder as Markdown. Raises CorpusError for a bad row."""
    notes, reader, rules = fitting_notes(folder), Reader(Lexicon.load()), DocumentationRules.load()
    told = measure_documentation(notes, documentation_labels(notes, folder), reader, rules)
    return render_documentation(told, evaluation_levels(notes, reader, rules))


def _figure(value: float) -> str:
    return number(None if isnan(value) else value)

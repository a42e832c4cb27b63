"""Measures variants on folds by author, and keeps each row as soon as it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

import numpy as np
from joblib import Parallel, delayed

from rehabcode.records import NoteSuggestions
from rehabcode_training.answers import Answered, Suggests
from rehabcode_training.bench import WARM_UP, one_core, ratio_line
from rehabcode_training.bootstrap import Figure, figure, paired
from rehabcode_training.corpus import LabelledNote, corpus_sha256
from rehabcode_training.freshness import artifact_sha256
from rehabcode_training.measures.code_set import EXACT_SET, MACRO_F1, MICRO_F1, MICRO_PRECISION, MICRO_RECALL
from rehabcode_training.measures.measure import Cases
from rehabcode_training.measures.traps import TRAP_BILLED
from rehabcode_training.results import FigureLine
from rehabcode_training.splits import Split, splits
from rehabcode_training.variant_lines import VariantLine, Variants, read_variants, write_variants
from rehabcode_training.variants import Variant

FOLDS = 3
TIMED, ROUNDS = 200, 3
"""Notes of the first fold that are timed, and how often."""
SHOWN = (MICRO_F1, MICRO_PRECISION, MICRO_RECALL, MACRO_F1, EXACT_SET, TRAP_BILLED)


@dataclass(frozen=True, slots=True)
class Fold:
    """What one fold gave; `ratio` is None where it was not timed."""

    rows: tuple[Answered, ...]
    fitted: int
    megabytes: float
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: the variants, the whole first, on these notes."""

    variants: Sequence[Variant]
    notes: Sequence[LabelledNote]
    path: Path
    folds: int = FOLDS
    processes: int = 1


def run_variants(plan: Plan) -> Iterator[VariantLine]:
    """Measure every variant that the file has no row of yet, write the file after each, and yield each new row.

    Rows that belong to other notes, another ranker or other folds are dropped. Raises ValueError where the first
    variant is not the whole.
    """
    if not plan.variants or plan.variants[0].kind != "whole":
        raise ValueError("the whole comes first: all other variants are compared with it")
    empty = Variants(
        corpus_sha256=corpus_sha256(plan.notes), artifact_sha256=artifact_sha256(), notes=len(plan.notes),
        folds=plan.folds,
    )  # fmt: skip
    kept = read_variants(plan.path)
    done = kept if kept and empty.goes_on_from(kept) else empty
    for variant in plan.variants:
        if done.row(variant.name):
            continue
        line, counts = measure_variant(variant, plan, cases_of(done.counts) if done.counts else None)
        own = {"counts": text_of(counts)} if variant.kind == "whole" else {}
        done = done.model_copy(update={"rows": [*done.rows, line], **own})
        write_variants(done, plan.path)
        yield line


def measure_variant(variant: Variant, plan: Plan, whole: Cases | None) -> tuple[VariantLine, Cases]:
    """Return the row of one variant, and its counts note by note; `whole` are those of what ships."""
    parts = [*splits(plan.notes, by="author", folds=plan.folds)]
    jobs = (delayed(_fold)(variant, split, timed=not number) for number, split in enumerate(parts))
    folds: list[Fold] = Parallel(n_jobs=plan.processes)(jobs)
    rows = sorted((row for fold in folds for row in fold.rows), key=lambda row: row.note.id)
    counts = np.concatenate([MICRO_F1.table(row) for row in rows])
    line = VariantLine(
        name=variant.name,
        kind=variant.kind,
        date=datetime.now(UTC).date().isoformat(),
        fitted=round(fmean(fold.fitted for fold in folds)),
        figures={measure.name: _line(figure(measure, rows)) for measure in SHOWN},
        difference=None if whole is None else _line(paired(MICRO_F1, counts, whole)),
        ratio=folds[0].ratio,
        megabytes=fmean(fold.megabytes for fold in folds),
    )
    return line, counts


def _fold(variant: Variant, split: Split, *, timed: bool) -> Fold:
    fitted = variant.fit(split.fitted)
    suggester = fitted.make()
    rows = tuple(Answered(note, _answer(suggester, note.text)) for note in split.held_out)
    ratio = None
    if timed:
        warm_up = [note.text for note in split.fitted[:WARM_UP]]
        texts = [note.text for note in split.held_out[:TIMED]]
        with one_core():
            ratio = ratio_line("held out", lambda: fitted.make().suggest, warm_up, texts, rounds=ROUNDS).ratio
    return Fold(rows, fitted.notes, fitted.megabytes, ratio)


def _answer(suggester: Suggests, text: str) -> NoteSuggestions:
    """Return an answer without what it bills, which is worked out only when an answer is sent to another process."""
    answer = suggester.suggest(text)
    return NoteSuggestions(answer.suggestions, answer.considered, answer.withheld, answer.versions)


def _line(measured: Figure) -> FigureLine:
    return FigureLine(value=measured.value, low=measured.low, high=measured.high)


def text_of(counts: Cases) -> str:
    """Return counts as they are kept, a word a note.

    >>> text_of(np.array([[2, 0, 2, 3], [0, 1, 0, 0]]))
    '2/0/2/3 0/1/0/0'
    """
    return " ".join("/".join(str(int(number)) for number in row) for row in counts)


def cases_of(counts: str) -> Cases:
    """Return kept counts, shape (n_notes, 4)."""
    return np.asarray([[float(number) for number in note.split("/")] for note in counts.split(" ")])

"""How far the labels of notes agree with a second reading, made blind from the text and the guideline alone.

Where the labels were mended after the two were compared, it is the mended ones that are compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from rehabcode.records import Span
from rehabcode_training.corpus import CORPUS, LabelledNote
from rehabcode_training.markdown import table
from rehabcode_training.measures.measure import harmonic, ratio
from rehabcode_training.rows import read_rows
from rehabcode_training.spans import characters

FILE = "second.jsonl"


class _SecondCode(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    code: str
    minutes: int | None
    quotes: tuple[str, ...]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    codes: tuple[_SecondCode, ...]


Reading = Mapping[str, tuple[_SecondCode, ...]]
"""The codes of the second reader, by note."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over the notes that both have read; minutes and evidence of the codes that both found.

    `apart` tells, note by note, the codes that only the one or the other found, and those whose minutes differ.
    """

    notes: int
    same_codes: int
    codes: int
    same_minutes: int
    shared: int
    first: int
    second: int
    same_spans: int
    first_spans: int
    second_spans: int
    apart: tuple[str, ...]


def second_reading(folder: Path = CORPUS) -> Reading:
    """Return the second reading; empty where the folder has none. Raises CorpusError for a bad row."""
    path = folder / FILE
    if not path.is_file():
        return {}
    return {row.id: row.codes for _, row in read_rows(path, _Row)}


def agreement(notes: Iterable[LabelledNote], second: Reading) -> Agreement:
    """Compare the labels of the notes that were read twice. A quote counts where it first stands in the note."""
    counts = np.zeros(10, dtype=np.int64)
    apart: list[str] = []
    for note in notes:
        if note.id not in second:
            continue
        ours = {gold.code: gold for gold in note.codes}
        theirs = {code.code: code for code in second[note.id]}
        both = sorted(ours.keys() & theirs.keys())
        untimed = [code for code in both if ours[code].minutes != theirs[code].minutes]
        lone = sorted(ours.keys() ^ theirs.keys())
        if lone or untimed:
            apart.append(f"{note.id}: codes {', '.join(lone) or 'alike'}; minutes of {', '.join(untimed) or 'none'}")
        spans = [
            _overlap(ours[code].evidence, [_span(note.text, quote) for quote in theirs[code].quotes]) for code in both
        ]
        of_spans = np.sum(spans, axis=0, dtype=np.int64) if spans else np.zeros(6, dtype=np.int64)
        counts += np.concatenate([[1, not lone, len(both), len(both) - len(untimed)], of_spans])
    notes_read, same_codes, codes, same_minutes, *of_evidence = counts.tolist()
    shared, first, second_characters, same_spans, first_spans, second_spans = of_evidence
    return Agreement(
        notes_read, same_codes, codes, same_minutes, shared, first, second_characters, same_spans, first_spans,
        second_spans, tuple(apart),
    )  # fmt: skip


def _span(text: str, quote: str) -> Span:
    start = text.find(quote)
    return Span(start, start + len(quote), quote) if start >= 0 else Span(0, 0, "")


def _overlap(first: Sequence[Span], second: Sequence[Span]) -> list[int]:
    ours, theirs = characters(first), characters(second)
    mine, others = {(one.start, one.end) for one in first}, {(one.start, one.end) for one in second}
    return [len(ours & theirs), len(ours), len(theirs), len(mine & others), len(mine), len(others)]


def render_agreement(one: Agreement) -> str:
    """Return the agreement as Markdown, and a line for each note in which the readings differ."""
    characters_f1 = harmonic(ratio(one.shared, one.first), ratio(one.shared, one.second))
    spans_f1 = harmonic(ratio(one.same_spans, one.first_spans), ratio(one.same_spans, one.second_spans))
    rows = [
        ("notes read twice", str(one.notes)),
        ("with the same code set", str(one.same_codes)),
        ("codes that both found", str(one.codes)),
        ("with the same minutes", str(one.same_minutes)),
        ("evidence, character F1", f"{characters_f1:.3f}"),
        ("evidence, exact-span F1", f"{spans_f1:.3f}"),
    ]
    return table(("agreement", "of two readers"), rows) + "".join(f"\n- {line}" for line in one.apart) + "\n"

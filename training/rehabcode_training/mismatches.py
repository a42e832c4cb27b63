"""How well what a note states for billing is held against what it documents: notes with a slip, and sound ones.

Each row of mismatches.jsonl is a note of the corpus, as it stands or changed by hand, with the findings that it should
give. `split` tells the notes that the rules were made on from those that they were not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from rehabcode.billing.findings import Finding
from rehabcode.billing.stated import Supported, find_stated, supported_by
from rehabcode.billing.stated_findings import check_stated
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers
from rehabcode.records import Reading, Span, Suggestion
from rehabcode_training.corpus import CORPUS, LabelledNote
from rehabcode_training.errors import CorpusError
from rehabcode_training.markdown import number, table
from rehabcode_training.measures.measure import ratio
from rehabcode_training.rows import REMEDY, read_rows
from rehabcode_training.schema import Code, Row

FILE = "mismatches.jsonl"
Half = Literal["build", "held-out"]
HALVES: tuple[Half, ...] = get_args(Half)
Check = Callable[["Mismatch"], Sequence[Finding]]


class Expected(Row):
    """A finding that a note should give, with words that stand once in it and hold what the finding is about."""

    kind: Literal["minutes", "units", "support"]
    codes: tuple[Code, ...]
    quote: str = Field(min_length=1)


class MismatchRow(Row):
    """A note made from another: sound where `findings` is empty. `minutes` are those that the change gave a code."""

    id: str
    base: str
    split: Half
    text: str
    findings: tuple[Expected, ...]
    source: str
    minutes: Mapping[Code, int | None] = {}
    payer: str = "medicare"

    @model_validator(mode="after")
    def _quotes_stand_once(self) -> Self:
        if any(self.text.count(one.quote) != 1 for one in self.findings):
            raise ValueError("a quote of a finding does not stand once in the text")
        return self


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row with the codes that its words support."""

    row: MismatchRow
    gold: tuple[Supported, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the notes of one half; `apart` names the notes whose findings are not those expected."""

    notes: int
    sound: int
    right: int
    found: int
    met: int
    expected: int
    apart: tuple[str, ...]


def mismatches(notes: Iterable[LabelledNote], folder: Path = CORPUS) -> tuple[Mismatch, ...]:
    """Return the rows with the gold codes of their notes. Raises CorpusError for a bad row or an unknown note."""
    by_id = {note.id: note for note in notes}
    found = []
    for place, row in read_rows(folder / FILE, MismatchRow):
        if row.base not in by_id:
            raise CorpusError(FILE, place, f"no note {row.base!r} to start from", REMEDY)
        found.append(Mismatch(row, tuple(_gold(row, by_id[row.base]))))
    return tuple(found)


def _gold(row: MismatchRow, note: LabelledNote) -> Iterator[Supported]:
    for gold in note.codes:
        spans = (_span(row.text, span.quote) for span in gold.evidence)
        minutes = row.minutes.get(gold.code, gold.minutes)
        yield Supported(gold.code, minutes, tuple(span for span in spans if span is not None), gold.alt)


def _span(text: str, quote: str) -> Span | None:
    start = text.find(quote)
    return Span(start, start + len(quote), quote) if start >= 0 else None


def check_given(read: Callable[[str], Reading], codebook: Codebook, payers: Payers) -> Check:
    """Return the check that is told what a note supports: it measures the reading of totals, units and codes alone."""

    def check(one: Mismatch) -> Sequence[Finding]:
        stated = find_stated(read(one.row.text), codebook)
        return check_stated(stated, one.gold, one.row.payer, payers, codebook)

    return check


def check_suggested(
    read: Callable[[str], Reading], suggest: Callable[[str], Iterable[Suggestion]], codebook: Codebook, payers: Payers
) -> Check:
    """Return the check that takes what is suggested as supported: that of a user.

    The ranker that ships was fitted on the notes that the rows were made from: the figure is no better than it looks.
    """

    def check(one: Mismatch) -> Sequence[Finding]:
        stated = find_stated(read(one.row.text), codebook)
        return check_stated(stated, supported_by(suggest(one.row.text)), one.row.payer, payers, codebook)

    return check


def tally(rows: Iterable[Mismatch], check: Check) -> Tally:
    """Count findings that are expected, and expected ones that are found.

    A finding answers an expected one of its kind if it names its codes and one of its spans touches the quote.
    """
    notes = sound = right = found = met = expected = 0
    apart = []
    for one in rows:
        wanted, given = one.row.findings, check(one)
        answers = [[_answers(finding, each, one.row.text) for each in wanted] for finding in given]
        good = sum(any(row) for row in answers)
        reached = sum(any(column) for column in zip(*answers, strict=True)) if answers else 0
        if good < len(given) or reached < len(wanted):
            odd = [
                f"{each.kind} {'/'.join(each.codes)}" for each, row in zip(given, answers, strict=True) if not any(row)
            ]
            apart.append(f"{one.row.id}: {len(wanted) - reached} not found; not expected: {', '.join(odd) or 'none'}")
        notes, sound = notes + 1, sound + (not wanted)
        right, found = right + good, found + len(given)
        met, expected = met + reached, expected + len(wanted)
    return Tally(notes, sound, right, found, met, expected, tuple(apart))


def _answers(finding: Finding, expected: Expected, text: str) -> bool:
    start = text.index(expected.quote)
    touches = any(span.start < start + len(expected.quote) and start < span.end for span in finding.spans)
    return finding.kind == expected.kind and set(expected.codes) <= set(finding.codes) and touches


def render_mismatches(rows: Sequence[Mismatch], checks: Mapping[str, Check], *, apart: bool = True) -> str:
    """Return precision and recall on both halves by each check, and the notes of the build half that differ."""
    lines, differ = [], []
    for name, check in checks.items():
        for half in HALVES:
            one = tally([row for row in rows if row.row.split == half], check)
            precision, recall = ratio(one.right, one.found), ratio(one.met, one.expected)
            counts = (
                str(one.notes - one.sound),
                str(one.sound),
                f"{one.right}/{one.found}",
                f"{one.met}/{one.expected}",
            )
            lines.append((f"{name}, {half}", *counts, number(precision), number(recall)))
            differ += [f"- {name}, {line}\n" for line in one.apart if half == "build" and apart]
    head = ("findings", "with a slip", "sound", "right of found", "found of expected", "precision", "recall")
    return table(head, lines) + "".join(["\n", *differ] if differ else [])

"""The annotated notes: frozen records, read from JSON Lines that are checked row by row.

Offsets are half-open and count code points. `train.jsonl` and every `added*.jsonl` beside it are for fitting;
`dev.jsonl` is for scoring only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rehabcode.records import Assertion, Span
from rehabcode_training.errors import CorpusError
from rehabcode_training.rows import read_rows
from rehabcode_training.schema import Certainty, CodeRow, NoteRow, SpanRow

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class GoldCode:
    """A code that the annotator found documented as performed.

    `minutes` is None where none is documented or one time covers several codes; `alt` are codes equally
    acceptable here. An `arguable` code is neither rewarded nor punished.
    """

    code: str
    minutes: int | None
    evidence: tuple[Span, ...]
    certainty: Certainty = "clear"
    alt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap(Span):
    """Words that name a technique of `code` and support no code; never "performed"."""

    code: str
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class LabelledNote:
    """A note with what the annotator said about it. Notes of one `group` share a clinician, or a source."""

    id: str
    author: str
    group: str
    discipline: str
    kind: str
    style: str
    setting: str
    text: str
    codes: tuple[GoldCode, ...]
    traps: tuple[Trap, ...]
    source: str = ""


def fitting_notes(folder: Path = CORPUS) -> tuple[LabelledNote, ...]:
    """Return the notes of `train.jsonl` and of every `added*.jsonl`, in file order.

    Raises CorpusError for a missing file, a bad row, or an id that stands twice.
    """
    return read_files([folder / "train.jsonl", *sorted(folder.glob("added*.jsonl"))])


def dev_notes(folder: Path = CORPUS) -> tuple[LabelledNote, ...]:
    """Return the notes that are only ever scored. Raises CorpusError as `fitting_notes` does."""
    return read_files([folder / "dev.jsonl"])


def read_files(paths: Iterable[Path]) -> tuple[LabelledNote, ...]:
    """Return the notes of all files. Raises CorpusError; an id may stand once in all of them together."""
    seen: set[str] = set()
    notes: list[LabelledNote] = []
    for path in paths:
        for number, row in read_rows(path, NoteRow):
            note = _note(row)
            if note.id in seen:
                raise CorpusError(path.name, number, f"id {note.id!r} stands twice", "give the note an id of its own")
            seen.add(note.id)
            notes.append(note)
    return tuple(notes)


def corpus_sha256(notes: Sequence[LabelledNote]) -> str:
    """Return the hash of the notes as labelled, whatever their order and their spacing in the files."""
    digest = hashlib.sha256()
    for note in sorted(notes, key=lambda note: note.id):
        digest.update(json.dumps(asdict(note), sort_keys=True, separators=(",", ":")).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _note(row: NoteRow) -> LabelledNote:
    return LabelledNote(
        id=row.id,
        author=row.author,
        group=row.group,
        discipline=row.discipline,
        kind=row.kind,
        style=row.style,
        setting=row.setting,
        text=row.text,
        codes=tuple(_code(code) for code in row.codes),
        traps=tuple(Trap(trap.start, trap.end, trap.quote, trap.code, trap.assertion) for trap in row.traps),
        source=row.source,
    )


def _code(row: CodeRow) -> GoldCode:
    return GoldCode(row.code, row.minutes, tuple(_span(span) for span in row.evidence), row.certainty, tuple(row.alt))


def _span(row: SpanRow) -> Span:
    return Span(row.start, row.end, row.quote)

"""Why a code was missed or wrongly suggested, as far as the answer itself tells: the first cause that fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from rehabcode.records import Suggestion
from rehabcode_training.answers import Answered
from rehabcode_training.corpus import GoldCode
from rehabcode_training.spans import touches

Side = Literal["missed", "wrong"]
Cause = Literal[
    "taken for a look-alike",
    "ranked below the operating point",
    "read as not performed",
    "not found",
    "instead of a look-alike",
    "a second code on words that prove another",
    "a trap",
    "words without a label",
]


@dataclass(frozen=True, slots=True)
class CodeError:
    """One code of one note that was missed or wrongly suggested. `rival` is the look-alike, where there is one."""

    note: str
    side: Side
    code: str
    cause: Cause
    rival: str | None = None


def code_errors(rows: Iterable[Answered]) -> Iterator[CodeError]:
    """Yield every missed and every wrong code with its cause, note by note."""
    for row in rows:
        for gold in row.missed:
            yield _missed(row, gold)
        for entry in row.wrong:
            yield _wrong(row, entry)


def confusions(rows: Iterable[Answered]) -> Counter[tuple[str, str]]:
    """Count the pairs (code missed, code wrongly suggested on the same evidence), by note."""
    return Counter(chain.from_iterable(_pairs(row) for row in rows))


def _pairs(row: Answered) -> Iterator[tuple[str, str]]:
    for gold in row.missed:
        for entry in _rivals(row, gold):
            yield gold.code, entry.code


def _rivals(row: Answered, gold: GoldCode) -> tuple[Suggestion, ...]:
    return tuple(entry for entry in row.wrong if any(touches(span, gold.evidence) for span in entry.evidence))


def _missed(row: Answered, gold: GoldCode) -> CodeError:
    cause: Cause
    if rivals := _rivals(row, gold):
        return CodeError(row.note.id, "missed", gold.code, "taken for a look-alike", rivals[0].code)
    if gold in row.found_among(row.answer.considered):
        cause = "ranked below the operating point"
    elif any(touches(span, row.answer.withheld) for span in gold.evidence):
        cause = "read as not performed"
    else:
        cause = "not found"
    return CodeError(row.note.id, "missed", gold.code, cause)


def _wrong(row: Answered, entry: Suggestion) -> CodeError:
    for gold in row.missed:
        if any(touches(span, gold.evidence) for span in entry.evidence):
            return CodeError(row.note.id, "wrong", entry.code, "instead of a look-alike", gold.code)
    for gold in row.note.codes:
        if any(touches(span, gold.evidence) for span in entry.evidence):
            return CodeError(row.note.id, "wrong", entry.code, "a second code on words that prove another", gold.code)
    trapped = any(touches(span, row.note.traps) for span in entry.evidence)
    return CodeError(row.note.id, "wrong", entry.code, "a trap" if trapped else "words without a label")

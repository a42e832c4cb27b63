"""Signs of a clause that are no words: its section, checkbox, minutes, sets and reps, and what the rules say of it."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from rehabcode.cues import SECTIONS
from rehabcode.ranking.vocabulary import Ints
from rehabcode.records import ASSERTIONS, Reading

_REPS = re.compile(r"\b\d{1,2}\s?x\s?\d{1,3}\b|\bx\s?\d{1,3}\b|\b\d+\s?(?:reps?|sets?)\b", re.IGNORECASE)
_LOAD = re.compile(r"\b\d+(?:\.\d+)?\s?(?:lbs?|kg|#)|#", re.IGNORECASE)
_FEET = re.compile(r"\b\d+\s?(?:ft|feet|m|meters?|metres?)\b", re.IGNORECASE)
_PERCENT_OR_DEGREE = re.compile(r"\d\s?(?:°|deg|%)|\b[0-5][+-]?/5\b", re.IGNORECASE)
_CODE = re.compile(r"\b(?:9[0-9]{4}|20560|20561|G0283)\b")
_QUESTION = re.compile(r"\?")
_PATTERNS = (_REPS, _LOAD, _FEET, _PERCENT_OR_DEGREE, _CODE, _QUESTION)

_FLAGS = ("opens_line", "is_label", "after_blank", "ticked", "unticked", "has_duration", "line_has_duration", "early", "late")
SIGNS = len(SECTIONS) + len(ASSERTIONS) + len(_FLAGS) + len(_PATTERNS) + 1
"""How many columns the signs take; the last is 1 for every clause."""


def sign_rows(reading: Reading) -> tuple[Ints, Ints, NDArray[np.float32]]:
    """Return rows, columns and values of the signs that each clause bears."""
    rows: list[int] = []
    columns: list[int] = []
    count = len(reading.clauses)
    section = {name: place for place, name in enumerate(SECTIONS)}
    flags = len(SECTIONS) + len(ASSERTIONS)
    timed, timed_lines = _timed(reading)
    for index, clause in enumerate(reading.clauses):
        bears = [section[clause.section], SIGNS - 1]
        marks = (
            clause.opens_line, clause.is_label, clause.after_blank, clause.box == "x", clause.box == " ",
            index in timed, clause.line in timed_lines, 4 * index < count, 4 * index > 3 * count,
        )  # fmt: skip
        bears += [flags + place for place, mark in enumerate(marks) if mark]
        words = reading.text[clause.start : clause.end]
        bears += [flags + len(_FLAGS) + place for place, pattern in enumerate(_PATTERNS) if pattern.search(words)]
        rows += [index] * len(bears)
        columns += bears
    starts = [clause.start for clause in reading.clauses]
    assertion = {name: len(SECTIONS) + place for place, name in enumerate(ASSERTIONS)}
    said = set()
    for mention, index in zip(reading.mentions, np.searchsorted(starts, [m.start for m in reading.mentions], side="right"), strict=True):
        said.add((max(int(index) - 1, 0), assertion[mention.assertion]))
    rows += [row for row, _ in sorted(said)]
    columns += [column for _, column in sorted(said)]
    return np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64), np.ones(len(rows), dtype=np.float32)


def _timed(reading: Reading) -> tuple[set[int], set[int]]:
    """Return the clauses, and the lines, in which minutes are written."""
    starts = [clause.start for clause in reading.clauses]
    places = np.searchsorted(starts, [duration.start for duration in reading.durations], side="right") - 1
    clauses = {max(int(place), 0) for place in places}
    return clauses, {reading.clauses[index].line for index in clauses}

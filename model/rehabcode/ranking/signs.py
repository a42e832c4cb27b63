"""Signs of a clause that are no words: its section, checkbox, minutes, sets and reps, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rehabcode.count_words import COUNTED, Counted, count_words
from rehabcode.cues import SECTIONS
from rehabcode.ranking.clause_table import ClauseTable, Ints
from rehabcode.records import ASSERTIONS

_FLAGS = (
    "opens_line",
    "is_label",
    "after_blank",
    "ticked",
    "unticked",
    "has_duration",
    "line_has_duration",
    "early",
    "late",
)
_NUMBERS = (*COUNTED, "code", "question")
"""What the numbers of a clause count: repetitions, load, distance, degrees or a grade out of five, seconds, a code."""
SIGNS = len(SECTIONS) + len(ASSERTIONS) + len(_FLAGS) + len(_NUMBERS) + 1
"""How many columns the signs take; the last is 1 for every clause."""
_SECTION = {name: place for place, name in enumerate(SECTIONS)}
_ASSERTION = {name: len(SECTIONS) + place for place, name in enumerate(ASSERTIONS)}
_FLAG = len(SECTIONS) + len(ASSERTIONS)
_NUMBER = {name: _FLAG + len(_FLAGS) + place for place, name in enumerate(_NUMBERS)}


def signs_of(table: ClauseTable) -> NDArray[np.float32]:
    """Return 1 for each sign that a clause bears and 0 for the others, shape (n_clauses, SIGNS)."""
    count = len(table)
    here = np.arange(count)
    signs = np.zeros((count, SIGNS), dtype=np.float32)
    signs[here, [_SECTION[name] for name in table.sections]] = 1.0
    signs[:, _FLAG : _FLAG + 3] = np.stack([table.opens_line, table.is_label, table.after_blank], axis=1)
    for place, mark in ((3, "x"), (4, " ")):
        if mark in table.boxes:
            signs[:, _FLAG + place] = [box == mark for box in table.boxes]
    signs[table.of_durations, _FLAG + 5] = 1.0
    signs[:, _FLAG + 6] = table.timed_lines()
    signs[:, _FLAG + 7], signs[:, _FLAG + 8] = 4 * here < count, 4 * here > 3 * count
    clauses, names = _numbers(table)
    signs[clauses, names] = 1.0
    signs[table.of_mentions, [_ASSERTION[mention.assertion] for mention in table.reading.mentions]] = 1.0
    signs[:, -1] = 1.0
    return signs


def _numbers(table: ClauseTable) -> tuple[Ints, Ints]:
    """Return the clauses in which numbers count something, with the sign that each gives its clause."""
    words = table.reading.words
    tokens: list[int] = []
    names: list[int] = []
    counts = count_words()
    for token in [token for token, word in enumerate(words) if word[0].isdigit() or word == "?"]:
        name = _number(words, token, counts)
        if name:
            tokens.append(token)
            names.append(_NUMBER[name])
    clauses = np.searchsorted(table.first, tokens, side="right") - 1
    inside = (clauses >= 0) & (np.asarray(tokens, dtype=np.int64) < table.last[clauses])
    return clauses[inside], np.asarray(names, dtype=np.int64)[inside]


def _number(words: tuple[str, ...], token: int, counts: Mapping[str, Counted]) -> str | None:
    """Return what a number counts, or None for what is none."""
    word = words[token]
    if word == "?":
        return "question"
    if len(word) == 5 and word.isdigit():
        return "code"
    after = counts.get(words[token + 1]) if token + 1 < len(words) else None
    before = words[token - 1] if token else ""
    if before == "x" or after == "reps":
        return "reps"
    return "measure" if before == "/" and after not in ("load", "distance") else after

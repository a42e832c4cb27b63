"""Signs of a clause that are no words: its section, checkbox, minutes, sets and reps, and what the rules say of it."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from rehabcode.cues import SECTIONS
from rehabcode.records import ASSERTIONS, Reading

_LOAD = frozenset(["lb", "lbs", "kg", "#", "pound", "pounds"])
_DISTANCE = frozenset(["ft", "feet", "m", "meter", "meters", "metres", "yards", "yd"])
_COUNTED = frozenset(["reps", "rep", "sets", "set", "times"])
_DEGREES = frozenset(["°", "deg", "degrees", "%"])
_SECONDS = frozenset(["sec", "s", "seconds", "secs", '"', "”", "″"])
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
_NUMBERS = ("reps", "load", "distance", "measure", "seconds", "code", "question")
"""What the numbers of a clause count: repetitions, load, distance, degrees or a grade out of five, seconds, a code."""
SIGNS = len(SECTIONS) + len(ASSERTIONS) + len(_FLAGS) + len(_NUMBERS) + 1
"""How many columns the signs take; the last is 1 for every clause."""
_SECTION = {name: place for place, name in enumerate(SECTIONS)}
_ASSERTION = {name: len(SECTIONS) + place for place, name in enumerate(ASSERTIONS)}
_FLAG = len(SECTIONS) + len(ASSERTIONS)
_NUMBER = {name: _FLAG + len(_FLAGS) + place for place, name in enumerate(_NUMBERS)}


def signs_of(reading: Reading) -> NDArray[np.float32]:
    """Return 1 for each sign that a clause bears and 0 for the others, shape (n_clauses, SIGNS)."""
    starts = [clause.start for clause in reading.clauses]
    timed = {max(bisect_right(starts, duration.start) - 1, 0) for duration in reading.durations} if starts else set()
    timed_lines = {reading.clauses[index].line for index in timed}
    count = len(starts)
    borne: list[int] = []
    for index, clause in enumerate(reading.clauses):
        base = index * SIGNS
        borne.append(base + _SECTION[clause.section])
        marks = (
            clause.opens_line, clause.is_label, clause.after_blank, clause.box == "x", clause.box == " ",
            index in timed, clause.line in timed_lines, 4 * index < count, 4 * index > 3 * count,
        )  # fmt: skip
        borne += [base + _FLAG + place for place, mark in enumerate(marks) if mark]
        for token, word in enumerate(reading.words[clause.first : clause.last], start=clause.first):
            if word[0].isdigit() or word == "?":
                name = _number(reading.words, token)
                if name:
                    borne.append(base + _NUMBER[name])
    for mention in reading.mentions:
        borne.append(max(bisect_right(starts, mention.start) - 1, 0) * SIGNS + _ASSERTION[mention.assertion])
    signs = np.zeros((count, SIGNS), dtype=np.float32)
    signs.flat[borne] = 1.0
    signs[:, -1] = 1.0
    return signs


def _number(words: tuple[str, ...], token: int) -> str | None:
    """Return what a number counts, or None for what is none."""
    word = words[token]
    if word == "?":
        return "question"
    if len(word) == 5 and word.isdigit():
        return "code"
    before = words[token - 1] if token else ""
    after = words[token + 1] if token + 1 < len(words) else ""
    if before == "x" or after == "x" or after in _COUNTED:
        return "reps"
    if after in _LOAD:
        return "load"
    if after in _DISTANCE:
        return "distance"
    if after in _DEGREES or after == "/" or before == "/":
        return "measure"
    return "seconds" if after in _SECONDS else None

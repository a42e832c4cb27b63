"""Which documented minutes belong to which code.

Rules (training/corpus/GUIDELINE.md, "Minutes"): several times for one code are summed; one time that covers several
codes together belongs to none of them; concurrent modalities each carry the stated time; totals of the visit belong to
none, unless the visit was all one service; a base code and its add-on share one time, so neither is given it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rehabcode.records import Clause, Duration, Reading

Codes = Mapping[int, Sequence[str]]
"""The codes that each clause proves, likeliest first; a clause that proves none is left out."""

_TOTAL = re.compile(r"\btot(?:al)?s?\b|\btimed\b|\btime in\b|\bin\b.*\bout\b|\btt\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|ea|concurrent\w*|simultaneous\w*|same time|during|over it|with it)\b", re.IGNORECASE)
_WALKED = re.compile(
    r"\b(?:amb\w*|walk\w*|gait|ft|feet|fww|rw|spc|cane|crutch\w*|hall\w*|around|laps?|throw\w*|toss\w*)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|all) (?:together|of th)|\bcombined\b", re.IGNORECASE)
NEAR = 80
"""How many characters around minutes, or from a clause's beginning, are searched for words about them."""
MOST_PRIMES = 60
"""What is written 75' is feet, not minutes."""
LINES_BELOW = 8


def bind(reading: Reading, codes_of: Codes, suggested: Sequence[str], chains: Mapping[str, str]) -> dict[str, int]:
    """Return minutes by code, of the suggested codes; `chains` names the base of each add-on."""
    timed = _timed(reading)
    totals = [duration for duration, index in timed if index < 0]
    services = [(duration, index) for duration, index in timed if index >= 0]
    borne = {index for _, index in services}
    bound: dict[str, int] = {}
    for code, durations in _runs(reading, services, borne, codes_of):
        bound[code] = bound.get(code, 0) + _without_parts(durations)
    if not bound and len(suggested) == 1 and len({total.minutes for total in totals}) == 1:
        bound = {suggested[0]: totals[0].minutes}
    chained = {code for add_on in suggested if add_on in chains for code in (add_on, chains[add_on])}
    return {code: minutes for code, minutes in bound.items() if code not in chained}


def _runs(
    reading: Reading, services: Sequence[tuple[Duration, int]], borne: set[int], codes_of: Codes
) -> list[tuple[str, list[int]]]:
    """Return the minutes of each code, in runs that no other code's minutes interrupt."""
    runs: list[tuple[str, list[int]]] = []
    for duration, index in services:
        codes = _codes(reading, index, borne, codes_of)
        if len(codes) == 1 and runs and runs[-1][0] in codes:
            runs[-1][1].append(duration.minutes)
        else:
            runs += [(code, [duration.minutes]) for code in sorted(codes)]
    return runs


def _without_parts(minutes: list[int]) -> int:
    """Return the sum of a run; where its first or last is as long as all others, these were parts of it.

    >>> _without_parts([30, 8]), _without_parts([5, 20]), _without_parts([10, 5, 10])
    (30, 20, 25)
    """
    rest = sum(minutes[1:])
    if rest and minutes[0] > rest:
        return minutes[0]
    return minutes[-1] if len(minutes) > 1 and minutes[-1] > sum(minutes[:-1]) else sum(minutes)


def _timed(reading: Reading) -> list[tuple[Duration, int]]:
    """Return the durations with the clause that bears each, or -1 for a total; what are feet is left out."""
    clauses = reading.clauses
    found = []
    place = 0
    for duration in reading.durations:
        while place + 1 < len(clauses) and clauses[place + 1].start <= duration.start:
            place += 1
        if not clauses or _is_distance(reading, duration, clauses[place]):
            continue
        found.append((duration, -1 if _is_total(reading, duration, clauses, place) else place))
    return found


def _is_total(reading: Reading, duration: Duration, clauses: Sequence[Clause], place: int) -> bool:
    label = clauses[place].label
    before = reading.text[max(clauses[place].start, duration.start - 40) : duration.start]
    if label >= 0 and label == place - 1:
        before = reading.text[clauses[label].start : duration.start]
    after = reading.text[duration.end : duration.end + 14].lstrip(" ,(")
    return bool(_TOTAL.search(before) or _TOTAL.match(after))


def _is_distance(reading: Reading, duration: Duration, clause: Clause) -> bool:
    prime = duration.quote[-1] in "'’′"
    around = max(clause.start, duration.start - NEAR), min(clause.end, duration.end + NEAR)
    return prime and (duration.minutes > MOST_PRIMES or bool(_WALKED.search(reading.text, *around)))


def _codes(reading: Reading, index: int, borne: set[int], codes_of: Codes) -> set[str]:
    """Return the codes whose minutes these are: one, none, or all of several that ran at the same time."""
    clauses = reading.clauses
    clause = clauses[index]
    own = _proven([index], codes_of)
    if clause.label >= 0 and clause.label in borne:
        return set()
    if clause.is_label:
        under = _proven(_under(clauses, index, borne), codes_of)
        return own if len(own) == 1 else _one(own | under)
    sentence = reading.text[clause.start : clauses[min(index + 1, len(clauses) - 1)].end][: 2 * NEAR]
    several = set(codes_of.get(index, ()))
    if _BOTH.search(reading.text, clause.start, min(clause.end, clause.start + NEAR)):
        return set()
    if len(several) > 1 and _EACH.search(sentence):
        return several
    before = _proven(_before(clauses, index, borne), codes_of)
    if own or before:
        return _one(own | before) or (own if _parted(reading, clauses, index) else set())
    return (
        _one(_proven(_after(clauses, index, borne), codes_of))
        or _one(_proven(_above(clauses, index, borne), codes_of))
        or _one(_proven(_under(clauses, index, borne), codes_of))
    )


def _proven(indices: Iterable[int], codes_of: Codes) -> set[str]:
    return {codes_of[index][0] for index in indices if index in codes_of}


def _one(codes: set[str]) -> set[str]:
    return codes if len(codes) == 1 else set()


def _parted(reading: Reading, clauses: Sequence[Clause], index: int) -> bool:
    """Whether a sign stronger than a comma parts the clause from the one before it."""
    return index > 0 and "," not in reading.text[clauses[index - 1].end : clauses[index].start]


def _under(clauses: Sequence[Clause], index: int, borne: set[int]) -> list[int]:
    """Return the clauses that a label stands over: the rest of its line, else the untimed lines below it."""
    line = clauses[index].line
    scope: list[int] = []
    for other in range(index + 1, len(clauses)):
        clause = clauses[other]
        if clause.line > line and (
            clause.after_blank
            or other in borne
            or clause.line > line + LINES_BELOW
            or (scope and clauses[scope[0]].line == line)
        ):
            break
        if clause.line == line and clause.is_label:
            break
        scope.append(other)
    return scope


def _before(clauses: Sequence[Clause], index: int, borne: set[int]) -> list[int]:
    """Return the clauses of the line since the minutes before these; of the same sentence, where that tells any."""
    scope: list[int] = []
    for other in range(index - 1, -1, -1):
        clause = clauses[other]
        if clause.line != clauses[index].line or other in borne:
            break
        if clause.sentence != clauses[index].sentence and (scope or clauses[index].first + 4 < clauses[index].last):
            break
        scope.append(other)
    return scope


def _after(clauses: Sequence[Clause], index: int, borne: set[int]) -> list[int]:
    """Return the clauses of the line up to the minutes after these."""
    scope = []
    for other in range(index + 1, len(clauses)):
        if clauses[other].line != clauses[index].line or other in borne:
            break
        scope.append(other)
    return scope


def _above(clauses: Sequence[Clause], index: int, borne: set[int]) -> list[int]:
    """Return the clauses of the untimed lines over a line of minutes only."""
    scope = []
    for other in range(index - 1, -1, -1):
        if other in borne or clauses[index].line - clauses[other].line > LINES_BELOW:
            break
        scope.append(other)
        if clauses[other].after_blank:
            break
    return scope

"""Which documented minutes belong to which code.

Rules (training/corpus/GUIDELINE.md, "Minutes"): several times for one code are summed; one time that covers several
codes together belongs to none of them; totals of the visit belong to none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rehabcode.records import Clause, Duration, Reading

_TOTAL = re.compile(
    r"\btot(?:al)?s?\b|\btimed\b|\btime in\b|\bin\b.*\bout\b|\bsession\b|\bvisit\b|\btreatment time\b|\btx time\b",
    re.IGNORECASE,
)
_FEET = re.compile(r"\b(?:amb\w*|walk\w*|gait|ft|feet|fww|rw|spc|cane|crutch\w*|hall\w*|around|laps?)\b", re.IGNORECASE)
MOST_FEET = 60
ADD_ONS: Mapping[str, str] = {"97551": "97550", "97130": "97129", "90913": "90912", "97546": "97545"}


def bind(reading: Reading, codes_of: Mapping[int, Sequence[str]], suggested: Sequence[str]) -> dict[str, int]:
    """Return minutes by code. `codes_of` maps clause indices to the codes that they prove, likeliest first."""
    spans = _scopes(reading)
    bound: dict[str, int] = {}
    shared: set[str] = set()
    for duration, scope, own in spans:
        codes = _codes_in(own, codes_of) or _codes_in(scope, codes_of)
        if len(codes) == 1:
            code = next(iter(codes))
            bound[code] = bound.get(code, 0) + duration.minutes
        else:
            shared |= codes
    chained = {code for pair in ADD_ONS.items() if pair[0] in suggested for code in pair}
    return {code: minutes for code, minutes in bound.items() if code not in chained}


def _codes_in(clauses: Sequence[int], codes_of: Mapping[int, Sequence[str]]) -> set[str]:
    return {codes_of[clause][0] for clause in clauses if codes_of.get(clause)}


def _scopes(reading: Reading) -> list[tuple[Duration, list[int], list[int]]]:
    """Return, for each duration of a service, the clauses that it covers, and the clause that bears it."""
    clauses = reading.clauses
    at: list[tuple[Duration, int]] = []
    place = 0
    for duration in reading.durations:
        while place + 1 < len(clauses) and clauses[place + 1].start <= duration.start:
            place += 1
        if clauses and not _is_none(reading, duration, clauses[place]):
            at.append((duration, place))
    timed = {index for _, index in at}
    heads = {index for index in timed if clauses[index].is_label or _heads_lines(clauses, index, timed)}
    found = []
    for duration, index in at:
        clause = clauses[index]
        if clause.label in heads or (
            clause.head in heads and not clause.is_label and index not in heads and _under(clauses, clause.head, index)
        ):
            continue
        if index in heads:
            scope = _below(clauses, index, timed)
            found.append((duration, scope, [index] if not scope else []))
        else:
            found.append((duration, _before(clauses, index, timed) or _after(clauses, index, timed), [index]))
    return found


def _is_none(reading: Reading, duration: Duration, clause: Clause) -> bool:
    """Whether the minutes are a total, or feet written like minutes."""
    before = reading.text[max(clause.start, duration.start - 40) : duration.start]
    if _TOTAL.search(before) or _TOTAL.match(reading.text[duration.end : duration.end + 12].lstrip()):
        return True
    prime = duration.quote[-1] in "'’′"
    return prime and (duration.minutes > MOST_FEET or bool(_FEET.search(reading.text[clause.start : clause.end])))


def _heads_lines(clauses: Sequence[Clause], index: int, timed: set[int]) -> bool:
    """Whether a timed line of its own stands over untimed lines: "Gait training 15 min", and below it what was done."""
    clause = clauses[index]
    alone = clause.opens_line and (index + 1 == len(clauses) or clauses[index + 1].opens_line)
    return (
        alone
        and index + 1 < len(clauses)
        and not clauses[index + 1].after_blank
        and not any(other in timed for other in range(index + 1, min(index + 3, len(clauses))))
    )


def _under(clauses: Sequence[Clause], head: int, index: int) -> bool:
    return not any(clauses[other].after_blank for other in range(head + 1, index + 1))


def _below(clauses: Sequence[Clause], index: int, timed: set[int]) -> list[int]:
    """Return the clauses that a label, or a line of its own, stands over."""
    scope: list[int] = []
    line = clauses[index].line
    for other in range(index + 1, len(clauses)):
        clause = clauses[other]
        if clause.line > line and (
            clause.after_blank or other in timed or clause.is_label or (scope and clauses[scope[0]].line == line)
        ):
            break
        if clause.line == line and clause.is_label:
            break
        scope.append(other)
    return scope


def _before(clauses: Sequence[Clause], index: int, timed: set[int]) -> list[int]:
    """Return the clauses of the line since the minutes before these."""
    scope = []
    for other in range(index - 1, -1, -1):
        if clauses[other].line != clauses[index].line or other in timed:
            break
        scope.append(other)
    return scope


def _after(clauses: Sequence[Clause], index: int, timed: set[int]) -> list[int]:
    """Return the clauses of the line up to the minutes after these."""
    scope = []
    for other in range(index + 1, len(clauses)):
        if clauses[other].line != clauses[index].line or other in timed:
            break
        scope.append(other)
    return scope

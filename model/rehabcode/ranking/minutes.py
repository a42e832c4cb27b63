"""Which documented minutes belong to which code.

Rules (training/corpus/GUIDELINE.md, "Minutes"): several times for one code are summed; one time that covers several
codes together belongs to none of them; concurrent modalities each carry the stated time; totals of the visit belong to
none, unless the visit was all one service; a base code and its add-on share one time, so neither is given it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rehabcode.ranking.sharing import Sharing
from rehabcode.ranking.sums import Codes, summed
from rehabcode.ranking.timed import Timed
from rehabcode.records import Clause, Reading

LEAST_WHOLE = 15
"""So many minutes, told once in a note of one service, are its time wherever they stand."""
_ELSEWHERE = frozenset(["subjective", "history", "goals", "plan", "home_program", "orders", "education", "assessment"])


def bind(
    reading: Reading, times: Sequence[Timed], codes_of: Codes, suggested: Sequence[str], chains: Mapping[str, str]
) -> dict[str, int]:
    """Return minutes by code, of the suggested codes; `chains` names the base of each add-on."""
    if not (times and suggested):
        return {}
    shares = Sharing(reading, times, codes_of, frozenset(suggested)).shares()
    bound = summed(reading.clauses, codes_of, shares)
    if len(suggested) == 1:
        whole = _whole(times, reading.clauses, bound.get(suggested[0], 0))
        bound = {suggested[0]: whole} if whole else bound
    chained = {code for add_on in suggested if add_on in chains for code in (add_on, chains[add_on])}
    return {code: minutes for code, minutes in bound.items() if code not in chained}


def _whole(times: Sequence[Timed], clauses: Sequence[Clause], bound: int) -> int:
    """Return the time of a visit of one service where less than half of it is `bound`, 0 where none is told."""
    totals = {time.minutes for time in times if time.kind in ("total", "visit")}
    if len(totals) == 1 and 2 * bound < min(totals):
        return min(totals)
    told = {
        time.minutes
        for time in times
        if time.kind == "service"
        and time.minutes >= LEAST_WHOLE
        and clauses[time.clause].section not in _ELSEWHERE
        and not bound
    }
    return min(told) if len(told) == 1 else 0

"""Which documented minutes are the time of a service, and which of several, or of the whole visit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rehabcode.ranking.time_words import TimeWords, time_words
from rehabcode.ranking.visits import with_visits
from rehabcode.records import Clause, Duration, Reading

Kind = Literal["service", "gathered", "total", "visit", "shared"]

NEAR = 12
"""How many tokens before minutes are searched for words about them."""
AHEAD = 4
"""How many tokens after minutes are searched for words that say what they sum up."""
MOST_PRIMES, MOST_OF_GAIT = 60, 30
"""What is written 75' is feet, not minutes; of gait, where it is not said, what is longer than half an hour."""
CELLS = 6
"""How many cells before minutes may name their service."""
LEAST = 3
"""Fewer minutes are a dose."""


class Timed(NamedTuple):
    """Minutes in clause `clause`: of a "service", "gathered" over what stands above, a "total", of the "visit", or
    "shared" by several.

    They are tokens [at, upto); the words since the last minutes begin with token `first`, those up to the next end
    before token `last`. `clock` says that two clock times bound them, `alone` that no other minutes stand in the
    clause, `bare` that no other words do, and `leads` that they come first in it.
    """

    minutes: int
    clause: int
    kind: Kind
    first: int
    at: int
    upto: int
    last: int
    clock: bool
    alone: bool
    bare: bool
    leads: bool


def timed(reading: Reading) -> list[Timed]:
    """Return the minutes of a reading in their order; what is feet, and what is a dose, is left out."""
    clauses, starts = reading.clauses, reading.word_starts
    words = time_words()
    placed: list[tuple[Duration, int, int, int]] = []
    place = 0
    for duration in reading.durations if clauses else ():
        while place + 1 < len(clauses) and clauses[place + 1].start <= duration.start:
            place += 1
        at, upto = bisect_left(starts, duration.start), bisect_left(starts, duration.end)
        if duration.minutes >= LEAST and not _is_distance(reading.words, duration, at, upto, clauses[place], words):
            placed.append((duration, place, at, upto))
    times = [_timed(reading, placed, index, words) for index in range(len(placed))]
    clocked = [duration for duration, *_ in placed]
    return with_visits(_with_blocks(times, reading.words, clauses, words), clocked, clauses)


def _timed(reading: Reading, placed: Sequence[tuple[Duration, int, int, int]], index: int, words: TimeWords) -> Timed:
    said, clauses = reading.words, reading.clauses
    duration, place, at, upto = placed[index]
    clause = clauses[place]
    follows = index > 0 and placed[index - 1][1] == place
    goes_on = index + 1 < len(placed) and placed[index + 1][1] == place
    first = placed[index - 1][3] if follows else clause.first
    last = placed[index + 1][2] if goes_on else clause.last
    alone = not follows and not goes_on
    is_short = alone and at - clause.first <= NEAR and clause.last - upto <= NEAR
    bare = is_short and not any(map(_is_word, said[clause.first : at] + said[upto : clause.last]))
    leads = not follows and at - clause.first <= NEAR
    leads = leads and all(not word[0].isalpha() or word in words.lead for word in said[clause.first : at])
    if bare and place and (clause.label >= 0 or clauses[place - 1].sentence == clause.sentence):
        nearest = clauses[clause.label if clause.label >= 0 else _row(clauses, place)].first
        first = max(nearest, at - 2 * NEAR, placed[index - 1][3] if index else 0)
    begin = clauses[clause.label].first if 0 <= clause.label == place - 1 else first
    begin = max(begin, at - NEAR)
    kind = _kind(said, begin, at, upto, words)
    quote = duration.quote
    clock = ":" in quote or (quote[-1].isdigit() and not quote.isdigit() and "/" not in quote)
    return Timed(duration.minutes, place, kind, first, at, upto, last, clock, alone, bare, leads)


def _row(clauses: Sequence[Clause], place: int) -> int:
    """Return the first of the few clauses before one in its sentence, the cells of a row among them."""
    first = place
    while first > max(0, place - CELLS) and clauses[first - 1].sentence == clauses[place].sentence:
        first -= 1
    return first


def _is_word(word: str) -> bool:
    return word[0].isalpha() and word != "x"


def _kind(said: Sequence[str], begin: int, at: int, upto: int, words: TimeWords) -> Kind:
    ahead = upto
    while ahead < upto + 2 and ahead < len(said) and said[ahead] in (",", "(", ")", " "):
        ahead += 1
    if "out" in said[begin:upto] and "in" in said[begin:upto]:
        return "visit"
    if words.shared.within(said, begin, at) or words.shared.begins(said, ahead):
        return "shared"
    if words.gathered.within(said, begin, at) or words.gathered.begins(said, ahead):
        return "gathered"
    if words.total.within(said, begin, at) or words.total.begins(said, ahead) or said[begin] in words.mere:
        return "total"
    return "service"


def _with_blocks(times: list[Timed], said: Sequence[str], clauses: Sequence[Clause], words: TimeWords) -> list[Timed]:
    """Take times after the mere word for them as those of what stands above, where a note has several such lines.

    One such time is that of its line, if the line says something else.
    """
    mere = [time.kind == "total" and _is_mere(said, clauses, time, words) for time in times]
    if sum(mere) == 1:
        mere = [is_mere and _is_said_in_line(clauses, time) for is_mere, time in zip(mere, times, strict=True)]
    return [time._replace(kind="gathered") if is_mere else time for is_mere, time in zip(mere, times, strict=True)]


def _is_mere(said: Sequence[str], clauses: Sequence[Clause], time: Timed, words: TimeWords) -> bool:
    label = clauses[time.clause].label
    first = clauses[label].first if 0 <= label == time.clause - 1 else clauses[time.clause].first
    before = [word for word in said[max(first, time.at - NEAR) : time.at] if word[0].isalpha()]
    return len(before) == 1 and before[0] in words.mere


def _is_said_in_line(clauses: Sequence[Clause], time: Timed) -> bool:
    before = clauses[time.clause - 1]
    return not (clauses[time.clause].opens_line or (before.is_label and before.opens_line))


def _is_distance(said: Sequence[str], duration: Duration, at: int, upto: int, clause: Clause, words: TimeWords) -> bool:
    if duration.quote[-1] not in "'’′":
        return False
    if duration.minutes > MOST_PRIMES:
        return True
    first = max(clause.first, at - NEAR)
    if words.taught.within(said, first, at):
        return False
    is_walked = words.walked.within(said, max(first, at - 4), at) > 0
    has_aid = words.aid.within(said, upto, min(clause.last, upto + 4)) > 0
    beside = (*said[max(first, at - 1) : at], *said[upto : upto + 1])
    names_gait = duration.minutes <= MOST_OF_GAIT and any(word in words.services for word in beside)
    return is_walked or (has_aid and not names_gait)

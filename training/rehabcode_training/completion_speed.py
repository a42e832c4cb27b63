"""How long an offer takes, as a ratio to `suggest` on the same notes in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import islice

from rehabcode_training.bench import one_core
from rehabcode_training.completion_fit import TYPED, cuts
from rehabcode_training.corpus import LabelledNote

Clock = Callable[[], float]

NOTES, WARM_UP = 300, 30
FIRST, FURTHER = "at the first letters of a word", "at each further letter"


def suggest_ratios(
    complete: Callable[[str, int], object],
    suggest: Callable[[str], object],
    notes: Sequence[LabelledNote],
    *,
    clock: Clock = time.perf_counter,
) -> dict[str, float]:
    """Return the mean time of an offer to that of `suggest`, one place and one answer a note, note by note in turn.

    A place is first met with two letters typed, then with three. The first notes warm up and are not timed. Raises
    ValueError where no note is left to time.
    """
    with_places = ((note, place) for note in notes for place in next(iter(cuts(note)), [])[:1])
    took = {FIRST: 0.0, FURTHER: 0.0, "suggest": 0.0}
    timed = 0
    with one_core():
        for number, (note, cut) in enumerate(islice(with_places, NOTES + WARM_UP)):
            early, late = cut.cursor - TYPED + 2, cut.cursor
            seconds = {
                "suggest": _seconds(clock, suggest, note.text),
                FIRST: _seconds(clock, complete, note.text[:early], early),
                FURTHER: _seconds(clock, complete, note.text[:late], late),
            }
            if number >= WARM_UP:
                timed += 1
                took = {name: took[name] + seconds[name] for name in took}
    if not timed:
        raise ValueError(f"more than {WARM_UP} notes with evidence are needed to time offers")
    return {name: took[name] / took["suggest"] for name in (FIRST, FURTHER)}


def _seconds(clock: Clock, work: Callable[..., object], *given: object) -> float:
    start = clock()
    work(*given)
    return clock() - start

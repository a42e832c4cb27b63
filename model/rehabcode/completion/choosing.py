"""Which candidates are offered, and in what order."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rehabcode.completion.candidates import Candidates

SAVED = 0.5
"""The power of the letters that an offer saves, beside its chance: twice the letters do not mend half the chance."""

AGAIN = 0.1
"""What a further offer for the same code is worth: five offers that say one thing are one."""

LOOKED_AT = 40
"""Candidates that are compared with each other, the most valuable first."""


class Choice(NamedTuple):
    """A candidate's place, its share of all that could follow, and the weight of each code in that, shape (codes,)."""

    place: int
    share: float
    weights: NDArray[np.float32]


def choose(
    found: Candidates, saved: NDArray[np.intp], chances: NDArray[np.float32], read: Callable[[int], str], *, count: int
) -> list[Choice]:
    """Return up to `count` candidates, best first.

    `saved` are the letters that each saves, `chances` those of the codes at this place; `read` gives the text of one.
    What only begins a better one that speaks for the same code is left out.
    """
    weights = found.support * chances
    masses = weights.sum(axis=1)
    likeliest = weights.argmax(axis=1)
    values = masses * np.maximum(saved, 1) ** SAVED
    order = np.argsort(-values, kind="stable")[:LOOKED_AT].tolist()
    worth = {place: float(values[place]) for place in order if values[place] > 0}
    says = {place: read(place) for place in order}
    codes = {place: int(likeliest[place]) for place in order}
    total = float(masses.sum()) or 1.0
    chosen: list[Choice] = []
    while worth and len(chosen) < count:
        best = max(worth, key=worth.__getitem__)
        chosen.append(Choice(best, float(masses[best]) / total, weights[best]))
        for place in [each for each in worth if codes[each] == codes[best]]:
            if says[best].startswith(says[place]):
                del worth[place]
            else:
                worth[place] *= AGAIN
    return chosen

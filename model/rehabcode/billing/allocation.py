"""How minutes become units: a code alone, or all codes of a day from one pool. Arithmetic, and nothing else.

No fee is known here, so that none can choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import NamedTuple

from rehabcode.payers import TieBreak, UnitKind


class Share(NamedTuple):
    """What the minutes of one code earn: `minutes` are all that were counted for it.

    `blocks` units stand on their full length, and one more on `rounded` minutes where these are not 0; `left_over`
    minutes earn nothing. The three make up the minutes.
    """

    code: str
    minutes: int
    blocks: int
    rounded: int
    left_over: int

    @property
    def units(self) -> int:
        return self.blocks + (self.rounded > 0)


@dataclass(frozen=True, slots=True)
class Tie:
    """Several codes with as many minutes left, and fewer units than codes.

    `codes` may equally have one of `units`, the recommended ones first; `reason` says why those.
    """

    codes: tuple[str, ...]
    units: int
    minutes_left: int
    reason: TieBreak

    @property
    def ways(self) -> int:
        """In how many ways the units can be given, each as right as the others."""
        return comb(len(self.codes), self.units)


class Pool(NamedTuple):
    """The minutes of a day shared out: what they earn together, the share of each code as recommended, and the tie."""

    units: int
    shares: tuple[Share, ...]
    tie: Tie | None


def earned(minutes: int, kind: UnitKind) -> int:
    """Return the units that `minutes` earn by themselves.

    >>> from rehabcode.payers import Payers
    >>> kind = Payers.load().pooled_kind
    >>> [earned(minutes, kind) for minutes in (7, 8, 22, 23, 38)]
    [0, 1, 1, 2, 3]
    """
    if kind.most_minutes is not None and minutes > kind.most_minutes:
        return 0
    units = (minutes + kind.unit_minutes - kind.least_minutes) // kind.unit_minutes
    return units if kind.most_units is None else min(units, kind.most_units)


def share_alone(code: str, minutes: int, kind: UnitKind) -> Share:
    """Return what the minutes of a code earn without any other."""
    units = earned(minutes, kind)
    blocks = min(units, minutes // kind.unit_minutes)
    left = minutes - blocks * kind.unit_minutes
    return Share(code, minutes, blocks, left, 0) if units > blocks else Share(code, minutes, blocks, 0, left)


def share_pool(minutes: Mapping[str, int], kind: UnitKind, tie_breaks: Sequence[TieBreak]) -> Pool:
    """Share out what all minutes together earn.

    Each code has its whole blocks; what units remain go one each to the codes with the most minutes left (Medicare
    Claims Processing Manual, chapter 5, 20.2, examples 1-4). There are never more of them than codes with minutes left.

    >>> from rehabcode.payers import Payers
    >>> payers = Payers.load()
    >>> pool = share_pool({"97110": 33, "97140": 7}, payers.pooled_kind, payers.unit_rules["cms"].tie_breaks)
    >>> [(share.code, share.units, share.left_over) for share in pool.shares]
    [('97110', 2, 3), ('97140', 1, 0)]
    """
    whole = [Share(code, own, *divmod(own, kind.unit_minutes), left_over=0) for code, own in minutes.items()]
    units = earned(sum(minutes.values()), kind)
    remaining = units - sum(share.blocks for share in whole)
    ranked = sorted(whole, key=lambda share: (-share.rounded, *_preference(share, tie_breaks)))
    # Until here, `rounded` holds what is left after the blocks: those that earn no unit leave it over.
    losers = [share._replace(rounded=0, left_over=share.rounded) for share in ranked[remaining:]]
    shares = sorted([*ranked[:remaining], *losers], key=lambda share: share.code)
    return Pool(units, tuple(shares), _tie(ranked, remaining, tie_breaks))


def allocations(pool: Pool) -> Iterator[dict[str, int]]:
    """Give every right allocation, the recommended one first; a code without a unit is left out of it."""
    tied = set(pool.tie.codes) if pool.tie else set()
    sure = {share.code: share.blocks if share.code in tied else share.units for share in pool.shares}
    for chosen in combinations(pool.tie.codes, pool.tie.units) if pool.tie else ((),):
        units = {code: own + (code in chosen) for code, own in sure.items()}
        yield {code: own for code, own in units.items() if own}


def _preference(share: Share, tie_breaks: Sequence[TieBreak]) -> list[int | str]:
    keys: dict[str, int | str] = {"minutes": -share.minutes, "code": share.code}
    return [keys[one.by] for one in tie_breaks]


def _tie(ranked: Sequence[Share], remaining: int, tie_breaks: Sequence[TieBreak]) -> Tie | None:
    """Return who ties for the last unit; `ranked` have in `rounded` what is left after their blocks."""
    if not 0 < remaining < len(ranked) or ranked[remaining - 1].rounded > ranked[remaining].rounded:
        return None
    last, next_one = ranked[remaining - 1], ranked[remaining]
    tied = tuple(share.code for share in ranked if share.rounded == last.rounded)
    above = sum(share.rounded > last.rounded for share in ranked)
    pairs = zip(tie_breaks, _preference(last, tie_breaks), _preference(next_one, tie_breaks), strict=True)
    reason = next(one for one, mine, theirs in pairs if mine != theirs)
    return Tie(tied, remaining - above, last.rounded, reason)

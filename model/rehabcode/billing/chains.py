"""Codes that are counted apart from the pool: a first unit of some length, and what its add-on counts beyond it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rehabcode.billing.allocation import Share, share_alone
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers, UnitKind


class Link(NamedTuple):
    """A code of a chain, and the kind of its units."""

    code: str
    kind: UnitKind


class Chain(NamedTuple):
    """The code of the first minutes, and its add-on for those beyond; None where it has none."""

    base: Link
    add_on: Link | None


def chains(codes: Iterable[str], codebook: Codebook, payers: Payers) -> tuple[Chain, ...]:
    """Return the chains to which the codes belong, each once, whichever of its codes was given."""
    add_ons = {row.primary: row.add_on for row in codebook.add_ons}
    bases = dict.fromkeys(codebook[code].add_on_to or code for code in codes)

    def link(code: str) -> Link:
        return Link(code, payers.unit_kinds[codebook[code].timing.unit])

    return tuple(Chain(link(base), link(add_ons[base]) if base in add_ons else None) for base in bases)


def share_chain(chain: Chain, minutes: Mapping[str, int | None]) -> dict[str, Share | None]:
    """Return what each code of a chain earns; None for one whose minutes are not documented.

    The minutes of its codes are summed: the first ones belong to the base, whichever code they were written beside, so
    a code that was not given is added where it earns a unit. Where the base's own are not documented, none is counted:
    how far they reach is not known.

    >>> from rehabcode.codebook import Codebook
    >>> from rehabcode.payers import Payers
    >>> (chain,) = chains(["97550"], Codebook.load(), Payers.load())
    >>> [(code, share.units) for code, share in share_chain(chain, {"97550": 44}).items() if share]
    [('97550', 1), ('97551', 1)]
    """
    base, add_on = chain
    given = [link.code for link in chain if link is not None and link.code in minutes]
    documented = [own for own in (minutes[code] for code in given) if own is not None]
    if not documented or minutes.get(base.code, 0) is None:
        return dict.fromkeys(given)
    total = sum(documented)
    if add_on is None:
        return {base.code: share_alone(base.code, total, base.kind)}
    first = min(total, base.kind.unit_minutes)
    beyond = share_alone(add_on.code, total - first, add_on.kind)
    begun = share_alone(base.code, first, base.kind)
    if base.code not in given and not begun.units:
        return {add_on.code: Share(add_on.code, total, 0, 0, left_over=total)}
    if beyond.units or minutes.get(add_on.code) is not None:
        return {base.code: begun, add_on.code: beyond}
    alone = share_alone(base.code, total, base.kind)
    return {base.code: alone, add_on.code: None} if add_on.code in given else {base.code: alone}

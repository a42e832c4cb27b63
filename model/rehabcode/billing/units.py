"""How many units the documented minutes of one day earn from a payer, and which minutes made them.

What the rules are stands in knowledge/unit_rules.jsonl and unit_kinds.jsonl, with its sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rehabcode.billing.allocation import Pool, Share, share_alone, share_pool
from rehabcode.billing.chains import chains, share_chain
from rehabcode.billing.documented import check_minutes
from rehabcode.billing.unit_count import CodeUnits, UnitCount
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers, UnitKind, UnitRule
from rehabcode.records import Counted


def count_units(minutes: Mapping[str, int | None], payer: str, payers: Payers, codebook: Codebook) -> UnitCount:
    """Count the units that the minutes of one day earn; None are minutes that are not documented.

    Minutes of a monthly code are those of its calendar month. Raises UnknownPayer, UnknownCode and InvalidMinutes.

    >>> count = count_units({"97110": 33, "97140": 7}, "medicare", Payers.load(), Codebook.load())
    >>> (count.rule.name, count.timed_minutes, count.timed_units, count.units)
    ('8-minute rule', 40, 3, {'97110': 2, '97140': 1})
    >>> count_units({"97110": 33, "97140": 7}, "commercial", Payers.load(), Codebook.load()).units
    {'97110': 2, '97140': 0}
    """
    rule = payers.unit_rules[payers[payer].unit_rule]
    kinds = check_minutes(minutes, codebook, payers)
    pooled = {code: own for code, own in minutes.items() if kinds[code].pooled}
    pool = _pool({code: own for code, own in pooled.items() if own is not None}, rule, payers.pooled_kind)
    counted = [
        *_pooled(pooled, pool, rule, payers.pooled_kind),
        *_apart({code: own for code, own in minutes.items() if code not in pooled}, kinds, payers, codebook),
    ]
    return UnitCount(payer, rule, pool, tuple(sorted(counted, key=lambda one: one.code)))


def _pool(minutes: Mapping[str, int], rule: UnitRule, kind: UnitKind) -> Pool:
    if rule.pooled:
        return share_pool(minutes, kind, rule.tie_breaks)
    shares = tuple(share_alone(code, own, kind) for code, own in sorted(minutes.items()))
    return Pool(sum(share.units for share in shares), shares, None)


def _pooled(minutes: Mapping[str, int | None], pool: Pool, rule: UnitRule, kind: UnitKind) -> Iterator[CodeUnits]:
    how: Counted = "pooled" if rule.pooled else "alone"
    for share in pool.shares:
        yield _timed(share, how, kind, rule.source)
    for code, own in minutes.items():
        if own is None:
            yield CodeUnits(code, None, None, how, kind.per, rule.source)


def _apart(
    minutes: Mapping[str, int | None], kinds: Mapping[str, UnitKind], payers: Payers, codebook: Codebook
) -> Iterator[CodeUnits]:
    for code, own in minutes.items():
        kind = kinds[code]
        if kind.by == "session":
            # Nothing was given in 0 minutes; otherwise its length does not count.
            yield CodeUnits(code, int(own != 0), own, "session", kind.per, kind.source)
        elif kind.by == "area":
            yield CodeUnits(code, None, own, "area", kind.per, kind.source, caution=kind.caution)
    timed = {code: own for code, own in minutes.items() if kinds[code].by == "minutes"}
    for chain in chains(timed, codebook, payers):
        for code, share in share_chain(chain, timed).items():
            kind = payers.unit_kinds[codebook[code].timing.unit]
            if share is not None:
                yield _timed(share, "alone", kind, kind.source, added=code not in timed)
            else:
                # Only an add-on can have minutes here, and no share: its base has none.
                caution = None if timed[code] is None else f"the minutes of {chain.base.code} are not documented"
                yield CodeUnits(code, None, timed[code], "alone", kind.per, kind.source, caution=caution)


def _timed(share: Share, how: Counted, kind: UnitKind, source: str, added: bool = False) -> CodeUnits:
    beyond = kind.most_minutes is not None and share.minutes > kind.most_minutes
    caution = kind.caution if share.rounded or beyond else None
    if added and caution is None:
        caution = "no minutes stand beside this code: they are those of its base or its add-on"
    return CodeUnits(
        share.code, share.units, share.minutes, how, kind.per, source,
        kind.unit_minutes, share.blocks, share.rounded, share.left_over, caution,
    )  # fmt: skip

"""What cannot stand together in one note: two levels of one service, an add-on without its base."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rehabcode.codebook import Codebook

ONE_OF = ("evaluation", "needling")
"""Categories of which a note earns one code: its level, or its count of muscles, decides which (GUIDELINE.md)."""


class Consistency:
    """The rules, read from the codebook: its evaluations and needlings (one a note) and its add-ons."""

    def __init__(self, codebook: Codebook) -> None:
        self._bases = {code.code: code.add_on_to for code in codebook if code.add_on_to}
        self._least = {
            code.code: base + step // 2 + step % 2
            for code in codebook
            if code.add_on_to
            and (step := code.timing.base_minutes)
            and (base := codebook[code.add_on_to].timing.base_minutes)
        }
        self._exclusive = [frozenset(code.code for code in codebook if kind in code.category) for kind in ONE_OF]

    def suggested(self, chances: Mapping[str, float], threshold: float) -> frozenset[str]:
        """Return the codes from `threshold` on, less what cannot stand beside a likelier one.

        `chances` are those of the codes that some words prove: an add-on stands only where its base is proved too.
        """
        above = {code for code, chance in chances.items() if chance >= threshold}
        for exclusive in self._exclusive:
            above -= set(sorted(above & exclusive, key=lambda code: -chances[code])[1:])
        return frozenset(code for code in above if self._bases.get(code) is None or self._bases[code] in above)

    def too_short(self, codes: Collection[str], minutes: int) -> frozenset[str]:
        """Return the add-ons among `codes` for which all `minutes` of a note are too few: less than base and half.

        Half is CPT's midpoint (GUIDELINE.md: 97551 from 38 minutes on). A note without minutes leaves it open.
        """
        return frozenset(code for code in codes if 0 < minutes < self._least.get(code, 0))

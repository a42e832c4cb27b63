"""What cannot stand together in one note: two levels of one evaluation, an add-on without its base."""

from __future__ import annotations

from collections.abc import Mapping

from rehabcode.codebook import Codebook

EVALUATION = "evaluation"


class Consistency:
    """The rules, read from the codebook: its evaluations (one a discipline) and its add-ons."""

    def __init__(self, codebook: Codebook) -> None:
        self._bases = {code.code: code.add_on_to for code in codebook if code.add_on_to}
        self._evaluations = frozenset(code.code for code in codebook if EVALUATION in code.category)

    def suggested(self, chances: Mapping[str, float], threshold: float) -> frozenset[str]:
        """Return the codes from `threshold` on, less what cannot stand beside a likelier one."""
        above = {code for code, chance in chances.items() if chance >= threshold}
        evaluations = sorted(above & self._evaluations, key=lambda code: -chances[code])
        above -= set(evaluations[1:])
        return frozenset(code for code in above if self._bases.get(code) is None or self._bases[code] in above)

"""Whether the components that a note states bear out the level of the evaluation that was suggested."""

from __future__ import annotations

from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.evaluations import LEVELS, EvaluationSupport, support_evaluation
from rehabcode.billing.visit import Encounter
from rehabcode.records import EvaluationGrid, Finding, GridComponent, bare
from rehabcode.rules import EvaluationLevel


def evaluation_grid(met: Encounter, rules: DocumentationRules) -> tuple[EvaluationGrid | None, tuple[Finding, ...]]:
    """Return the grid of the suggested evaluation and what does not fit it; None where no levelled one is suggested.

    Of former days, when evaluations had no levels, there is none.
    """
    levels = rules.evaluation_levels
    code = next((one.code for one in met.suggestions if one.code in levels and levels[one.code].level in LEVELS), None)
    if code is None:
        return None, ()
    row = levels[code]
    support = support_evaluation(met.reading, row.discipline, rules)
    components = tuple(GridComponent(one.name, one.levels, one.count, bare(one.spans)) for one in support.components)
    grid = EvaluationGrid(code, support.level, support.code, components, support.missing)
    finding = _misfit(row, support)
    return grid, () if finding is None else (finding,)


def _misfit(row: EvaluationLevel, support: EvaluationSupport) -> Finding | None:
    """Return a finding where the lowest component lies below the level, or where all of them lie above it."""
    if support.level is None or support.code is None:
        return None
    levels: list[str] = [*LEVELS]
    low, own = levels.index(support.level), levels.index(row.level)
    if low == own or (low > own and support.missing):
        return None
    message = f"{row.code} is suggested, and the components that the note states bear out {support.code}"
    remedy = f"bill {support.code}, or write what makes it {row.level}: the lowest component decides"
    spans = tuple(span for one in support.components for span in one.spans)
    return Finding("support", (row.code, support.code), message, remedy, row.source, spans)

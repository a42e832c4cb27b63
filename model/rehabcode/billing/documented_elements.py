"""What a note documents and leaves out of what its codes require, as it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rehabcode.billing.day_codes import DayCodes
from rehabcode.billing.documentation import CodeDocumentation, check_documentation
from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.visit import Encounter
from rehabcode.codes import FormerCode
from rehabcode.records import DocumentedElement, Suggestion, bare


def documented_elements(met: Encounter, rules: DocumentationRules, codes: DayCodes) -> tuple[DocumentedElement, ...]:
    """Return the required elements of the suggested codes, in the order of the suggestions and of the codebook.

    A code of former days needs what the codes need that took its place; an element shown for one of them is shown.
    """
    former = {row.code: row for row in codes.codebook.former}
    asked = [pair for one in met.suggestions for pair in _asked(one, met, former)]
    checked = check_documentation(met.reading, [one for _, one in asked], rules)
    found: dict[tuple[str, str], DocumentedElement] = {}
    for (code, _), each in zip(asked, checked, strict=True):
        for element in _elements(code, each, rules):
            if code in former and element.element in former[code].without:
                continue
            before = found.get((code, element.element))
            if before is None or element.present > before.present:
                found[code, element.element] = element
    return tuple(found.values())


def _asked(shown: Suggestion, met: Encounter, former: Mapping[str, FormerCode]) -> Iterator[tuple[str, Suggestion]]:
    """Yield the suggestions by whose codes the requirements of one that is shown are looked up."""
    if shown.code not in former:
        yield shown.code, shown
        return
    for one in met.judged:
        if one.code in former[shown.code].stands_for:
            yield shown.code, one


def _elements(code: str, checked: CodeDocumentation, rules: DocumentationRules) -> Iterator[DocumentedElement]:
    shown = {one.element: one for one in checked.present}
    missing = {one.element: one.finding for one in checked.missing}
    for need, _ in rules.required(checked.code):
        if need.id in shown:
            yield DocumentedElement(code, need.id, need.text, True, None, need.source, bare([shown[need.id]]))
        elif need.id in missing:
            finding = missing[need.id]
            yield DocumentedElement(code, need.id, need.text, False, finding.remedy, need.source, bare(finding.spans))

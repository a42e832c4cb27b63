"""What a card says, in GitHub-flavoured Markdown. Words of the note stand in quotation marks, escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rehabcode.records import NoteSuggestions
from rehabcode_service.emr.charges import Charge

MOST_SUMMARY = 139
_MOST_QUOTES = 3
_MOST_QUOTED = 160
_MARKS = re.compile(r"[\\`*_\[\]<>~|&$]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def quoted(words: str) -> str:
    r"""Return words of a note on one line, so that they show as they are and nothing in them becomes a link or HTML.

    >>> quoted("STM *R* quad")
    '“STM \\*R\\* quad”'
    """
    line = " ".join(words.split())
    shown = line if len(line) <= _MOST_QUOTED else f"{line[: _MOST_QUOTED - 1]}…"
    return f"“{_MARKS.sub(lambda mark: chr(92) + mark[0], shown)}”"


def counted(charge: Charge) -> str:
    """Return a code with its units: how many, or that the note does not tell."""
    return f"{charge.code} ({units_of(charge)})"


def units_of(charge: Charge) -> str:
    """Return the units of a charge in words."""
    if charge.units is None:
        return "units not documented"
    return f"{charge.units} unit{'' if charge.units == 1 else 's'}"


def chance(score: float) -> str:
    """Return a score to two places, and never as certain.

    >>> chance(0.97123), chance(0.9999)
    ('0.97', 'above 0.99')
    """
    return "above 0.99" if score > 0.99 else f"{score:.2f}"


def codes_summary(charges: Sequence[Charge]) -> str:
    """Return which codes the note supports, as many as one line of a card holds."""
    shown = f"The note supports {', '.join(counted(charge) for charge in charges)}"
    if len(shown) <= MOST_SUMMARY:
        return shown
    shown = f"The note supports {', '.join(charge.code for charge in charges)}"
    return shown if len(shown) <= MOST_SUMMARY else f"The note supports {len(charges)} codes"


def codes_detail(charges: Sequence[Charge], found: NoteSuggestions) -> str:
    """Return each code with its units and the words that prove it, and what was named without having been done."""
    blocks = [_code_block(charge) for charge in charges]
    if found.withheld:
        lines = [f"- {quoted(one.quote)}: {one.assertion}" for one in found.withheld]
        blocks.append("\n".join(["Named, and not taken as performed today:", "", *dict.fromkeys(lines)]))
    blocks.append("Drafts only: nothing is billed before a person accepts it.")
    return "\n\n".join(blocks)


def _code_block(charge: Charge) -> str:
    suggestion = charge.suggestion
    head = f"**{charge.code}** {suggestion.name}: {units_of(charge)}, probability {chance(suggestion.score)}"
    told = [one for one in (charge.reason, charge.caution, suggestion.note) if one]
    evidence = suggestion.evidence[:_MOST_QUOTES]
    lines = [*told, *(f"{quoted(one.quote)} ({one.section}): {one.reason}" for one in evidence)]
    more = len(suggestion.evidence) - len(evidence)
    if more:
        lines.append(f"and {more} more")
    return "\n".join([head, "", *(f"- {line}" for line in lines)])


def findings_lines(found: NoteSuggestions) -> list[str]:
    """Return what is to be put right before the claim goes out, then what the note must still say, a line each."""
    billing = found.billing
    findings = [
        f"- {' + '.join(one.codes)}: {one.message}; {one.remedy}" if one.codes else f"- {one.message}; {one.remedy}"
        for one in billing.findings
    ]
    missing = [
        f"- {one.code}: {one.name} is missing; {one.remedy or 'add it'}"
        for one in billing.documentation
        if not one.present
    ]
    return list(dict.fromkeys([*findings, *missing]))


def claim_detail(charges: Sequence[Charge]) -> str:
    """Return the lines of the draft claim with their units and modifiers, each with its reason."""
    lines = []
    for charge in charges:
        lines.append(f"- {counted(charge)}")
        lines += [f"  - {one.modifier}: {one.reason}" for one in charge.modifiers]
    return "\n".join(["A draft for predetermination, for a person to check:", "", *lines])

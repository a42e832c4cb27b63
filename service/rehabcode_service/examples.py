"""The note that the OpenAPI document shows, an answer to it and an audit of it, with invented figures."""

from __future__ import annotations

from rehabcode.billing.audits import Audit, AuditLine
from rehabcode.records import (
    Bill,
    BilledCode,
    BilledModifier,
    Cue,
    DocumentedElement,
    Evidence,
    Later,
    Mention,
    NoteSuggestions,
    Span,
    Suggestion,
    Versions,
)

NOTE = "Manual therapy x 15 min to the right knee. Ultrasound held today."

BILLED = [{"code": "97140", "units": 2, "modifiers": ["GP"]}, {"code": "97035"}]
"""What the example of an audit bills for it."""

_VERSIONS = Versions("0.1.0", "2026-11-25", "2026")


def found() -> NoteSuggestions:
    """Return an answer to NOTE."""
    manual, withheld = _manual(), _withheld()
    return NoteSuggestions(
        suggestions=(Suggestion("97140", "Hands-on manual therapy", 0.97, (manual,), 15),),
        considered=(),
        withheld=(withheld,),
        versions=_VERSIONS,
        bill=Later(lambda: _bill(manual)),
    )


def audited() -> Audit:
    """Return an audit of BILLED against NOTE."""
    withheld = _withheld()
    too_many = AuditLine(
        code="97140",
        verdict="wrong_units",
        reason="97140 is billed with 2 units and earns 1 (15 min: 1 x 15)",
        remedy="bill 1, or correct its minutes",
        billed=2,
        documented=1,
        modifiers=("GP",),
        spans=(_manual(),),
    )
    declined = AuditLine(
        code="97035",
        verdict="unsupported",
        reason="the note names it and does not show it performed today: negated",
        remedy="write what was done under 97035 if it was, or leave it out",
        billed=None,
        documented=0,
        spans=(withheld,),
    )
    return Audit("medicare", "cms", "CMS-CH5-EX", (too_many, declined), (), _VERSIONS)


def _manual() -> Evidence:
    return Evidence(*_place("Manual therapy"), "manual therapy", "interventions", "named, and performed today")


def _withheld() -> Mention:
    cue = Cue(*_place("held today"), "negated: held")
    return Mention(*_place("Ultrasound"), "ultrasound", ("97035",), "negated", cue, "interventions")


def _bill(manual: Span) -> Bill:
    modifier = BilledModifier("GP", "billed under a PT plan of care", "CMS-CQCO")
    minutes = Span(*_place("15 min"))
    return Bill(
        payer="medicare",
        rule="cms",
        rule_source="CMS-CH5-EX",
        timed_minutes=15,
        timed_units=1,
        left_over=0,
        codes=(BilledCode("97140", 1, 15, "pooled", "15 min: 1 x 15", None, (modifier,)),),
        documentation=(
            DocumentedElement("97140", "duration", "its minutes", True, None, "CMS-CH15-NOTE", (minutes,)),
            DocumentedElement(
                "97140", "response", "the response", False, "say how it was tolerated", "LCD-CA", (manual,)
            ),
        ),
    )


def _place(quote: str) -> tuple[int, int, str]:
    start = NOTE.index(quote)
    return start, start + len(quote), quote

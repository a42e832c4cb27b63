"""What was found in a note, as a row of an Arrow batch."""

from __future__ import annotations

from rehabcode.batches.remembering import Row
from rehabcode.records import Bill, BilledCode, Evidence, Finding, NoteSuggestions, Span, Suggestion


def row_of(found: NoteSuggestions) -> Row:
    """Return an answer with what it bills, as a row of ANSWER without what is known of the note itself."""
    bill = found.billing
    billed = {one.code: one for one in bill.codes}
    return {
        "status": "coded" if found.suggestions else "no_code",
        "reason": None,
        "suggestions": [_suggestion(one, billed.get(one.code)) for one in found.suggestions],
        "considered": [{"code": one.code, "score": one.score} for one in found.considered],
        "withheld": [{**_span(one), "codes": list(one.codes), "assertion": one.assertion} for one in found.withheld],
        "findings": [_finding(one) for one in bill.findings],
        "missing": _missing(bill),
        "unit_rule": bill.rule or None,
        "counted_for": bill.payer or None,
        "timed_minutes": bill.timed_minutes,
        "timed_units": bill.timed_units,
    }


def _suggestion(one: Suggestion, charge: BilledCode | None) -> Row:
    return {
        "code": one.code,
        "name": one.name,
        "score": one.score,
        "minutes": one.minutes,
        "units": charge.units if charge else None,
        "modifiers": [each.modifier for each in charge.modifiers] if charge else [],
        "caution": charge.caution if charge else None,
        "note": one.note,
        "evidence": [_evidence(each) for each in one.evidence],
    }


def _evidence(one: Evidence) -> Row:
    return {**_span(one), "technique": one.technique, "section": one.section, "reason": one.reason}


def _finding(one: Finding) -> Row:
    return {
        "kind": one.kind,
        "codes": list(one.codes),
        "message": one.message,
        "remedy": one.remedy,
        "source": one.source,
        "spans": [_span(each) for each in one.spans],
    }


def _missing(bill: Bill) -> list[Row]:
    return [
        {"code": one.code, "element": one.element, "name": one.name, "remedy": one.remedy, "source": one.source}
        for one in bill.documentation
        if not one.present
    ]


def _span(span: Span) -> Row:
    return {"start": span.start, "end": span.end, "quote": span.quote}

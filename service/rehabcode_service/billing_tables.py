"""What is billed and what stands in the way, as tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rehabcode.billing.audits import Audit, AuditLine, Verdict
from rehabcode.billing.edit_store import HeldTable
from rehabcode.records import Bill, BilledCode, DocumentedElement, Finding, Span
from rehabcode_service.visible import one_line

_VERDICTS: dict[Verdict, str] = {
    "supported": "green",
    "wrong_units": "yellow",
    "unsupported": "red",
    "missed": "magenta",
    "bundled": "dim",
    "unknown": "red",
}


def units_cell(one: BilledCode) -> str:
    """Return the units of a code, a dash where they are not known."""
    return "–" if one.units is None else str(one.units)


def modifiers_cell(one: BilledCode) -> str:
    """Return the modifiers of a code, each with what would say the same."""
    return " ".join(
        f"{each.modifier}/{each.alternative}" if each.alternative else each.modifier for each in one.modifiers
    )


def bill_tables(bill: Bill) -> RenderableType:
    """Return the units of the day, what is to be put right, and what the note leaves out."""
    parts: list[RenderableType] = []
    if any(one.counted in ("pooled", "alone") for one in bill.codes):
        parts.append(Text(_summary(bill), "dim"))
    parts += [Text(f"{one.code}: {one.caution}", "dim") for one in bill.codes if one.caution]
    if bill.findings:
        parts += [Text(), _findings_table(bill.findings)]
    missing = [one for one in bill.documentation if not one.present]
    if missing:
        parts += [Text(), _missing_table(missing)]
    return Group(*parts)


def audit_tables(audit: Audit) -> RenderableType:
    """Return the lines of an audit, over- and under-coding side by side, and what conflicts."""
    table = Table("code", "verdict", "billed", "note", "because", "words", box=None, pad_edge=False, header_style="dim")
    table.columns[2].justify = table.columns[3].justify = "right"
    for line in audit.lines:
        table.add_row(
            line.code or "?", Text(line.verdict.replace("_", " "), _VERDICTS[line.verdict]), _units(line.billed),
            _units(line.documented), line.reason, _quotes(line.spans),
        )  # fmt: skip
    parts: list[RenderableType] = [table if audit.lines else Text("Nothing is billed, and the note supports nothing.")]
    if audit.over or audit.under:
        parts += [Text(), _both_ways(audit)]
    if audit.conflicts:
        parts += [Text(), _findings_table(audit.conflicts)]
    return Group(*parts)


def edits_table(held: Iterable[HeldTable]) -> Table:
    """Return the edit tables that are held, one a line."""
    table = Table("quarter", "kind", "setting", "rows", "source", "from", box=None, pad_edge=False, header_style="dim")
    table.columns[3].justify = "right"
    for one in held:
        table.add_row(
            one.quarter, one.kind, one.setting.replace("_", " "), f"{one.rows:,}", one.source,
            "the package" if one.file is None else one.file,
        )  # fmt: skip
    return table


def _summary(bill: Bill) -> str:
    said = f"{bill.timed_minutes} timed minutes, {bill.timed_units} units ({bill.payer}, {bill.rule} rule)"
    if bill.left_over:
        said += f", {bill.left_over} minutes left over"
    ways = " or ".join(", ".join(f"{code} x{units}" for code, units in one.items()) for one in bill.alternatives)
    return f"{said}; as right: {ways}" if ways else said


def _findings_table(findings: Iterable[Finding]) -> Table:
    table = Table("to put right", "how", "words", box=None, pad_edge=False, header_style="dim")
    for one in findings:
        table.add_row(Text(one.message, "yellow"), Text(one.remedy), _quotes(one.spans))
    return table


def _missing_table(missing: Iterable[DocumentedElement]) -> Table:
    table = Table("code", "not written down", "what to write", box=None, pad_edge=False, header_style="dim")
    for one in missing:
        table.add_row(one.code, Text(one.name), Text(one.remedy or ""))
    return table


def _both_ways(audit: Audit) -> Table:
    table = Table("billed beyond the note", "in the note, not billed", box=None, pad_edge=False, header_style="dim")
    table.add_row(_listed(audit.over), _listed(audit.under))
    return table


def _listed(lines: Iterable[AuditLine]) -> str:
    return (
        "\n".join(f"{one.code}: {_units(one.billed)} billed, {_units(one.documented)} in the note" for one in lines)
        or "–"
    )


def _units(units: int | None) -> str:
    return "–" if units is None else str(units)


def _quotes(spans: Iterable[Span]) -> Text:
    return Text(", ".join(f"“{one_line(one.quote)}”" for one in spans), "dim")

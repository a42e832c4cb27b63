"""Practice on the terminal: the case before, the reasons after."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from rehabcode_service.practice.cases import Case
from rehabcode_service.practice.schemas import FeedbackOut, LineOut, ProgressOut
from rehabcode_service.visible import visible

_VERDICTS = {"right": ("✓ right", "green"), "missed": ("– missed", "yellow"), "over_coded": ("✗ over-coded", "red")}


def show_case(console: Console, case: Case, number: int, cases: int) -> None:
    """Print a case without a word about its answer."""
    asked = ", ".join(("codes", "words", *case.asks))
    title = f"Case {number} of {cases} · level {case.level} · {case.discipline} · {case.payer.replace('_', ' ')}"
    console.print(Panel(Text(visible(case.text)), title=title, subtitle=f"asked: {asked}", title_align="left"))


def show_feedback(console: Console, found: FeedbackOut) -> None:
    """Print the grade with its parts, every code and trap with its reason, and what tells look-alikes apart."""
    passed = "passed" if found.score >= found.pass_mark else f"below {found.pass_mark:.0%}"
    console.print(Text(f"{found.score:.0%} · {passed} · {found.title}", style="bold"))
    console.print("  ".join(f"{part.name} {part.earned:.0%} (weight {part.weight:.0%})" for part in found.parts))
    table = Table(show_header=True, box=None, padding=(0, 2, 0, 0))
    for heading in ("Code", "", "Words", "Units", "Modifiers", "Why"):
        table.add_column(heading, overflow="fold")
    for line in found.lines:
        table.add_row(*_cells(line))
    console.print(table)
    for trap in found.traps:
        mark = Text("✗ fallen " if trap.fallen else "· trap ", style="red" if trap.fallen else "dim")
        console.print(mark + Text(f"{trap.code} {trap.assertion}: “{visible(trap.quote)}” {trap.rationale}"))
    for asked in found.questions:
        console.print(Text(f"? {asked.code} or {asked.other}: {asked.question}", style="italic"))
    console.print()


def show_nothing_due(console: Console, due: datetime | None) -> None:
    """Say that there is nothing to practise, and until when."""
    until = "" if due is None else f" until {due.astimezone():%Y-%m-%d %H:%M}"
    console.print(f"Nothing is due{until}, and every case was seen.")


def show_progress(console: Console, found: ProgressOut) -> None:
    """Print how far a learner has come."""
    if found.score is None:
        console.print("No case is answered yet.")
        return
    console.print(
        f"{found.answered} answered, {found.passed} passed, mean {found.score:.0%}, "
        f"{found.seconds} s a case, {found.streak} days in a row, {found.due} skills due"
    )
    table = Table("Code", "Right", "Missed", "Over-coded", box=None, padding=(0, 2, 0, 0))
    for one in found.codes:
        table.add_row(one.code, str(one.right), str(one.missed), str(one.over_coded))
    console.print(table)
    for pair in found.confusions:
        console.print(f"{pair.answered} answered where {pair.expected} is supported: {pair.times} times")


def _cells(line: LineOut) -> list[Text]:
    said, style = _VERDICTS[line.verdict]
    words = f"{line.shared_words} of {line.gold_words}" if line.gold_words else ""
    extra = line.marked_words - line.shared_words
    reason = line.rationale or "The note does not support it."
    return [
        Text(line.code),
        Text(said, style=style),
        Text(f"{words}, {extra} beyond" if extra else words),
        _cell(line.answered_units, line.units, line.units_right),
        _cell("-".join(line.answered_modifiers), _groups(line), line.modifiers_right),
        Text(reason + (f" [{line.source}]" if line.source else "")),
    ]


def _cell(given: object, gold: object, right: bool | None) -> Text:
    if right is None:
        return Text("")
    said = "none" if given in (None, "") else str(given)
    return Text(said, style="green") if right else Text(f"{said} → {gold}", style="red")


def _groups(line: LineOut) -> str:
    return " ".join(" or ".join(group) for group in line.modifiers) or "none"

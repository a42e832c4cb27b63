"""An answer on the terminal: the note with its evidence marked, and tables of what was found."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rehabcode.records import Evidence, Mention, NoteSuggestions
from rehabcode_service.billing_tables import bill_tables, modifiers_cell, units_cell
from rehabcode_service.codebook_schemas import CodeDetailOut, CodesOut
from rehabcode_service.visible import one_line, visible

# Marks in the order of the ranking; each is told apart by its code too, so colour is never alone.
_STYLES = ("bold green", "bold cyan", "bold magenta", "bold yellow", "bold blue", "bold red")


def show(console: Console, note: str, found: NoteSuggestions) -> None:
    """Print the note, the codes that it supports with what they bill, and what was withheld."""
    styles = {one.code: _STYLES[rank % len(_STYLES)] for rank, one in enumerate(found.suggestions)}
    if note.strip():
        text = marked(note, found, styles, label=console.color_system is None)
        text.rstrip()
        console.print(text, soft_wrap=True)
        console.print()
    if found.suggestions:
        console.print(_suggestions_table(found, styles))
        console.print(bill_tables(found.billing))
    else:
        console.print("No code: the note names nothing as performed that supports one.")
    if found.withheld:
        console.print()
        console.print(_withheld_table(found.withheld))


def marked(note: str, found: NoteSuggestions, styles: dict[str, str], *, label: bool) -> Text:
    """Return the note with each evidence in the style of its code, and what was withheld dim.

    With `label`, the codes stand in brackets behind their words as well.
    """
    text = Text(visible(note))
    ends: dict[int, list[str]] = {}
    for mention in found.withheld:
        text.stylize("dim", mention.start, mention.end)
    for suggestion in reversed(found.suggestions):  # the last style wins: words that prove two codes go with the better
        for evidence in suggestion.evidence:
            text.stylize(f"{styles[suggestion.code]} underline", evidence.start, evidence.end)
            ends.setdefault(evidence.end, []).insert(0, suggestion.code)
    return _labelled(text, ends) if label else text


def _labelled(text: Text, ends: dict[int, list[str]]) -> Text:
    places = sorted(ends)
    labelled = Text()
    for piece, end in zip_longest(text.divide(places), places):
        labelled.append_text(piece)
        labelled.append("" if end is None else f" [{' '.join(dict.fromkeys(ends[end]))}]")
    return labelled


def _suggestions_table(found: NoteSuggestions, styles: dict[str, str]) -> Table:
    heads = ("code", "name", "score", "min", "units", "mod", "evidence")
    table = Table(*heads, box=None, pad_edge=False, header_style="dim")
    for column in table.columns[2:5]:
        column.justify = "right"
    billed = {one.code: one for one in found.billing.codes}
    for suggestion in found.suggestions:
        bills = billed.get(suggestion.code)
        table.add_row(
            Text(suggestion.code, styles[suggestion.code]),
            suggestion.name if suggestion.note is None else f"{suggestion.name} ({suggestion.note})",
            f"{suggestion.score:.2f}",
            "–" if suggestion.minutes is None else str(suggestion.minutes),
            "–" if bills is None else units_cell(bills),
            "" if bills is None else modifiers_cell(bills),
            _reasons(suggestion.evidence),
        )
    return table


def _reasons(evidence: Iterable[Evidence]) -> Text:
    """Return the quotes, those that count for the same reason together."""
    quotes: dict[str, list[str]] = {}
    for one in evidence:
        quotes.setdefault(one.reason, []).append(f"“{one_line(one.quote)}”")
    lines = [Text(", ".join(said)).append(f"  {reason}", "dim") for reason, said in quotes.items()]
    return Text("\n").join(lines)


def _withheld_table(withheld: Iterable[Mention]) -> Table:
    table = Table("named, not performed", "because", "would be", box=None, pad_edge=False, header_style="dim")
    for mention in withheld:
        cue = f": “{one_line(mention.cue.quote)}”" if mention.cue else ""
        quote, because = Text(f"“{one_line(mention.quote)}”"), Text(f"{mention.assertion}{cue}")
        table.add_row(quote, because, ", ".join(mention.codes), style="dim")
    return table


def codes_table(shown: CodesOut) -> Table:
    """Return the codebook, one code a line."""
    table = Table("code", "name", "unit", box=None, pad_edge=False, header_style="dim")
    for one in shown.codes:
        table.add_row(one.code, one.name, f"{one.unit_minutes} min" if one.timed else "untimed")
    return table


def code_table(shown: CodeDetailOut) -> Table:
    """Return what the codebook says of one code, one fact a line."""
    table = Table(box=None, pad_edge=False, show_header=False)
    facts = shown.model_dump(
        mode="json", exclude={"documentation", "look_alikes", "caveats", "timed"}, exclude_none=True
    )
    for field, value in facts.items():
        words = ", ".join(value) if isinstance(value, list) else str(value)
        table.add_row(Text(field.replace("_", " "), "dim"), Text(words))
    for asked in shown.documentation:
        table.add_row(Text(f"note {asked.level} say", "dim"), Text(asked.text))
    for other in shown.look_alikes:
        table.add_row(Text(f"or {other.other}?" if other.other else "sure?", "dim"), Text(other.question))
    for caveat in shown.caveats:
        table.add_row(Text("caveat", "dim"), Text(caveat))
    return table

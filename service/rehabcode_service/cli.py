"""The command line: `rehabcode suggest`, `audit`, `codes`, `edits` and `serve`."""

from __future__ import annotations

import logging
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from rehabcode.errors import RehabcodeError
from rehabcode_service.app import create_app
from rehabcode_service.audit_schemas import AuditOut
from rehabcode_service.backcoding.commands import backcoding_app
from rehabcode_service.billing_tables import audit_tables
from rehabcode_service.codes_commands import codes_app
from rehabcode_service.edits_commands import edits_app
from rehabcode_service.given import (
    AsJson,
    DateOfService,
    DisciplineName,
    NoteFile,
    PayerName,
    SettingName,
    billed_of,
    completer_of,
    day_of,
    note_of,
    refuse,
    settings_with,
    suggester_of,
    visit_of,
)
from rehabcode_service.practice.commands import practice_app
from rehabcode_service.schemas import SuggestionsOut
from rehabcode_service.terminal import show

app = typer.Typer(
    help="Suggest the procedure codes that a therapy note supports, each with the words that prove it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they print local variables, and those hold the note
)
app.add_typer(codes_app, name="codes")
app.add_typer(edits_app, name="edits")
app.add_typer(practice_app, name="practice")
app.add_typer(backcoding_app)


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def suggest(
    file: NoteFile = "-",
    as_json: AsJson = False,
    date_of_service: DateOfService = None,
    payer: PayerName = None,
    discipline: DisciplineName = None,
    setting: SettingName = "practitioner",
) -> None:
    """Show a note with the words that prove each code, its units, and what is not written down."""
    settings = settings_with()
    day = day_of(date_of_service)
    note = note_of(file, settings.max_characters)
    try:
        visit = visit_of(discipline, setting)
        found = suggester_of(settings).suggest(note, date_of_service=day, payer=payer, visit=visit)
    except RehabcodeError as error:
        refuse(str(error))
    if as_json:
        typer.echo(SuggestionsOut.of(found, note).model_dump_json(indent=2))
    else:
        show(Console(), note, found)


@app.command()
def audit(
    file: NoteFile = "-",
    billed: Annotated[str, typer.Option(help="What was billed, as in 97110x2,97140-59.")] = "",
    as_json: AsJson = False,
    date_of_service: DateOfService = None,
    payer: PayerName = None,
    discipline: DisciplineName = None,
    setting: SettingName = "practitioner",
) -> None:
    """Hold what was billed against what a note supports."""
    settings = settings_with()
    day = day_of(date_of_service)
    items = billed_of(billed)
    note = note_of(file, settings.max_characters)
    try:
        visit = visit_of(discipline, setting)
        found = suggester_of(settings).audit(note, items, date_of_service=day, payer=payer, visit=visit)
    except RehabcodeError as error:
        refuse(str(error))
    if as_json:
        typer.echo(AuditOut.of(found, note).model_dump_json(indent=2))
    else:
        Console().print(audit_tables(found))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on, in place of REHABCODE_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on, in place of REHABCODE_PORT.")] = None,
) -> None:
    """Serve the page and the HTTP API."""
    settings = settings_with(host=host, port=port)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    service = create_app(suggester_of(settings), settings, completer_of(settings))
    # Its access log writes paths and queries; ours writes the route's template in its place.
    uvicorn.run(service, host=settings.host, port=settings.port, log_config=None, access_log=False, server_header=False)

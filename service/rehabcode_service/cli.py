"""The command line: `rehabcode suggest`, `rehabcode codes`, `rehabcode serve`."""

from __future__ import annotations

import logging
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
import uvicorn
from pydantic import ValidationError
from rich.console import Console

import rehabcode
from rehabcode.codebook import Codebook
from rehabcode.errors import RehabcodeError
from rehabcode_service.app import create_app
from rehabcode_service.codebook_schemas import CodeDetailOut, CodesOut
from rehabcode_service.schemas import SuggestionsOut, iso_date
from rehabcode_service.settings import Settings
from rehabcode_service.terminal import code_table, codes_table, show

if TYPE_CHECKING:
    from rehabcode import Suggester

app = typer.Typer(
    help="Suggest the procedure codes that a therapy note supports, each with the words that prove it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they print local variables, and those hold the note
)

_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, the same as the HTTP API sends.")]


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def suggest(
    file: Annotated[str, typer.Argument(help="The note, in UTF-8; - reads standard input.")] = "-",
    as_json: _AsJson = False,
    date_of_service: Annotated[str | None, typer.Option(help="YYYY-MM-DD: only codes valid on that day.")] = None,
    payer: Annotated[str | None, typer.Option(help="Whose rules apply, such as medicare.")] = None,
) -> None:
    """Show a note with the words that prove each code."""
    settings = _settings()
    day = _day(date_of_service)
    note = _read(file, settings.max_characters)
    try:
        found = _suggester(settings).suggest(note, date_of_service=day, payer=payer)
    except RehabcodeError as error:
        _refuse(str(error))
    if as_json:
        typer.echo(SuggestionsOut.of(found, note).model_dump_json(indent=2))
    else:
        show(Console(), note, found)


@app.command()
def codes(
    code: Annotated[str | None, typer.Argument(help="One code; all are listed without it.")] = None,
    as_json: _AsJson = False,
) -> None:
    """List the codes that can be suggested, or show what the codebook says of one."""
    try:
        codebook = Codebook.load()
        shown = CodesOut.of(codebook) if code is None else CodeDetailOut.looked_up(codebook, code)
    except RehabcodeError as error:
        _refuse(str(error))
    if as_json:
        typer.echo(shown.model_dump_json(indent=2))
    else:
        Console().print(codes_table(shown) if isinstance(shown, CodesOut) else code_table(shown))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on, in place of REHABCODE_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on, in place of REHABCODE_PORT.")] = None,
) -> None:
    """Serve the page and the HTTP API."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = _settings(**given)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    service = create_app(_suggester(settings), settings)
    # Its access log writes paths and queries; ours writes the route's template in its place.
    uvicorn.run(service, host=settings.host, port=settings.port, log_config=None, access_log=False, server_header=False)


def _settings(**given: Any) -> Settings:
    """Return the settings of the environment, with those that are `given` in their place."""
    try:
        return Settings(**given)
    except ValidationError as error:
        names = ", ".join(f"REHABCODE_{str(found['loc'][0]).upper()}" for found in error.errors())
        _refuse(f"not right in the settings: {names}; see service/README.md")


def _suggester(settings: Settings) -> Suggester:
    try:
        return rehabcode.load(max_characters=settings.max_characters)
    except RehabcodeError as error:
        _refuse(str(error))


def _day(written: str | None) -> date | None:
    try:
        return iso_date(written)
    except ValueError as error:
        _refuse(f"--date-of-service: {error}")


def _read(file: str, max_characters: int) -> str:
    """Return the note as it stands, with its own line ends. Reads no more than a note within the limit can need."""
    most = 4 * max_characters
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(most + 1)
        else:
            with Path(file).open("rb") as opened:
                raw = opened.read(most + 1)
    except OSError as error:
        _refuse(f"{file}: {error.strerror or 'cannot be read'}")
    name = "standard input" if file == "-" else file
    if len(raw) > most:
        _refuse(f"{name}: the note is over the limit of {max_characters:,} characters; send one visit at a time")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(f"{name}: not valid UTF-8 at byte {error.start}; save it as UTF-8 and try again")


def _refuse(problem: str) -> NoReturn:
    """End with one line on standard error and exit code 2: what was given is not right."""
    typer.echo(f"rehabcode: {problem}", err=True)
    raise typer.Exit(2)

"""What is given to a command: settings, a note, a day, a visit. What is not right ends it with one line."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, cast

import typer
from pydantic import ValidationError

import rehabcode
from rehabcode import completer
from rehabcode.billing.billed_items import BilledItem
from rehabcode.billing.visit import Visit
from rehabcode.errors import RehabcodeError
from rehabcode_service.schemas import iso_date
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester
    from rehabcode.billing.claims import Discipline
    from rehabcode.completer import Completer
    from rehabcode.rules import Setting

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, the same as the HTTP API sends.")]
NoteFile = Annotated[str, typer.Argument(help="The note, in UTF-8; - reads standard input.")]
DateOfService = Annotated[str | None, typer.Option(help="YYYY-MM-DD: only codes valid on that day.")]
PayerName = Annotated[str | None, typer.Option(help="Whose rules apply, such as medicare.")]
DisciplineName = Annotated[str | None, typer.Option(help="PT or OT: under whose plan of care.")]
SettingName = Annotated[str, typer.Option(help="practitioner or outpatient_hospital: who bills.")]
DataFolder = Annotated[
    Path | None, typer.Option("--folder", help="Where it is kept, in place of REHABCODE_DATA_FOLDER.")
]

_ITEM = re.compile(r"([^\s,x-]+)((?:-[^\s,x-]+)*)(?:x(\d{1,3}))?((?:-[^\s,x-]+)*)")


def settings_with(**given: Any) -> Settings:
    """Return the settings of the environment, with those that are `given` in their place."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        names = ", ".join(f"REHABCODE_{str(found['loc'][0]).upper()}" for found in error.errors())
        refuse(f"not right in the settings: {names}; see service/README.md")


def suggester_of(settings: Settings) -> Suggester:
    """Return the suggester as it is set."""
    try:
        return rehabcode.load(max_characters=settings.max_characters, data_folder=settings.data_folder)
    except RehabcodeError as error:
        refuse(str(error))


def completer_of(settings: Settings) -> Completer:
    """Return the completer, which takes notes as long as the suggester does."""
    try:
        return completer.load(max_characters=settings.max_characters)
    except RehabcodeError as error:
        refuse(str(error))


def day_of(written: str | None) -> date | None:
    """Return the day that was written; None for None."""
    try:
        return iso_date(written)
    except ValueError as error:
        refuse(f"--date-of-service: {error}")


def visit_of(discipline: str | None, setting: str) -> Visit:
    """Return what is known of a visit. Raises RequestError for a discipline or a setting that is none."""
    return Visit(discipline=cast("Discipline | None", discipline), setting=cast("Setting", setting))


def note_of(file: str, max_characters: int) -> str:
    """Return the note as it stands, with its own line ends. Reads no more than a note within the limit can need."""
    most = 4 * max_characters
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(most + 1)
        else:
            with Path(file).open("rb") as opened:
                raw = opened.read(most + 1)
    except OSError as error:
        refuse(f"{file}: {error.strerror or 'cannot be read'}")
    name = "standard input" if file == "-" else file
    if len(raw) > most:
        refuse(f"{name}: the note is over the limit of {max_characters:,} characters; send one visit at a time")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse(f"{name}: not valid UTF-8 at byte {error.start}; save it as UTF-8 and try again")


def billed_of(written: str) -> list[BilledItem]:
    """Return the lines of a claim written as in `97110x2,97140-59`: units after x, each modifier after a dash."""
    items = []
    for place, part in enumerate((part.strip() for part in written.split(",") if written.strip()), start=1):
        found = _ITEM.fullmatch(part)
        if found is None:
            refuse(f"--billed: item {place} is none; write it as in 97110x2 or 97140-59")
        code, before, units, after = found.groups()
        modifiers = tuple(filter(None, (before + after).split("-")))
        items.append(BilledItem(code, None if units is None else int(units), modifiers))
    return items


def refuse(problem: str) -> NoReturn:
    """End with one line on standard error and exit code 2: what was given is not right."""
    typer.echo(f"rehabcode: {problem}", err=True)
    raise typer.Exit(2)

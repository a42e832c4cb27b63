"""`rehabcode edits`: Medicare's pair and quantity files, loaded as they were downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rehabcode.billing.edit_store import EDITS, held_tables, load_edit_file
from rehabcode.errors import RehabcodeError
from rehabcode_service.billing_tables import edits_table
from rehabcode_service.given import DataFolder, refuse, settings_with, visit_of

edits_app = typer.Typer(help="Load newer edit files of Medicare's, or list those in force.", no_args_is_help=True)


@edits_app.command()
def load(
    file: Annotated[Path, typer.Argument(help="The file as it was downloaded: .zip, .txt, .csv or .xlsx.")],
    setting: Annotated[
        str | None, typer.Option(help="practitioner or outpatient_hospital, where the file does not tell.")
    ] = None,
    quarter: Annotated[str | None, typer.Option(help="As in 2026Q3, where the file does not tell.")] = None,
    folder: DataFolder = None,
) -> None:
    """Check every row of a file and store its therapy codes. At a bad row the tables in force stay."""
    try:
        held_for = None if setting is None else visit_of(None, setting).setting
        loaded = load_edit_file(file, folder=_home(folder), setting=held_for, quarter=quarter)
    except RehabcodeError as error:
        refuse(str(error))
    for table in loaded:
        typer.echo(
            f"{table.file}: {table.kind} edits, {table.setting}, {table.quarter}: "
            f"{table.read:,} rows read, {table.kept:,} of therapy codes kept"
        )
    typer.echo("Restart what is running: tables are read when it starts.")


@edits_app.command(name="list")
def list_tables(folder: DataFolder = None) -> None:
    """List the tables that are held, the newest first. The date of service chooses between them."""
    try:
        held = held_tables(_home(folder))
    except RehabcodeError as error:
        refuse(str(error))
    Console().print(edits_table(held))


def _home(folder: Path | None) -> Path | None:
    settings = settings_with(data_folder=folder)
    return None if settings.data_folder is None else settings.data_folder / EDITS

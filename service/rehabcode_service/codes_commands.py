"""`rehabcode codes`: the codebook, and official descriptors for it under a licence of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from rehabcode.codebook import Codebook
from rehabcode.descriptors import load_descriptor_file, loaded_descriptors
from rehabcode.errors import RehabcodeError
from rehabcode_service.codebook_schemas import CodeDetailOut, CodesOut
from rehabcode_service.given import AsJson, DataFolder, refuse, settings_with
from rehabcode_service.terminal import code_table, codes_table


class CodesGroup(TyperGroup):
    """Takes `codes 97140` for `codes show 97140`, and `codes` alone for `codes show`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `show` before what names no command and asks for no help."""
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["show", *args])


codes_app = typer.Typer(cls=CodesGroup, help="List the codes, or load their official names.")


@codes_app.command()
def show(
    code: Annotated[str | None, typer.Argument(help="One code; all are listed without it.")] = None,
    as_json: AsJson = False,
    folder: DataFolder = None,
) -> None:
    """List the codes that can be suggested, or show what the codebook says of one."""
    settings = settings_with(data_folder=folder)
    try:
        codebook = Codebook.load().named(loaded_descriptors(settings.data_folder))
        shown = CodesOut.of(codebook) if code is None else CodeDetailOut.looked_up(codebook, code)
    except RehabcodeError as error:
        refuse(str(error))
    if as_json:
        typer.echo(shown.model_dump_json(indent=2))
    else:
        Console().print(codes_table(shown) if isinstance(shown, CodesOut) else code_table(shown))


@codes_app.command()
def load_descriptors(
    file: Annotated[Path, typer.Argument(help="LONGULT.txt or SHORTU.txt as the AMA delivers it to a licensed user.")],
    folder: DataFolder = None,
) -> None:
    """Show official descriptors in place of our own words. The file is yours: none comes with rehabcode."""
    settings = settings_with(data_folder=folder)
    try:
        loaded = load_descriptor_file(file, Codebook.load(), folder=settings.data_folder)
    except RehabcodeError as error:
        refuse(str(error))
    typer.echo(f"{loaded.file}: {loaded.read:,} rows read, {loaded.kept} names of codes kept. Restart what is running.")

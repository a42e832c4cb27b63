"""`rehabcode practice`: cases in the terminal, each answered before anything of its answer is shown."""

from __future__ import annotations

from getpass import getuser
from typing import Annotated

import typer
from rich.console import Console

from rehabcode.codebook import Codebook
from rehabcode.errors import RehabcodeError
from rehabcode_service.given import refuse, settings_with
from rehabcode_service.practice.asked import ask
from rehabcode_service.practice.desk import Desk
from rehabcode_service.practice.explained import explained, shown_progress
from rehabcode_service.practice.room import open_desk
from rehabcode_service.practice.shown import show_case, show_feedback, show_nothing_due, show_progress

practice_app = typer.Typer(help="Practise coding: notes to code, graded with the reasons.")


@practice_app.callback(invoke_without_command=True)
def practice(
    ctx: typer.Context,
    learner: Annotated[str | None, typer.Option(help="Who practises; the name of your account without it.")] = None,
    cases: Annotated[int, typer.Option(min=1, help="How many cases to deal.")] = 5,
) -> None:
    """Deal cases, take an answer to each, and then show what was right and why."""
    ctx.obj = learner or getuser()
    if ctx.invoked_subcommand is None:
        try:
            _work(Console(), _desk(), ctx.obj, cases)
        except RehabcodeError as error:
            refuse(str(error))


@practice_app.command()
def progress(ctx: typer.Context) -> None:
    """Show how far a learner has come."""
    try:
        desk = _desk()
        show_progress(Console(), shown_progress(desk.progress(desk.enter(ctx.obj))))
    except RehabcodeError as error:
        refuse(str(error))


@practice_app.command()
def forget(ctx: typer.Context) -> None:
    """Delete a learner with everything that is kept of them."""
    try:
        desk = _desk()
        desk.learners.delete(desk.enter(ctx.obj))
    except RehabcodeError as error:
        refuse(str(error))
    typer.echo("Deleted: the learner, and all that was dealt, answered and scheduled.")


def _work(console: Console, desk: Desk, name: str, cases: int) -> None:
    learner = desk.enter(name)
    for number in range(1, cases + 1):
        dealt = desk.deal(learner)
        if dealt is None:
            show_nothing_due(console, desk.next_due(learner))
            return
        show_case(console, dealt.case, number, cases)
        feedback = desk.answer(dealt.attempt_id, ask(dealt.case, desk.codebook))
        show_feedback(console, explained(feedback, desk.codebook, None))


def _desk() -> Desk:
    return open_desk(settings_with(), Codebook.load())

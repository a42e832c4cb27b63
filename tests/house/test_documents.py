"""What the documents say is so: the README's code runs, links lead somewhere, the changelog is on the version."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING, Any

import pytest

from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    pass

README = Path(__file__).parents[2] / "README.md"
BLOCKS = re.findall(r"^```python\n(.+?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)")


def links(name: str, text: str) -> set[str]:
    """Return the files that a document links to, as paths from the root."""
    return {normpath(str(PurePosixPath(name).parent / target)) for target in LINK.findall(text)}


def released(changelog: str) -> str:
    """Return the version of the newest entry."""
    entry = re.search(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    return entry[1] if entry else ""


def test_a_link_is_read_from_where_it_stands() -> None:
    text = "[a](../README.md#top) [b](corpus/GUIDELINE.md) [c](https://example.org/x.md) [d](#here)"
    assert links("training/README.md", text) == {"README.md", "training/corpus/GUIDELINE.md"}


def test_no_link_is_dead(tracked: list[str], texts: dict[str, str]) -> None:
    documents = {name: text for name, text in texts.items() if name.endswith(".md")}
    places = {*tracked, *(str(parent) for name in tracked for parent in PurePosixPath(name).parents)}
    found = {name: links(name, text) - places for name, text in documents.items()}
    assert not {name: dead for name, dead in found.items() if dead}


def test_the_newest_entry_of_the_changelog_is_this_version(texts: dict[str, str], pyproject: dict[str, Any]) -> None:
    assert released(texts["CHANGELOG.md"]) == pyproject["project"]["version"]


@pytest.mark.parametrize("text", ["", "## Unreleased", "# 1.0.0"])
def test_a_changelog_without_an_entry_has_no_version(text: str) -> None:
    assert released(text) == ""


def test_the_readme_has_an_example() -> None:
    assert BLOCKS


@pytest.mark.parametrize("block", BLOCKS)
def test_code_of_the_readme_runs(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
    assert capsys.readouterr().out.strip(), "an example shows something"


def test_the_readme_shows_every_room(tracked: list[str], texts: dict[str, str]) -> None:
    rooms = {f"{name.partition('/')[0]}/" for name in tracked if "/" in name and not name.startswith(".")}
    assert not {room for room in rooms if f"`{room}" not in texts["README.md"]}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_service_documents_every_setting(name: str, texts: dict[str, str]) -> None:
    assert f"`REHABCODE_{name.upper()}`" in texts["service/README.md"]


def test_the_readme_documents_every_command_line(texts: dict[str, str]) -> None:
    from rehabcode_service.cli import app

    names = [command.callback.__name__ for command in app.registered_commands if command.callback]
    assert "suggest" in names
    assert not [name for name in names if f"rehabcode {name}" not in texts["README.md"]]

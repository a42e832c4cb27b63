"""The house keeps its shape: a small root, packages that are typed and explained, no drawers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT_LIMIT = 16
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "engine", "processor"}
ROOMS = {"model": "rehabcode", "training": "rehabcode_training", "service": "rehabcode_service"}


def drawers(name: str) -> set[str]:
    """Return the words of a module's or class's name that say nothing about what is inside."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)} & DRAWERS


def class_names(source: str) -> list[str]:
    """Return the names of all classes in a module, nested ones too."""
    return [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]


@pytest.mark.parametrize("name", ["utils", "note_helpers", "common", "CodeManager", "NoteProcessor", "TextUtils"])
def test_a_drawer_is_known_by_its_name(name: str) -> None:
    assert drawers(name)


@pytest.mark.parametrize("name", ["codebook", "commonest_codes", "Suggester", "lexicon"])
def test_a_noun_is_no_drawer(name: str) -> None:
    assert not drawers(name)


def test_the_root_is_small(tracked: list[str]) -> None:
    entries = sorted({name.partition("/")[0] for name in tracked})
    assert len(entries) <= ROOT_LIMIT, f"{len(entries)} entries, give one a room: {entries}"


def test_no_module_is_a_drawer(tracked: list[str]) -> None:
    folders_and_modules = {part for name in tracked for part in Path(name).with_suffix("").parts}
    assert not {part for part in folders_and_modules if drawers(part)}


def test_no_class_is_a_drawer(sources: dict[str, str]) -> None:
    classes = {name for source in sources.values() for name in class_names(source)}
    assert "Suggestion" in classes
    assert not {name for name in classes if drawers(name)}


@pytest.mark.parametrize(("room", "package"), ROOMS.items())
def test_a_room_has_a_readme_and_a_typed_package(room: str, package: str, tracked: list[str]) -> None:
    assert {f"{room}/README.md", f"{room}/{package}/__init__.py", f"{room}/{package}/py.typed"} <= set(tracked)


@pytest.mark.parametrize("room", ["notebooks", "tests"])
def test_a_room_without_a_package_has_a_readme(room: str, tracked: list[str]) -> None:
    assert f"{room}/README.md" in tracked


def test_the_licence_is_apache_2(texts: dict[str, str]) -> None:
    assert "Apache License\n" in texts["LICENSE"]
    assert "END OF TERMS AND CONDITIONS" in texts["LICENSE"]


def test_every_case_file_is_run(tracked: list[str], texts: dict[str, str]) -> None:
    tests = "".join(text for name, text in texts.items() if re.fullmatch(r"tests/.+\.py", name))
    cases = [name for name in tracked if name.startswith("tests/cases/")]
    assert not [name for name in cases if Path(name).name not in tests]


def test_what_ci_runs_is_make_check(root: Path, texts: dict[str, str]) -> None:
    assert texts[".ci/run"].rstrip().endswith("exec make check")
    assert (root / ".ci/run").stat().st_mode & 0o111

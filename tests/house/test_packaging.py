"""The wheel holds the three packages with their data, and nothing of the rooms around them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

PACKAGES = ("model/rehabcode", "training/rehabcode_training", "service/rehabcode_service")
PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENTRY_POINTS = [
    *(("console_scripts", name) for name in PROJECT["scripts"]),
    *((group, name) for group, table in PROJECT["entry-points"].items() for name in table),
]


def wheel_of(tree: Path, folder: Path) -> set[str]:
    """Build the wheel of a tree and return the names of the files in it."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=tree, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def plant(tree: Path, names: list[str]) -> None:
    """Make a tree of empty files."""
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).touch()


def test_the_wheel_holds_the_packages_and_nothing_else(root: Path, tracked: list[str], tmp_path: Path) -> None:
    own = {name.partition("/")[2] for name in tracked if name.startswith(tuple(f"{each}/" for each in PACKAGES))}
    shipped = {name for name in wheel_of(root, tmp_path) if ".dist-info/" not in name}
    assert shipped == own


def test_data_ships_even_where_git_ignores_it(root: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    data = ["model/rehabcode/ranking/artifact/ranker.joblib", "model/rehabcode/knowledge/codebook.jsonl"]
    plant(tree, [*(f"{package}/__init__.py" for package in PACKAGES), *data, "README.md", "LICENSE"])
    shutil.copy(root / "pyproject.toml", tree)
    (tree / ".gitignore").write_text("*.joblib\n*.jsonl\n", encoding="utf-8")
    assert {name.partition("/")[2] for name in data} <= wheel_of(tree, tmp_path / "wheel")


def test_the_installed_version_is_that_of_pyproject(pyproject: dict[str, Any]) -> None:
    assert version("rehabcode") == pyproject["project"]["version"], "run: make setup"


@pytest.mark.parametrize(("group", "name"), ENTRY_POINTS)
def test_an_entry_point_can_be_called(group: str, name: str) -> None:
    (entry,) = distribution("rehabcode").entry_points.select(group=group, name=name)
    assert callable(entry.load())

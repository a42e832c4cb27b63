"""The tree as a reader of the repository sees it."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pathspec
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def tracked() -> list[str]:
    """The files that belong to the project, as paths from the root: tracked, or new and not ignored."""
    return sorted(name for name in _listed(ROOT) if (ROOT / name).is_file())


@pytest.fixture(scope="session")
def texts(tracked: list[str]) -> dict[str, str]:
    """The text of each file that belongs to the project and is text."""
    contents = {name: (ROOT / name).read_bytes() for name in tracked}
    return {name: content.decode() for name, content in contents.items() if b"\0" not in content}


@pytest.fixture(scope="session")
def sources(texts: dict[str, str]) -> dict[str, str]:
    """The Python files of the three packages."""
    rooms = ("model/", "training/", "service/")
    return {name: text for name, text in texts.items() if name.startswith(rooms) and name.endswith(".py")}


def _listed(root: Path) -> list[str]:
    """What git lists; in a tree without git, what .gitignore leaves."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if shutil.which("git"):
        answer = subprocess.run(command, capture_output=True, check=False)
        if answer.returncode == 0:
            return answer.stdout.decode().rstrip("\0").split("\0")
    ignored = pathspec.GitIgnoreSpec.from_lines((root / ".gitignore").read_text(encoding="utf-8").splitlines())
    return list(ignored.match_tree_files(root, negate=True))

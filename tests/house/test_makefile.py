"""Every command of the Makefile is listed and documented, and an interpreter that will not do is told in one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOO_OLD = "#!/bin/sh\nexit 1\n"
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n'


@pytest.fixture
def commands(texts: dict[str, str]) -> list[str]:
    """The targets that a person may call."""
    phony = re.search(r"^\.PHONY: (.+)$", texts["Makefile"], re.MULTILINE)
    assert phony
    return phony[1].split()


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell: what the make that runs this test hands down is left out."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--no-print-directory", "-C", str(folder), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_help_lists_every_command(root: Path, commands: list[str]) -> None:
    listed = re.findall(r"^make (\w+)", make(root).stdout, re.MULTILINE)
    assert sorted(listed) == sorted(commands)


def test_the_readme_documents_every_command(commands: list[str], texts: dict[str, str]) -> None:
    assert not [name for name in commands if f"make {name}" not in texts["README.md"]]


@pytest.mark.parametrize(
    ("interpreter", "message"),
    [(TOO_OLD, "rehabcode needs Python 3.11 or newer"), (WITHOUT_VENV, "cannot make a venv")],
    ids=["too-old", "without-venv"],
)
def test_a_wrong_interpreter_is_told(interpreter: str, message: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "locks", tmp_path / "locks")
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copy(root / "Makefile", tmp_path)
    python = tmp_path / "python"
    python.write_text(interpreter, encoding="utf-8")
    python.chmod(0o755)
    answer = make(tmp_path, "test", f"PYTHON={python}")
    assert answer.returncode != 0
    assert message in answer.stderr.splitlines()[0]
    assert not (tmp_path / ".venv").exists()

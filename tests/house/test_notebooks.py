"""Notebooks are for reading: short, nothing in them worth importing, and what they show is small."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import pytest

DEF_LIMIT, LINE_LIMIT, CELL_LIMIT, SIZE_LIMIT = 5, 250, 20, 300_000
"""Lines of a function, of all cells together, and of one cell of code; characters of the file with its outputs."""


def cells_of(notebook: str, kind: str) -> list[str]:
    """Return the sources of the cells of one kind."""
    cells: list[dict[str, Any]] = json.loads(notebook)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


def long_definitions(cell: str, limit: int) -> list[str]:
    """Return the functions and classes of a cell that are longer than the limit; IPython's own lines are left out."""
    plain = "\n".join(line for line in cell.split("\n") if not line.startswith(("%", "!")))
    found = [node for node in ast.walk(ast.parse(plain)) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return [node.name for node in found if (node.end_lineno or 0) - node.lineno + 1 > limit]


@pytest.fixture
def notebooks(texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name.endswith(".ipynb")}


def test_a_long_definition_is_found_behind_a_magic() -> None:
    cell = "%matplotlib inline\ndef draw():\n    a = 1\n    return a\n"
    assert long_definitions(cell, limit=2) == ["draw"]
    assert long_definitions(cell, limit=3) == []


def test_there_are_some_and_they_stand_in_their_room(notebooks: dict[str, str]) -> None:
    assert notebooks
    assert not [name for name in notebooks if not re.fullmatch(r"notebooks/\d\d_[a-z_]+\.ipynb", name)]


def test_none_defines_what_a_package_should(notebooks: dict[str, str]) -> None:
    cells = [(name, cell) for name, text in notebooks.items() for cell in cells_of(text, "code")]
    assert not {name: found for name, cell in cells if (found := long_definitions(cell, DEF_LIMIT))}


def test_each_is_read_in_ten_minutes(notebooks: dict[str, str]) -> None:
    lines = {
        name: sum(cell.count("\n") + 1 for kind in ("code", "markdown") for cell in cells_of(text, kind))
        for name, text in notebooks.items()
    }
    longest = {name: max(cell.count("\n") + 1 for cell in cells_of(text, "code")) for name, text in notebooks.items()}
    assert not {name: count for name, count in lines.items() if count > LINE_LIMIT}
    assert not {name: count for name, count in longest.items() if count > CELL_LIMIT}


def test_what_is_shown_is_small_and_no_error(notebooks: dict[str, str]) -> None:
    assert not {name: len(text) for name, text in notebooks.items() if len(text) > SIZE_LIMIT}
    outputs = [
        (name, output)
        for name, text in notebooks.items()
        for cell in json.loads(text)["cells"]
        for output in cell.get("outputs", [])
    ]
    assert not [name for name, output in outputs if output["output_type"] == "error"]


def test_the_readme_of_the_room_tells_of_each(notebooks: dict[str, str], texts: dict[str, str]) -> None:
    names = [name.removeprefix("notebooks/") for name in notebooks]
    assert not [name for name in names if name not in texts["notebooks/README.md"]]

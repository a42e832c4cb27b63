"""Rooms stay small enough to feel at home in. A limit may go down, not up."""

from __future__ import annotations

import ast

FILE_LIMIT = 300
FUNCTION_LIMIT = 60


def long_functions(source: str, limit: int) -> list[str]:
    """Return the functions of a module that have more lines than `limit`, each with its line number."""
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [f"{each.lineno} {each.name}" for each in functions if (each.end_lineno or 0) - each.lineno + 1 > limit]


def test_a_long_function_is_found_inside_a_class() -> None:
    source = "class Reader:\n    def read(self):\n        a = 1\n        b = 2\n        return a + b\n"
    assert long_functions(source, limit=4) == []
    assert long_functions(source, limit=3) == ["2 read"]


def test_no_module_is_long(sources: dict[str, str]) -> None:
    lengths = {name: len(text.splitlines()) for name, text in sources.items()}
    assert lengths
    assert not {name: length for name, length in lengths.items() if length > FILE_LIMIT}


def test_no_function_is_long(sources: dict[str, str]) -> None:
    found = {name: long_functions(text, FUNCTION_LIMIT) for name, text in sources.items()}
    assert not {name: functions for name, functions in found.items() if functions}

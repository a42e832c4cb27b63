"""The one place that reads JSON Lines of the corpus: a row a line, typed, and named by its number where it is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from rehabcode_training.errors import CorpusError

REMEDY = "mend the row as training/corpus/GUIDELINE.md says"
Row = TypeVar("Row", bound=BaseModel)


def read_rows(path: Path, kind: type[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a file with their line numbers, counted from 1; blank lines are skipped.

    Raises CorpusError for a missing file, and for the first bad row when it is reached.
    """
    if not path.is_file():
        raise CorpusError(path.name, None, "no such file", "run from a checkout, or name the folder with --corpus")
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            yield number, _row(path, number, line, kind)


def _row(path: Path, number: int, line: str, kind: type[Row]) -> Row:
    # `from None`: the errors of json and pydantic carry the row, and with it the note.
    try:
        json.loads(line)
        return kind.model_validate_json(line)
    except json.JSONDecodeError as error:
        raise CorpusError(path.name, number, f"no JSON at column {error.colno}", REMEDY) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        raise CorpusError(path.name, number, f"{field}: {first['msg']}", REMEDY) from None

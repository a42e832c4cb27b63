"""JSON Lines: one object a line; what is nested in it has a name with dots, as in "note.text"."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice

from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.file_source import FileSource
from rehabcode_service.backcoding.sources.files import Place, SourceFile, opened
from rehabcode_service.backcoding.sources.lines import lines
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow

LOOKED_AT = 200
"""So many rows tell which columns there are."""


class JsonLines(FileSource):
    """Rows of JSON Lines files. A line that is no object costs itself alone."""

    kind = "JSON Lines"

    def __init__(self, place: Place, files: list[SourceFile]) -> None:
        super().__init__(place, files)
        names: dict[str, None] = {}
        for row in islice(self.rows(), LOOKED_AT):
            if isinstance(row, SourceRow):
                names.update(dict.fromkeys(row.values))
        if not names:
            raise RunRefused(f"{place.name}: none of the first lines is a JSON object; give one object a line")
        self.columns = tuple(names)

    def rows(self, wanted: frozenset[str] | None = None, key: str | None = None) -> Iterator[SourceRow | BadRow]:  # noqa: ARG002  (a line is found by its end)
        """Yield the rows of all files."""
        self.restart()
        for file in self.files:
            with opened(file) as read:
                for line in lines(read):
                    self.reading(read.taken)
                    if line.text.strip():
                        yield _row(line.text, f"{file.name}, line {line.number}", wanted)
            self.finished(file)


def read_object(text: str, place: str) -> Mapping[str, object] | BadRow:
    """Return the JSON object of a line, or why it is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return BadRow(place, "the line is not JSON; export it again, one object a line")
    if not isinstance(value, dict):
        return BadRow(place, "the line is JSON and no object; export one object a line")
    return value


def _row(text: str, place: str, wanted: frozenset[str] | None) -> SourceRow | BadRow:
    value = read_object(text, place)
    if isinstance(value, BadRow):
        return value
    flat = dict(_flat(value, ""))
    return SourceRow(place, flat if wanted is None else {name: flat.get(name) for name in wanted})


def _flat(value: Mapping[str, object], above: str) -> Iterator[tuple[str, object]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{above}{name}.")
        else:
            yield f"{above}{name}", inner

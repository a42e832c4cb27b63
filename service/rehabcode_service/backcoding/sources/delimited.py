"""CSV and TSV files, one or a folder of them with the same header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.file_source import FileSource
from rehabcode_service.backcoding.sources.files import Place, SourceFile, opened
from rehabcode_service.backcoding.sources.lines import Line, lines
from rehabcode_service.backcoding.sources.records import LONGEST_RECORD, BrokenRecord, Records
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow

MOST_SHAPES = 100

LONGEST_ID = 200
"""An id with more characters is none."""

_DELIMITERS = ",\t;|"


class IdShapes:
    """What the ids of a file look like: behind a broken quote, a word of a note could stand where an id does.

    >>> ids = IdShapes()
    >>> ids.learn("N-1024")
    >>> ids.allow("N-77"), ids.allow("plan"), ids.allow("12")
    (True, False, False)
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def learn(self, field: str) -> None:
        """Note the shape of an id; as many as are worth telling apart."""
        if len(self._seen) < MOST_SHAPES:
            self._seen.add(_shape(field))

    def allow(self, field: str) -> bool:
        """Tell whether a field may be an id: shaped as one before it, or where there is none, with a digit."""
        if not 0 < len(field) <= LONGEST_ID or len(field.split()) != 1:
            return False
        return _shape(field) in self._seen if self._seen else any(sign.isdecimal() for sign in field)


class DelimitedFiles(FileSource):
    """Rows of CSV or TSV files. Lines that are no UTF-8 are read as Windows-1252, each for itself."""

    kind = "CSV"

    def __init__(self, place: Place, files: list[SourceFile]) -> None:
        super().__init__(place, files)
        csv.field_size_limit(LONGEST_RECORD)
        self._delimiter, self.columns = self._header(files[0])

    def rows(self, wanted: frozenset[str] | None = None, key: str | None = None) -> Iterator[SourceRow | BadRow]:
        """Yield the rows of all files. Raises RunRefused where a file has another header than the first."""
        self.restart()
        for file in self.files:
            yield from self._rows_of(file, wanted, key)
            self.finished(file)

    def _rows_of(
        self, file: SourceFile, wanted: frozenset[str] | None, key: str | None
    ) -> Iterator[SourceRow | BadRow]:
        taken = [name for name in self.columns if wanted is None or name in wanted]
        places = [self.columns.index(name) for name in taken]
        own = self.columns.index(key) if key is not None else 0
        with opened(file) as read:
            ids = IdShapes()
            records = Records(lines(read), self._delimiter, lambda fields: ids.allow(fields[own]))
            found = records.read(len(self.columns))
            self._check(file, next(found, None))
            for record in found:
                self.reading(read.taken)
                if isinstance(record, BrokenRecord):
                    yield BadRow(f"{file.name}, {_lines(record.first, record.last)}", record.reason)
                else:
                    ids.learn(record.fields[own])
                    values = {name: record.fields[place] for name, place in zip(taken, places, strict=True)}
                    yield SourceRow(f"{file.name}, line {record.first}", values)

    def _check(self, file: SourceFile, header: object) -> None:
        if tuple(getattr(header, "fields", ())) != self.columns:
            raise RunRefused(
                f"{file.name}: its header is not that of {self.files[0].name}; put it into a folder of its own"
            )

    def _header(self, file: SourceFile) -> tuple[str, tuple[str, ...]]:
        with opened(file) as read:
            first = next(lines(read), Line(1, "", odd=False))
            delimiter = "\t" if file.suffix == ".tsv" else max(_DELIMITERS, key=first.text.count)
        with opened(file) as read:
            header = next(Records(lines(read), delimiter, lambda _: True).read(), None)
        names = tuple(getattr(header, "fields", ()))
        if len(set(names)) < len(names) or not any(names):
            raise RunRefused(f"{file.name}: the first line is no header with a name for each column; put one there")
        return delimiter, names


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _shape(field: str) -> str:
    """Return a field with its digits as one 9, and its letters as one a."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", field))

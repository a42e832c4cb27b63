"""Parquet: a file, or a folder of files, with the columns that their paths tell (as in year=2024/)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from rehabcode_service.backcoding.refusals import RunRefused, RunStopped
from rehabcode_service.backcoding.sources.file_source import FileSource
from rehabcode_service.backcoding.sources.files import Place, SourceFile, told
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow

AT_ONCE = 64
"""So many rows are held: one of them may be very long."""

_PAGES = 1 << 20


class ParquetFiles(FileSource):
    """Rows of Parquet files. Their footers are read first: a broken file is told before a note is read."""

    kind = "Parquet"

    def __init__(self, place: Place, files: list[SourceFile]) -> None:
        super().__init__(place, files)
        self._counts = [self._check(file) for file in files]
        self._read = 0
        with _opened(files[0]) as first:
            names = first.schema_arrow.names
        self.columns = (*names, *(name for name in _path_values(files[0]) if name not in names))

    def rows(self, wanted: frozenset[str] | None = None, key: str | None = None) -> Iterator[SourceRow | BadRow]:  # noqa: ARG002  (a file has its own structure)
        """Yield the rows of all files."""
        self._read = 0
        for file in self.files:
            beside = _path_values(file)
            number = 0
            for batch in _batches(file, wanted):
                for values in batch.to_pylist():
                    number += 1
                    self._read += 1
                    yield SourceRow(f"{file.name}, row {number}", {**beside, **values})

    def total(self) -> int | None:
        """Return the rows that the footers tell."""
        return sum(self._counts)

    def share(self) -> float | None:
        """Return the part of all rows that has been read."""
        return self._read / (sum(self._counts) or 1)

    def _check(self, file: SourceFile) -> int:
        try:
            with _opened(file) as found:
                return int(found.metadata.num_rows)
        except (OSError, pa.ArrowException) as error:
            raise RunRefused(
                f"{file.name}: no Parquet file that can be read, its footer is broken or missing; export it again, or "
                "take it out of the folder"
            ) from error


def _batches(file: SourceFile, wanted: frozenset[str] | None) -> Iterator[Any]:
    try:
        with _opened(file) as found:
            names = [name for name in found.schema_arrow.names if wanted is None or name in wanted]
            yield from found.iter_batches(batch_size=AT_ONCE, columns=names, use_threads=False)
    except FileNotFoundError as error:
        raise RunStopped(f"{file.name}: the file is gone; put it back and start the same command again") from error
    except (OSError, pa.ArrowException) as error:
        what = told(error) if isinstance(error, OSError) else type(error).__name__
        raise RunStopped(
            f"{file.name}: cannot be read further ({what}); mend it and start the same command again"
        ) from error


def _opened(file: SourceFile) -> Any:
    """Open a file so that pages are read as they are needed, not a whole group of rows at once."""
    stream = file.filesystem.open_input_file(file.path)
    return pq.ParquetFile(stream, pre_buffer=False, buffer_size=_PAGES)


def _path_values(file: SourceFile) -> dict[str, str]:
    folders = PurePosixPath(file.name).parts[:-1]
    return {name: unquote(value) for name, sign, value in (each.partition("=") for each in folders) if sign}

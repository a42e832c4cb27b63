"""A folder of text files: each is a note, and its path without the ending is the note's id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from rehabcode_service.backcoding.sources.file_source import FileSource
from rehabcode_service.backcoding.sources.files import opened
from rehabcode_service.backcoding.sources.lines import decode
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow

LARGEST = 64 << 20
"""A file with more bytes is no note."""


class TextFolder(FileSource):
    """Notes, one a file, by path."""

    kind = "text files"
    columns: tuple[str, ...] = ("note_id", "text")

    def rows(self, wanted: frozenset[str] | None = None, key: str | None = None) -> Iterator[SourceRow | BadRow]:  # noqa: ARG002  (a file has but these two)
        """Yield the files."""
        self.restart()
        for file in self.files:
            if file.size > LARGEST:
                yield BadRow(file.name, f"the file has {file.size:,} bytes; leave files out that are no notes")
            else:
                with opened(file) as read:
                    text, _ = decode(read.stream.read())
                yield SourceRow(file.name, {"note_id": str(PurePosixPath(file.name).with_suffix("")), "text": text})
            self.finished(file)

    def total(self) -> int | None:
        """Return the number of files."""
        return len(self.files)

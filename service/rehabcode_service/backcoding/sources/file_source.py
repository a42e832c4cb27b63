"""What all sources made of files share: how far they are read, and whether they are still the same."""

from __future__ import annotations

from rehabcode_service.backcoding.sources.files import Place, SourceFile, fingerprint_of


class FileSource:
    """Files that are read one after the other."""

    kind = "files"
    columns: tuple[str, ...] = ()

    def __init__(self, place: Place, files: list[SourceFile]) -> None:
        self.name = place.name
        self.files = files
        self.fingerprint: str | None = fingerprint_of(files)
        self._whole = sum(file.size for file in files)
        self._before = 0
        self._taken = 0

    def total(self) -> int | None:
        """Return None: only reading all would tell."""
        return None

    def share(self) -> float | None:
        """Return the part of all bytes that has been read."""
        return min(1.0, (self._before + self._taken) / self._whole) if self._whole else 1.0

    def restart(self) -> None:
        """Note that reading begins."""
        self._before = self._taken = 0

    def reading(self, taken: int) -> None:
        """Note how many bytes of the file at hand were taken."""
        self._taken = taken

    def finished(self, file: SourceFile) -> None:
        """Note that a file has been read to its end."""
        self._before += file.size
        self._taken = 0

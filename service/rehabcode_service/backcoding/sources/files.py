"""Files wherever Arrow reaches them: this machine, or a URL such as s3://bucket/notes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
from pyarrow import fs

from rehabcode_service.backcoding.refusals import RunRefused, RunStopped

COMPRESSED = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd", ".lz4": "lz4"}
"""Endings of files that are unpacked while they are read."""

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """A file or a folder, and the filesystem that it is on. `name` is what may be shown: a URL without its secrets."""

    filesystem: Any
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source; `suffix` is its last ending without that of its compression, in lower case."""

    filesystem: Any
    path: str
    name: str
    size: int
    suffix: str
    codec: str | None


def find_place(location: str) -> Place:
    """Return the place that a path or a URL names. Raises RunRefused where no filesystem knows the URL."""
    if "://" not in location:
        return Place(fs.LocalFileSystem(), str(Path(location).absolute()), location)
    try:
        filesystem, path = fs.FileSystem.from_uri(location)
    except (pa.ArrowException, ValueError, OSError) as error:
        scheme = location.partition("://")[0]
        raise RunRefused(
            f"the address {scheme}://… cannot be opened; give a path, or a URL that Arrow knows (file, s3, gs, hdfs)"
        ) from error
    parts = urlsplit(location)
    return Place(filesystem, path, f"{parts.scheme}://{parts.hostname or ''}{parts.path}")


def list_files(place: Place) -> list[SourceFile]:
    """Return the file, or all files below the folder by path; those whose name begins with . or _ are left out.

    Raises RunRefused where there is none, or the filesystem cannot be reached.
    """
    try:
        info = place.filesystem.get_file_info(place.path)
        if info.type == fs.FileType.File:
            return [_file(place, info, PurePosixPath(info.path).name)]
        if info.type == fs.FileType.NotFound:
            raise RunRefused(f"{place.name}: there is no such file or folder; look at the path")
        found = place.filesystem.get_file_info(fs.FileSelector(place.path, recursive=True))
    except OSError as error:
        raise RunRefused(
            f"{place.name}: cannot be reached ({told(error)}); look at the address and at your rights"
        ) from error
    root = info.path.rstrip("/") + "/"
    files = [
        _file(place, one, one.path.removeprefix(root))
        for one in sorted(found, key=lambda one: str(one.path))
        if one.type == fs.FileType.File
    ]
    shown = [one for one in files if not any(part[0] in "._" for part in PurePosixPath(one.name).parts)]
    if not shown:
        raise RunRefused(f"{place.name}: the folder holds no file; give the one with the notes")
    return shown


def fingerprint_of(files: list[SourceFile]) -> str:
    """Return a hash of the names and sizes of files: a file that was put back is the same, whatever its time."""
    told_of = "\n".join(f"{one.name}\t{one.size}" for one in files)
    return hashlib.sha256(told_of.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def told(error: OSError) -> str:
    """Return what the system says, in a few words and without the paths that Arrow puts around it."""
    return error.strerror or str(error).partition(". Detail:")[0].split("\n")[0][:200] or type(error).__name__


class Bytes:
    """A file being read: unpacked bytes, and how many of those on the disk they took."""

    def __init__(self, file: SourceFile) -> None:
        self._raw = file.filesystem.open_input_file(file.path)
        stream = pa.CompressedInputStream(self._raw, file.codec) if file.codec else self._raw
        self.stream = io.BufferedReader(stream, _BUFFER)

    @property
    def taken(self) -> int:
        """The bytes of the packed file that were read."""
        return 0 if self._raw.closed else int(self._raw.tell())

    def close(self) -> None:
        self.stream.close()
        self._raw.close()


@contextmanager
def opened(file: SourceFile) -> Iterator[Bytes]:
    """Open a file for the time of the block. Raises RunStopped where it is gone, or breaks off."""
    try:
        read = Bytes(file)
        try:
            yield read
        finally:
            read.close()
    except FileNotFoundError as error:
        raise RunStopped(f"{file.name}: the file is gone; put it back and start the same command again") from error
    except (OSError, EOFError, pa.ArrowException) as error:
        what = told(error) if isinstance(error, OSError) else "the file breaks off"
        raise RunStopped(
            f"{file.name}: cannot be read further ({what}); mend it and start the same command again"
        ) from error


def _file(place: Place, info: Any, name: str) -> SourceFile:
    endings = [ending.lower() for ending in PurePosixPath(name).suffixes]
    codec = COMPRESSED.get(endings[-1]) if endings else None
    kept = endings[:-1] if codec else endings
    return SourceFile(
        place.filesystem, info.path, name, int(info.size or 0),
        kept[-1] if kept else "", codec,
    )  # fmt: skip

"""What a run is and which of its parts are finished: one line of JSON each, written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from io import RawIOBase
from pathlib import Path
from typing import Any

from rehabcode_service.backcoding.durable import replace_file
from rehabcode_service.backcoding.refusals import RunRefused

FILE = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Header:
    """What must be the same for a run to go on.

    `source` is its name without a password; `fingerprint` is None where the source has none. `versions` are those that
    every row carries. `created_at` is in ISO 8601.
    """

    run_id: str
    created_at: str
    source: str
    kind: str
    fingerprint: str | None
    columns: Mapping[str, str | None]
    versions: Mapping[str, str]
    payer: str | None
    undated: str
    part_rows: int
    extras: tuple[str, ...] = ()
    query: str | None = None
    location: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class FinishedPart:
    """A part that is written."""

    part: int
    digest: str
    rows: int
    counts: Mapping[str, int] = field(default_factory=dict)


class Manifest:
    """The manifest of a folder. A line that was cut off while it was written is as if it had never been begun."""

    def __init__(self, folder: Path, header: Header, finished: Mapping[int, FinishedPart], *, complete: bool) -> None:
        self.folder = folder
        self.header = header
        self.finished = dict(finished)
        self.complete = complete

    @classmethod
    def begin(cls, folder: Path, header: Header) -> Manifest:
        """Write the manifest of a new run."""
        replace_file(folder / FILE, _line({"run": asdict(header)}))
        return cls(folder, header, {}, complete=False)

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """Return the manifest of a folder, None where there is none. Raises RunRefused where it is damaged."""
        path = folder / FILE
        if not path.is_file():
            return None
        lines = path.read_bytes().splitlines(keepends=True)
        whole = [line for line in lines if line.endswith(b"\n")]
        try:
            first, *rows = [json.loads(line) for line in whole]
            header = Header(**{**first["run"], "extras": tuple(first["run"]["extras"])})
            parts = [FinishedPart(**row["finished"]) for row in rows if "finished" in row]
        except (ValueError, KeyError, TypeError) as error:
            raise RunRefused(f"{folder.name}/{FILE} is damaged; take another folder for --out") from error
        if len(whole) < len(lines):
            replace_file(path, b"".join(whole))
        return cls(folder, header, {part.part: part for part in parts}, complete=any("complete" in row for row in rows))

    def add(self, part: FinishedPart) -> None:
        """Note that a part is finished. All of its files are on the disk already."""
        self._append({"finished": asdict(part)})
        self.finished[part.part] = part

    def close(self) -> None:
        """Note that all parts are finished."""
        if not self.complete:
            self._append({"complete": {"parts": len(self.finished)}})
            self.complete = True

    def count(self, name: str) -> int:
        """Return the sum of a count over all finished parts."""
        return sum(part.counts.get(name, 0) for part in self.finished.values())

    def _append(self, row: Mapping[str, Any]) -> None:
        line = _line(row)
        with (self.folder / FILE).open("ab", buffering=0) as opened:
            before = opened.tell()
            try:
                _write(opened, line)
            except OSError:
                os.ftruncate(opened.fileno(), before)
                raise


def _write(opened: RawIOBase, line: bytes) -> None:
    """Write a line to the disk. Raises OSError where only a part of it has room."""
    if opened.write(line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(opened.fileno())


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"

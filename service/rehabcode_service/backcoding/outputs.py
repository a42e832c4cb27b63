"""The folder that a run writes: a Parquet file of each dataset for each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow.parquet as pq

from rehabcode_service.backcoding.datasets import SCHEMAS
from rehabcode_service.backcoding.durable import fsync_folder, whole_file

Tables = Mapping[str, Any]


class Output(Protocol):
    """Something that is written for each part. `folders` are those that it fills."""

    folders: Sequence[str]

    def write(self, folder: Path, part: int, tables: Tables) -> None:
        """Write the files of a part, each whole or not at all. Written twice, they are the same."""
        ...


class Datasets:
    """The three datasets that every run writes."""

    folders: Sequence[str] = tuple(SCHEMAS)

    def write(self, folder: Path, part: int, tables: Tables) -> None:
        """Write a file of each dataset, with no rows too: a dataset is never without its schema."""
        for name in self.folders:
            write_parquet(folder / name / f"{part_name(part)}.parquet", tables[name])


def write_parquet(path: Path, table: Any) -> None:
    """Write a table as a whole file."""
    with whole_file(path) as beside:
        pq.write_table(table, beside, compression="zstd")


def part_name(part: int) -> str:
    """Return what the files of a part are called.

    >>> part_name(12)
    'part-000012'
    """
    return f"part-{part:06}"


def write_part(folder: Path, outputs: Sequence[Output], part: int, tables: Tables) -> None:
    """Write all that a part gives. When it returns, all is on the disk."""
    for output in outputs:
        for name in output.folders:
            (folder / name).mkdir(parents=True, exist_ok=True)
        output.write(folder, part, tables)
        for name in output.folders:
            fsync_folder(folder / name)


def unfinished(folder: Path, outputs: Sequence[Output], finished: Mapping[int, object]) -> list[Path]:
    """Return the files of parts that are not finished: a run that was killed left them."""
    known = {part_name(part) for part in finished}
    files = [path for output in outputs for name in output.folders for path in sorted((folder / name).glob("*"))]
    return [path for path in files if path.is_file() and path.name.lstrip(".").partition(".")[0] not in known]

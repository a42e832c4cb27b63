"""What a run has written, read back a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from rehabcode_service.backcoding.manifest import Manifest
from rehabcode_service.backcoding.refusals import RunRefused

AT_ONCE = 1000

Row = dict[str, Any]


def run_of(folder: Path) -> Manifest:
    """Return the manifest of a run that is finished. Raises RunRefused where there is none, or it is not finished."""
    manifest = Manifest.read(folder)
    if manifest is None:
        raise RunRefused(f"{folder.name}: no run of rehabcode backcode was written here; give the folder of its --out")
    if not manifest.complete:
        raise RunRefused(
            f"{folder.name}: the run is not finished; start rehabcode backcode again, it goes on where it was"
        )
    return manifest


def rows_of(folder: Path, dataset: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a dataset, file by file, with these columns."""
    for path in sorted((folder / dataset).glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=AT_ONCE, columns=list(columns)):
                yield from batch.to_pylist()

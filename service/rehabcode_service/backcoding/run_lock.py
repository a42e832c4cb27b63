"""One run at a time writes into a folder. The system lets go of the lock when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rehabcode_service.backcoding.refusals import RunRefused

FILE = "run.lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder for the time of the block. Raises RunRefused where another process holds it."""
    descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor)
    except OSError as error:
        os.close(descriptor)
        raise RunRefused(f"{folder.name}: another run writes into this folder; wait for it, or stop it") from error
    try:
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  (there alone)

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  (everywhere else)

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

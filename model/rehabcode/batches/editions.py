"""Which tables an answer was given by, where the suggester does not say it itself."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from rehabcode.billing.edit_store import edit_folder
from rehabcode.rulebook import Rulebook


def edits_version(folder: Path | None = None) -> str:
    """Return the version of the packaged edit tables, with a hash of those that were loaded into `folder`.

    `folder` is None for the user's own. Raises KnowledgeError where the packaged tables are damaged.
    """
    packaged = Rulebook.load().version
    home = folder if folder is not None else edit_folder()
    loaded = sorted(path for path in home.glob("*") if path.is_file()) if home.is_dir() else []
    if not loaded:
        return packaged
    digest = hashlib.sha256()
    for path in loaded:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{packaged}+loaded.{digest.hexdigest()[:8]}"


def edition_day(codebook: str) -> date:
    """Return the first day of the month of a codebook's version: what stays the same as long as the codebook does.

    >>> edition_day("2026.11+1a2b3c4d")
    datetime.date(2026, 11, 1)
    """
    found = re.match(r"(\d{4})\.(\d{2})\b", codebook)
    if found is None:
        raise ValueError("the version of the codebook does not begin with a year and a month, as in 2026.11")
    return date(int(found[1]), int(found[2]), 1)

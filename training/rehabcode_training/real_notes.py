"""Notes that others wrote: third-party text that is measured on when it lies beside the checkout, and never fitted on.

Nothing of it may enter the project, so a clone without the folder measures everything else and says so.
"""

from __future__ import annotations

from pathlib import Path

from rehabcode_training.corpus import LabelledNote, read_files

FOLDER = Path("shared") / "real-notes"
FILE = "real-notes.jsonl"


def find_real_notes(corpus: Path) -> Path | None:
    """Return the folder `shared/real-notes` next to a folder that holds `corpus`; None where there is none."""
    found = (parent / FOLDER for parent in corpus.resolve().parents)
    return next((folder for folder in found if (folder / FILE).is_file()), None)


def real_notes(folder: Path) -> tuple[LabelledNote, ...]:
    """Return the notes of the folder. Raises CorpusError for a missing file or a bad row."""
    return read_files([folder / FILE])

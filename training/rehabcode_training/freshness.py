"""Do the figures still belong to the corpus and the ranker in the tree?"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from rehabcode_training.corpus import CORPUS, corpus_sha256, dev_notes, fitting_notes
from rehabcode_training.errors import ResultsError
from rehabcode_training.results import REMEDY, Results


def artifact_sha256() -> str | None:
    """Return the hash of the fitted ranker in the tree; None where none was fitted yet."""
    folder = files("rehabcode") / "ranking" / "artifact"
    inside = folder.iterdir() if folder.is_dir() else ()
    parts = sorted((part for part in inside if part.name.endswith(".joblib")), key=lambda part: part.name)
    if not parts:
        return None
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes())
    return digest.hexdigest()


def check_belongs(results: Results, *, corpus: Path = CORPUS) -> None:
    """Raise ResultsError where corpus, dev notes or ranker are no longer those that were measured."""
    now = {
        "the fitting corpus": (results.corpus_sha256, corpus_sha256(fitting_notes(corpus))),
        "dev.jsonl": (results.dev_sha256, corpus_sha256(dev_notes(corpus))),
        "the fitted ranker": (results.artifact_sha256, artifact_sha256()),
    }
    if changed := [name for name, (measured, there) in now.items() if measured != there]:
        raise ResultsError(f"measured before {' and '.join(changed)} changed; {REMEDY}")


def check_rendered(name: str, written: str | None, rendered: str) -> None:
    """Raise ResultsError where the document is missing, or not what the results render."""
    if written is None:
        raise ResultsError(f"{name} is not there; run `python -m rehabcode_training report`")
    if written != rendered:
        raise ResultsError(f"{name} is not what the results render; run `python -m rehabcode_training report`")

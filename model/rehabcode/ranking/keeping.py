"""Keeps a fitted model as a joblib file with a card beside it, and opens it only after its hash was checked.

joblib runs code on loading: a file whose sha256 is not the one on its card is never opened. The card says what the
model was fitted on and with which versions; another minor version of scikit-learn is refused.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import struct
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import sklearn

from rehabcode.errors import ArtifactError
from rehabcode.ranking.model import RankingModel

FOLDER = Path(__file__).with_name("artifact")
UNREADABLE = (
    EOFError, OSError, ValueError, KeyError, IndexError, struct.error, zlib.error, pickle.UnpicklingError,
)  # fmt: skip
"""What joblib raises on a file that it did not write, or that was cut off."""
MODEL, CARD = "ranker.joblib", "card.json"


def save(model: RankingModel, card: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Write the model and its card, `card` completed by versions and hash; return the path of the model."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MODEL
    joblib.dump(model, path, compress=("zlib", 9))
    full = {**card, "versions": versions(), "sha256": digest(path)}
    (folder / CARD).write_text(json.dumps(full, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load(folder: Path = FOLDER) -> tuple[RankingModel, dict[str, Any]]:
    """Return the model and its card. Raises ArtifactError for a missing, changed, foreign or outdated file."""
    path, card_path = folder / MODEL, folder / CARD
    for needed in (path, card_path):
        if not needed.is_file():
            raise ArtifactError(f"{needed.name} is missing in {folder}; run python -m rehabcode_training fit")
    try:
        card = json.loads(card_path.read_text(encoding="utf-8"))
        expected, fitted_with = card["sha256"], card["versions"]["scikit-learn"]
        minor = fitted_with.split(".")[:2]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtifactError(
            f"{CARD} is no card of a ranker ({type(error).__name__}); restore it, or fit again"
        ) from None
    if digest(path) != expected:
        raise ArtifactError(
            f"{MODEL} is not the file that {CARD} describes (sha256 differs); restore both, or fit again"
        )
    if minor != sklearn.__version__.split(".")[:2]:
        raise ArtifactError(
            f"{MODEL} was fitted with scikit-learn {fitted_with}, and {sklearn.__version__} is installed; "
            "install that version, or fit again"
        )
    try:
        model = joblib.load(path)
    except UNREADABLE as error:
        raise ArtifactError(f"{MODEL} cannot be opened ({type(error).__name__}); restore it, or fit again") from None
    if not isinstance(model, RankingModel):
        raise ArtifactError(f"{MODEL} holds no ranking model; restore it, or fit again")
    return model, card


def digest(path: Path) -> str:
    """Return the sha256 of a file, as hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the libraries that a fitted model depends on."""
    return {"joblib": joblib.__version__, "scikit-learn": sklearn.__version__, "spacy": version("spacy")}

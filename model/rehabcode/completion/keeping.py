"""Keeps what was mined and fitted as arrays beside the ranker, and opens it only after its hash was checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rehabcode.completion.forecast import Forecast
from rehabcode.completion.phrases import MinedPhrase
from rehabcode.errors import ArtifactError

FOLDER = Path(__file__).parents[1] / "ranking" / "artifact"
ARRAYS, CARD = "completions.npz", "completions.json"
REMEDY = "restore both, or run python -m rehabcode_training completions"


@dataclass(frozen=True, slots=True)
class Completions:
    """What is learned from labelled notes: phrases that they share, their misspelled words, and the forecast."""

    phrases: tuple[MinedPhrase, ...]
    slips: tuple[str, ...]
    forecast: Forecast


def save(completions: Completions, card: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Write the arrays and their card, `card` completed by the hash; the same bytes for the same completions."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ARRAYS
    forecast, place = completions.forecast, {code: row for row, code in enumerate(completions.forecast.codes)}
    counted = [
        (row, place[code], count)
        for row, phrase in enumerate(completions.phrases)
        for code, count in sorted(phrase.codes.items())
    ]
    signs = sorted(forecast.rows, key=lambda sign: forecast.rows[sign])
    np.savez_compressed(
        path,
        says=_packed([phrase.say for phrase in completions.phrases]),
        counted=np.asarray(counted, dtype=np.int32).reshape(-1, 3),
        slips=_packed(completions.slips),
        codes=_packed(forecast.codes),
        signs=_packed(signs),
        weights=forecast.weights,
        steps=forecast.steps,
        bias=forecast.bias,
    )
    full = {**card, "sha256": _digest(path)}
    (folder / CARD).write_text(json.dumps(full, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load(folder: Path = FOLDER) -> tuple[Completions, dict[str, Any]]:
    """Return what was saved, with its card. Raises ArtifactError for a missing, changed or foreign file."""
    path = folder / ARRAYS
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        expected, found = card["sha256"], _digest(path)
    except OSError as error:
        missing = ARRAYS if error.filename == str(path) else CARD
        raise ArtifactError(f"{missing} cannot be read; {REMEDY}") from None
    except (ValueError, KeyError, TypeError):
        raise ArtifactError(f"{CARD} is no card of completions; {REMEDY}") from None
    if expected != found:
        raise ArtifactError(f"{ARRAYS} is not the file that {CARD} describes (sha256 differs); {REMEDY}")
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _opened(arrays), card
    except (ValueError, KeyError, IndexError, BadZipFile) as error:
        raise ArtifactError(f"{ARRAYS} holds no completions ({type(error).__name__}); {REMEDY}") from None


def _opened(arrays: Any) -> Completions:
    codes = _unpacked(arrays["codes"])
    says = _unpacked(arrays["says"])
    counts: list[dict[str, float]] = [{} for _ in says]
    for row, code, count in arrays["counted"].tolist():
        counts[row][codes[code]] = count
    rows = {sign: row for row, sign in enumerate(_unpacked(arrays["signs"]))}
    forecast = Forecast(codes, rows, arrays["weights"], arrays["steps"], arrays["bias"])
    phrases = tuple(MinedPhrase(say, count) for say, count in zip(says, counts, strict=True))
    return Completions(phrases, _unpacked(arrays["slips"]), forecast)


def _packed(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Return texts without line breaks as bytes: an array of texts would be as wide as the longest."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n")) if packed.size else ()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

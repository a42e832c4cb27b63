"""The measured figures as they are kept: training/results.json, checked on the way in and out."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rehabcode_training.errors import ResultsError

TRAINING = Path(__file__).resolve().parents[1]
FILE = "results.json"
REMEDY = "run `python -m rehabcode_training evaluate`, then `python -m rehabcode_training report`"
DIGITS = 4
OURS = "rehabcode"
"""The product among the systems of a table."""


def _rounded(value: float | None) -> float | None:
    """Figures are kept to four digits; what could not be measured is null, not nan."""
    return None if value is None or math.isnan(value) else round(float(value), DIGITS)


Number = Annotated[float | None, BeforeValidator(_rounded)]


class Line(BaseModel):
    """A strict line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FigureLine(Line):
    """A figure with its 95% interval; null where there was nothing to measure."""

    value: Number
    low: Number
    high: Number


class CodeLine(Line):
    """One code: labels and suggestions of it, in how many notes each."""

    code: str
    gold: int
    suggested: int
    precision: Number
    recall: Number
    f1: Number
    calibration_error: Number


class SliceLine(Line):
    """The notes that share a kind, a discipline or an author."""

    name: str
    notes: int
    micro_f1: Number
    exact_set: Number
    trap_billed: Number


class TrapLine(Line):
    """The traps of one assertion, and how many of them the evidence of a suggestion touches."""

    assertion: str
    traps: int
    billed: int


class ConfusionLine(Line):
    """Notes in which one code was missed and the other wrongly suggested on the same words."""

    missed: str
    suggested: str
    notes: int


class CauseLine(Line):
    """How many codes were missed, or wrong, for one cause."""

    side: str
    cause: str
    codes: int


class BinLine(Line):
    """A tenth of what was ranked: the mean score, and the share of it that was right."""

    score: Number
    right: Number
    codes: int


class SweepLine(Line):
    """What one threshold suggests.

    Codes right, wrong and missed; notes that are exact, given too much, given too little, and billed a trap.
    """

    threshold: float
    right: int
    wrong: int
    missed: int
    exact: int
    over: int
    under: int
    trapped: int


class BalanceLine(Line):
    """Notes by what is wrong with their code set."""

    exact: int
    over_only: int
    under_only: int
    both: int


class TrialLines(Line):
    """All that was measured in one trial; `figures` by system, then by measure.

    `causes` are told from the answers alone, `error_causes` beside the note as it was read.
    """

    name: str
    notes: int
    clusters: int
    figures: dict[str, dict[str, FigureLine]]
    codes: list[CodeLine]
    slices: dict[str, list[SliceLine]]
    traps: list[TrapLine]
    confusions: list[ConfusionLine]
    causes: list[CauseLine]
    balance: BalanceLine
    error_causes: list[CauseLine] = Field(default_factory=list)
    bins: list[BinLine] = Field(default_factory=list)
    sweep: list[SweepLine] = Field(default_factory=list)


class Results(Line):
    """The whole file: what was measured, on what, with what, and when."""

    date: str
    corpus_sha256: str
    dev_sha256: str
    real_notes_sha256: str | None
    artifact_sha256: str | None
    versions: dict[str, str]
    left_out: list[str]
    trials: list[TrialLines] = Field(min_length=1)


def write_results(results: Results, folder: Path = TRAINING) -> Path:
    """Write the file and return where it stands."""
    path = folder / FILE
    path.write_text(json.dumps(results.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read_results(folder: Path = TRAINING) -> Results:
    """Return what was measured last. Raises ResultsError where the file is missing or has another form."""
    path = folder / FILE
    if not path.is_file():
        raise ResultsError(f"{FILE} is not there; {REMEDY}")
    try:
        return Results.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ResultsError(f"{FILE} has another form ({error.error_count()} fields differ); {REMEDY}") from error

"""What a run of the bench found, and the limits that it must keep: training/bench.json.

Limits are on ratios inside one run, so that they hold on a slow machine as on a fast one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rehabcode_training.errors import ResultsError
from rehabcode_training.markdown import NONE, table

FILE = "bench.json"
PROSE = "prose of others"
CORPUS_TEXTS = "corpus"
RATIO_LIMITS = {PROSE: 2.0, CORPUS_TEXTS: 3.0}
GROWTH_LIMIT = 1.5


class RatioLine(BaseModel):
    """How many times the tokenizer's time an answer takes on the same texts: median, best and worst round."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    texts: str
    notes: int
    characters: int
    ratio: float
    best: float
    worst: float


class SizeLine(BaseModel):
    """The time of one character in texts of this many thousand characters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kilocharacters: float
    microseconds: float


class Benchmark(BaseModel):
    """One run; `sizes` go from small to large, and `left_out` says what was not there to be timed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str
    versions: dict[str, str]
    ratios: list[RatioLine]
    sizes: list[SizeLine]
    left_out: list[str]

    @property
    def growth(self) -> float:
        """How many times dearer a character is in the largest texts than in the smallest."""
        return self.sizes[-1].microseconds / self.sizes[0].microseconds

    def over_limit(self) -> Iterator[str]:
        """Yield one line for each limit that the run does not keep."""
        for line in self.ratios:
            limit = RATIO_LIMITS[line.texts]
            if line.ratio > limit:
                yield f"{line.texts}: {line.ratio:.2f} times the tokenizer's time, the limit is {limit}"
        if self.growth > GROWTH_LIMIT:
            yield f"a character is {self.growth:.2f} times dearer in long texts, the limit is {GROWTH_LIMIT}"


def write_benchmark(benchmark: Benchmark, folder: Path) -> Path:
    """Write the file and return where it stands."""
    path = folder / FILE
    path.write_text(json.dumps(benchmark.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read_benchmark(folder: Path) -> Benchmark | None:
    """Return the run that was kept, None where none was. Raises ResultsError where the file has another form."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Benchmark.model_validate_json(path.read_bytes())
    except ValidationError as error:
        remedy = "run `python -m rehabcode_training bench --write`"
        raise ResultsError(f"{FILE} has another form ({error.error_count()} fields differ); {remedy}") from error


def render_benchmark(benchmark: Benchmark) -> str:
    """Return the run as Markdown."""
    versions = ", ".join(f"{name} {version}" for name, version in benchmark.versions.items())
    ratios = [
        (
            line.texts,
            str(line.notes),
            str(line.characters),
            f"{line.ratio:.2f} [{line.best:.2f}, {line.worst:.2f}]",
            f"{RATIO_LIMITS[line.texts]:.1f}",
        )
        for line in benchmark.ratios
    ]
    smallest = benchmark.sizes[0].microseconds
    limits = [*(NONE for _ in benchmark.sizes[1:]), f"{GROWTH_LIMIT:.1f}"]
    sizes = [
        (f"{line.kilocharacters:g}", f"{line.microseconds:.3f}", f"{line.microseconds / smallest:.2f}", limit)
        for line, limit in zip(benchmark.sizes, limits, strict=True)
    ]
    timed = (
        f"Timed on {benchmark.date} with {versions}, one core. A ratio is the time of `suggest` to that of spaCy's "
        "blank English tokenizer on the same texts, median of the rounds [best, worst]; the time of "
        "a character is the best of the rounds.\n"
    )
    parts = [
        timed,
        table(("texts", "notes", "characters", "ratio", "limit"), ratios),
        table(("thousand characters", "µs a character", "to the smallest", "limit"), sizes),
    ]
    parts += [f"Left out: {what}.\n" for what in benchmark.left_out]
    return "\n".join(parts)

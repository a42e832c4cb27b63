"""What was measured of completing, as it is kept (training/completion.json) and as documents show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from rehabcode_training.errors import ResultsError
from rehabcode_training.markdown import NONE, percent, table
from rehabcode_training.results import TRAINING, FigureLine, Line, Number

FILE = "completion.json"
REMEDY = "run `python -m rehabcode_training completions --measure`"
FLOOR = 0.8
"""The share of places at which a code of the gold must be among five offers."""

TITLES = {
    "top_5": "same code or technique's phrase in the top 5",
    "top_1": "the same, first",
    "code_5": "the gold code, shown first with an offer, in the top 5",
    "any_code_5": "the gold code among all codes shown",
    "words_5": "the very words that follow, in the top 5",
    "words_1": "the very words that follow, first",
    "offered": "anything is offered",
    "saved": "keystrokes saved",
}


class SystemLine(Line):
    """One system on the places of one trial: figures by measure."""

    trial: str
    system: str
    notes: int
    places: int
    figures: dict[str, FigureLine]


class PartLine(Line):
    """The places of one section, or of one kind of note."""

    name: str
    places: int
    top_5: FigureLine
    top_1: FigureLine


class CompletionResults(Line):
    """The whole file. `suggest_ratio` is the time of an offer to that of `suggest` on the same notes in the same run:
    at the first letter of a word, and at each further one.
    """

    date: str
    corpus_sha256: str
    lexicon: str
    folds: int
    systems: list[SystemLine] = Field(min_length=1)
    sections: list[PartLine]
    kinds: list[PartLine]
    suggest_ratio: dict[str, Number]


def write_completion_results(results: CompletionResults, folder: Path = TRAINING) -> Path:
    """Write the file and return where it stands."""
    path = folder / FILE
    path.write_text(json.dumps(results.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read_completion_results(folder: Path = TRAINING) -> CompletionResults | None:
    """Return what was measured last, None where nothing was. Raises ResultsError where the file has another form."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return CompletionResults.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ResultsError(f"{FILE} has another form ({error.error_count()} fields differ); {REMEDY}") from error


def check_completion_belongs(results: CompletionResults, corpus_sha256: str) -> None:
    """Raise ResultsError where the fitting corpus is no longer the one that was measured."""
    if results.corpus_sha256 != corpus_sha256:
        raise ResultsError(f"{FILE} was measured before the fitting corpus changed; {REMEDY}")


def render_completion(results: CompletionResults) -> str:
    """Return the figures as Markdown."""
    measured = (
        f"Measured on {results.date}: each stretch of evidence is cut once, inside one of its words after three "
        "letters, and what follows is taken away. An offer is right when the code that it shows first is one that the "
        "stretch proves, or when it names a technique of such a code in the very words that follow. Keystrokes: one "
        "stretch of each note is typed letter by letter, and an offer that has the very words is taken at the cost of "
        "a key, and of one more for each place that it stands down the list. Cross-validation by author "
        f"({results.folds} folds): neither phrases nor forecast know an author whose notes are cut. Brackets hold 95% "
        "bootstrap intervals over notes.\n"
    )
    lines = {(line.trial, line.system): line for line in results.systems}
    head = ("measure", *(f"{trial}, {system}" for trial, system in lines))
    rows = [(title, *(_shown(line.figures, name) for line in lines.values())) for name, title in TITLES.items()]
    counts = ("places", *(str(line.places) for line in lines.values()))
    ratios = ", ".join(f"{name} {value:.3f}" for name, value in results.suggest_ratio.items() if value is not None)
    parts = [
        measured,
        table(head, [counts, *rows]),
        _parts("section", results.sections),
        _parts("kind of note", results.kinds),
        f"Time of an offer as a ratio to `suggest` on the same notes: {ratios}.\n",
    ]
    return "\n".join(parts)


def _parts(name: str, lines: list[PartLine]) -> str:
    rows = [(line.name, str(line.places), _figure(line.top_5), _figure(line.top_1)) for line in lines]
    return table((name, "places", "top 5", "first"), rows)


def _shown(figures: Mapping[str, FigureLine], name: str) -> str:
    return _figure(figures[name]) if name in figures else NONE


def _figure(figure: FigureLine) -> str:
    if figure.value is None:
        return NONE
    return f"{percent(figure.value)} [{percent(figure.low)}, {percent(figure.high)}]"

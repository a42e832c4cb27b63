"""Errors by cause, before and after: training/error_history.json keeps the counts of each ranker that was measured."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from rehabcode_training.errors import ResultsError
from rehabcode_training.markdown import table
from rehabcode_training.results import CauseLine, Line, Results, TrialLines
from rehabcode_training.trial_report import TITLES

FILE = "error_history.json"
SHOWN = 4
"""Rankers in a table: the first, and the newest."""
ALL = "all"


class Entry(Line):
    """The errors of one ranker in one trial; `labelled` are the codes that it had to find."""

    date: str
    artifact_sha256: str | None
    corpus_sha256: str
    trial: str
    notes: int
    labelled: int
    causes: list[CauseLine]

    def is_of(self, other: Entry) -> bool:
        """Whether both are of the same ranker in the same trial."""
        return (self.artifact_sha256, self.trial) == (other.artifact_sha256, other.trial)


class History(Line):
    """The file, the oldest entry first."""

    entries: list[Entry] = Field(default_factory=list)

    def with_entries(self, entries: Iterable[Entry]) -> History:
        """Return the history with new entries at the end; an older one of the same ranker and trial gives way."""
        new = list(entries)
        kept = [old for old in self.entries if not any(old.is_of(entry) for entry in new)]
        return History(entries=[*kept, *new])


def entries_of(results: Results) -> Iterator[Entry]:
    """Yield an entry for each trial whose errors were told by cause."""
    for trial in results.trials:
        if trial.error_causes:
            yield entry_of(trial, results)


def entry_of(trial: TrialLines, results: Results) -> Entry:
    return Entry(
        date=results.date, artifact_sha256=results.artifact_sha256, corpus_sha256=results.corpus_sha256,
        trial=trial.name, notes=trial.notes, labelled=sum(line.gold for line in trial.codes),
        causes=trial.error_causes,
    )  # fmt: skip


def read_history(folder: Path) -> History:
    """Return what was kept, nothing where nothing was. Raises ResultsError where the file has another form."""
    path = folder / FILE
    if not path.is_file():
        return History()
    try:
        return History.model_validate_json(path.read_bytes())
    except ValidationError as error:
        remedy = "restore it from the repository"
        raise ResultsError(f"{FILE} has another form ({error.error_count()} fields differ); {remedy}") from error


def keep(results: Results, folder: Path) -> History:
    """Add the errors of these results to the file and return all of it."""
    history = read_history(folder).with_entries(entries_of(results))
    text = json.dumps(history.model_dump(), indent=1, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")
    return history


def render_history(history: History) -> str:
    """Return the section: a table a trial, a column a ranker, from the first measured to the one of today."""
    found = [(title, [entry for entry in history.entries if entry.trial == name]) for name, title in TITLES.items()]
    tables = [f"### {title}\n\n{render_entries(entries)}" for title, entries in found if entries]
    return "\n".join((_HEAD, *tables))


_HEAD = """## Errors by cause, before and after

Read beside the note: what a missed or wrong code would need. Gold is arguable where a second reader, blind, read the
note as the answer does; a section is wrong where a heading alone decided, or should have; a unit of text is too large
where one clause, read as one, holds labels that say different things. In brackets, the share of the labelled codes.
"""


def render_entries(entries: list[Entry]) -> str:
    """Return the table of one trial, the commonest cause of today first."""
    shown = entries if len(entries) <= SHOWN else [entries[0], *entries[1 - SHOWN :]]
    counts = [{(line.side, line.cause): line.codes for line in entry.causes} for entry in shown]
    for of in counts:
        of.update({(side, ALL): _total(of, side) for side in {side for side, _ in of}})
    causes = {cause for of in counts for cause in of}
    ordered = sorted(causes, key=lambda one: (one[0], one[1] == ALL, -counts[-1].get(one, 0), one[1]))
    rows = [
        (*cause, *(_cell(of.get(cause, 0), entry) for of, entry in zip(counts, shown, strict=True)))
        for cause in ordered
    ]
    return table(("side", "cause", *map(_name, shown)), rows)


def _total(counts: dict[tuple[str, str], int], side: str) -> int:
    return sum(codes for (of, _), codes in counts.items() if of == side)


def _cell(codes: int, entry: Entry) -> str:
    return f"{codes} ({codes / entry.labelled:.1%})" if entry.labelled else str(codes)


def _name(entry: Entry) -> str:
    return f"{entry.date} `{(entry.artifact_sha256 or 'none')[:8]}`, {entry.notes} notes"

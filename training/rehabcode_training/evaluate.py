"""Fit, answer and measure: the product beside what anyone could do in an afternoon."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from types import MappingProxyType

from rehabcode.codebook import Codebook
from rehabcode.lexicon import Lexicon
from rehabcode.ranking.consistency import Consistency
from rehabcode.reader import Reader
from rehabcode_training.answers import Answered, answer_all
from rehabcode_training.baselines import Baseline
from rehabcode_training.causes import CodeError, code_errors
from rehabcode_training.corpus import corpus_sha256
from rehabcode_training.error_causes import ErrorCauses
from rehabcode_training.freshness import artifact_sha256
from rehabcode_training.measures.measure import Needs
from rehabcode_training.operating_point import sweep_lines, thresholds
from rehabcode_training.recipe import Recipe
from rehabcode_training.results import OURS, Results, TrialLines
from rehabcode_training.tables import figure_lines, trial_lines
from rehabcode_training.trials import Fit, Material, Second, Trial, fittings, run

LIBRARIES = ("numpy", "scikit-learn", "spacy")
CROSS_VALIDATED: tuple[Trial, ...] = ("cv_group", "cv_author")
NO_SECOND: Second = MappingProxyType({})
EVERYTHING: tuple[Needs, ...] = ("codes", "evidence", "minutes", "score", "faithfulness")
NO_REAL_NOTES = "the notes that others wrote (no shared/real-notes beside the checkout)"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results, and the single errors of cross-validation: those of other trials are never shown one by one."""

    results: Results
    errors: tuple[CodeError, ...]


def evaluate(
    fit: Fit,
    material: Material,
    baselines: Mapping[str, Baseline],
    *,
    trials: Sequence[Trial],
    author_folds: int,
    processes: int,
) -> Evaluation:
    """Run the trials and measure them; a trial whose notes are not there is left out, and the results say so."""
    fits = fittings(material, trials=trials, author_folds=author_folds)
    answered = run(fit, fits, processes=processes)
    cross_validated = (row for trial, rows in answered.items() if trial in CROSS_VALIDATED for row in rows)
    return Evaluation(results_of(material, answered, baselines), tuple(code_errors(cross_validated)))


def measure_trials(
    answered: Mapping[Trial, Sequence[Answered]], baselines: Mapping[str, Baseline], second: Second = NO_SECOND
) -> tuple[TrialLines, ...]:
    """Return the lines of each trial, the product first and each baseline on the same notes.

    Intervals are by note; by source where others wrote the notes, for those of one source are much alike. `second` are
    the codes of a second reader, by note of the fitting corpus.
    """
    read = Reader(Lexicon.load()).read
    consistency, tried = Consistency(Codebook.load()), thresholds(Recipe().threshold)
    measured = []
    for trial, rows in answered.items():
        clusters = [row.note.group for row in rows] if trial == "real_notes" else None
        figures = {OURS: figure_lines(rows, gives=EVERYTHING, clusters=clusters)}
        for name, baseline in baselines.items():
            beside = answer_all(baseline.suggester, (row.note for row in rows))
            figures[name] = figure_lines(beside, gives=baseline.gives, clusters=clusters)
        sweep = sweep_lines(rows, consistency, tried)
        causes = ErrorCauses(read, second if trial in CROSS_VALIDATED else NO_SECOND)
        measured.append(trial_lines(trial, figures, rows, error_causes=causes.lines(rows), sweep=sweep))
    return tuple(measured)


def results_of(
    material: Material, answered: Mapping[Trial, Sequence[Answered]], baselines: Mapping[str, Baseline]
) -> Results:
    """Return the results with everything that tells later whether they still belong to the tree."""
    made_by = next(iter(answered.values()))[0].answer.versions
    return Results(
        date=datetime.now(UTC).date().isoformat(),
        corpus_sha256=corpus_sha256(material.fitting),
        dev_sha256=corpus_sha256(material.dev),
        real_notes_sha256=corpus_sha256(material.real) if material.real else None,
        artifact_sha256=artifact_sha256(),
        versions={
            "rehabcode": made_by.rehabcode,
            "codebook": made_by.codebook,
            "python": platform.python_version(),
            **{library: version(library) for library in LIBRARIES},
        },
        left_out=[] if material.real else [NO_REAL_NOTES],
        trials=list(measure_trials(answered, baselines, material.second)),
    )

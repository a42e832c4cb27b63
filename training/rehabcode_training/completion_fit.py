"""Mine the phrases and fit the forecast of codes from the words before each word of the evidence."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from rehabcode.codebook import Codebook
from rehabcode.completion.forecast import Forecast, shrunk
from rehabcode.completion.keeping import FOLDER, Completions, save
from rehabcode.completion.situation import Situations
from rehabcode.lexicon import Lexicon
from rehabcode_training.corpus import LabelledNote, corpus_sha256
from rehabcode_training.phrase_mining import mine, slips

TYPED = 3
"""Letters of a word that are typed where it is cut."""

LEAST_PLACES = 6
"""Places that a sign must stand before, to be one."""

STRENGTH = 0.1
ROUNDS = 60
"""The inverse of the penalty, and rounds of fitting, after which it no longer gets better by a measurable amount."""

_LONG_WORD = re.compile(f"[A-Za-z]{{{TYPED + 1},}}")

Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class Cut:
    """A place inside a word of the evidence: the cursor, the ends of that evidence, and the codes that it proves."""

    note: LabelledNote
    cursor: int
    start: int
    end: int
    codes: frozenset[str]


def cuts(note: LabelledNote) -> Iterator[list[Cut]]:
    """Yield, for each stretch of evidence, its places: every word of four letters or more after its third."""
    proves: dict[tuple[int, int], set[str]] = {}
    for code in note.codes:
        for span in code.evidence:
            proves.setdefault((span.start, span.end), set()).update((code.code, *code.alt))
    for (start, end), codes in sorted(proves.items()):
        words = _LONG_WORD.finditer(note.text, start, end)
        if places := [Cut(note, word.start() + TYPED, start, end, frozenset(codes)) for word in words]:
            yield places


def fit_completions(notes: Sequence[LabelledNote], lexicon: Lexicon, codebook: Codebook) -> Completions:
    """Return what these notes teach; the same every time."""
    codes = tuple(code.code for code in codebook)
    return Completions(mine(notes, lexicon), slips(notes, lexicon), fit_forecast(notes, lexicon, codes))


def fit_forecast(notes: Sequence[LabelledNote], lexicon: Lexicon, codes: Sequence[str]) -> Forecast:
    """Return the forecast over `codes`; a code that no note was labelled with gets no chance of its own."""
    situations = Situations(lexicon)
    signs: list[Signs] = []
    labels: list[int] = []
    place = {code: index for index, code in enumerate(codes)}
    for note in notes:
        for cut in (each for places in cuts(note) for each in places):
            found = situations.signs(note.text, cut.cursor - TYPED, cut.cursor)
            for code in sorted(cut.codes & place.keys()):
                signs.append(found)
                labels.append(place[code])
    counts = Counter(sign for found in signs for sign in found)
    rows = {
        sign: row for row, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= LEAST_PLACES))
    }
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(_matrix(signs, rows), np.asarray(labels))
    weights = np.zeros((len(rows), len(codes)))
    bias = np.full(len(codes), -np.inf, dtype=np.float32)
    weights[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    small, steps = shrunk(weights)
    return Forecast(tuple(codes), rows, small, steps, bias)


def write_completions(notes: Sequence[LabelledNote], folder: Path = FOLDER) -> Path:
    """Fit on all notes, write the arrays with their card, and return where the arrays stand."""
    lexicon, codebook = Lexicon.load(), Codebook.load()
    learned = fit_completions(notes, lexicon, codebook)
    card = {
        "corpus_sha256": corpus_sha256(notes),
        "lexicon": lexicon.version,
        "notes": len(notes),
        "phrases": len(learned.phrases),
        "signs": len(learned.forecast.rows),
    }
    return save(learned, card, folder)


def _matrix(signs: Sequence[Signs], rows: dict[str, int]) -> csr_matrix:
    pointers, places, values = [0], [], []
    for found in signs:
        known = [(row, weight) for sign, weight in found.items() if (row := rows.get(sign)) is not None]
        places += [row for row, _ in known]
        values += [weight for _, weight in known]
        pointers.append(len(places))
    data: NDArray[np.float32] = np.asarray(values, dtype=np.float32)
    return csr_matrix((data, places, pointers), shape=(len(signs), len(rows)))

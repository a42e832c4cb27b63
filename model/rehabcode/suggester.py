"""Note → NoteSuggestions: joins the reading, the ranking and the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from rehabcode.codebook import Codebook
from rehabcode.errors import InvalidDate, NoteError, NoteNotText
from rehabcode.lexicon import Lexicon
from rehabcode.payers import Payers
from rehabcode.ranking.consistency import Consistency
from rehabcode.ranking.evidence import EvidenceFinder
from rehabcode.ranking.features import together
from rehabcode.ranking.keeping import load as load_artifact
from rehabcode.ranking.minutes import bind
from rehabcode.ranking.model import Judge, Judged, RankingModel
from rehabcode.ranking.withheld import withheld_mentions
from rehabcode.reader import MAX_CHARACTERS, Reader
from rehabcode.records import NoteSuggestions, Suggestion, Versions

CONSIDERED = 0.05
"""Codes with a smaller chance are not worth a line."""


class Suggester:
    """Suggests codes. Safe to share between threads.

    `threshold` is the score from which a code is suggested; below it, it is only considered.
    """

    def __init__(
        self, model: RankingModel, *, ranker: str, lexicon: Lexicon, codebook: Codebook, payers: Payers,
        max_characters: int = MAX_CHARACTERS, threshold: float | None = None,
    ) -> None:  # fmt: skip
        self.codebook = codebook
        self.max_characters = max_characters
        self.threshold = model.threshold if threshold is None else threshold
        self.versions = Versions(version("rehabcode"), ranker, codebook.version)
        self._payers = payers
        self._reader = Reader(lexicon, max_characters=max_characters, frequent=model.clauses.features.vocabulary.words)
        self._judge = Judge(model, lexicon)
        self._evidence = EvidenceFinder(model.evidence, lexicon, model.codes)
        self._consistency = Consistency(codebook)
        self._codes = model.codes
        self._chains = {code.code: code.add_on_to for code in codebook if code.add_on_to}

    def suggest(self, note: str, *, date_of_service: date | None = None, payer: str | None = None) -> NoteSuggestions:
        """Return the codes that a note supports, best first, each with its evidence.

        A date of service leaves out codes that were not valid on it. Raises NoteTooLong, NoteNotUnicode, NoteNotText
        for what is no str, UnknownPayer for a payer that is not in the table, and InvalidDate for what is no date.
        """
        if not isinstance(note, str):
            raise NoteNotText(type(note).__name__)
        if date_of_service is not None and not isinstance(date_of_service, date):
            raise InvalidDate("date_of_service must be a datetime.date")
        if isinstance(date_of_service, datetime):
            date_of_service = date_of_service.date()
        if payer is not None:
            self._payers[payer]
        reading = self._reader.read(note)
        judged = self._judge.judge(reading)
        chances = self._valid(judged.chances, date_of_service)
        suggestions, considered = self._suggestions(judged, chances)
        withheld = withheld_mentions(judged.table, judged.scores, suggestions)
        return NoteSuggestions(suggestions, considered, withheld, self.versions)

    def suggest_many(self, notes: Iterable[str]) -> Iterator[NoteSuggestions]:
        """Yield the answer to each note, in order; one that cannot be read gets an empty answer with `error` set."""
        for note in notes:
            try:
                yield self.suggest(note)
            except NoteError as error:
                yield NoteSuggestions((), (), (), self.versions, error=str(error))

    def _valid(self, chances: NDArray[np.float64], day: date | None) -> NDArray[np.float64]:
        if day is None:
            return chances
        return chances * np.asarray([self.codebook[code].valid_on(day) for code in self._codes], dtype=np.float64)

    def _suggestions(
        self, judged: Judged, chances: NDArray[np.float64]
    ) -> tuple[tuple[Suggestion, ...], tuple[Suggestion, ...]]:
        strength = together(judged.scores)
        order = np.argsort(-chances, kind="stable").tolist()
        ranked = [place for place in order if chances[place] >= CONSIDERED]
        proven = {
            place: evidence
            for place, evidence in zip(ranked, self._evidence.find(judged.table, strength, ranked), strict=True)
            if evidence
        }
        suggested = self._consistency.suggested(
            {self._codes[place]: float(chances[place]) for place in proven}, self.threshold
        )
        above = [place for place in proven if self._codes[place] in suggested]
        minutes = bind(
            judged.table.reading, _proofs(strength, above, self._codes), [self._codes[place] for place in above],
            self._chains,
        )  # fmt: skip
        made = [
            Suggestion(
                self._codes[place], self.codebook[self._codes[place]].name, float(chances[place]), evidence,
                minutes.get(self._codes[place]),
            )
            for place, evidence in proven.items()
        ]  # fmt: skip
        return (
            tuple(suggestion for suggestion in made if suggestion.code in suggested),
            tuple(suggestion for suggestion in made if suggestion.code not in suggested),
        )


PROVES = 0.1
"""From this score on a clause takes part in deciding whose minutes are written beside it."""


def _proofs(strength: NDArray[np.float32], above: list[int], codes: tuple[str, ...]) -> dict[int, list[str]]:
    """Return, for each clause that proves one of the suggested codes, those codes, best first."""
    own = strength[:, above]
    proofs: dict[int, list[str]] = {}
    for clause in np.flatnonzero((own >= PROVES).any(axis=1)).tolist():
        found = zip(own[clause].tolist(), above, strict=True)
        proofs[clause] = [codes[place] for score, place in sorted(found, reverse=True) if score >= PROVES]
    return proofs


def load(*, max_characters: int = MAX_CHARACTERS, threshold: float | None = None) -> Suggester:
    """Return the suggester that ships. Nothing is downloaded.

    `threshold` moves the operating point: higher suggests less. Raises ArtifactError or KnowledgeError where the
    installation is damaged.
    """
    model, card = load_artifact()
    return Suggester(
        model, ranker=str(card["ranker"]), lexicon=Lexicon.load(), codebook=Codebook.load(), payers=Payers.load(),
        max_characters=max_characters, threshold=threshold,
    )  # fmt: skip

"""Note → NoteSuggestions: joins the reading, the ranking and the codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rehabcode.billing.auditor import audit_claim
from rehabcode.billing.audits import Audit
from rehabcode.billing.billed_items import Billed, billed_items
from rehabcode.billing.biller import Biller
from rehabcode.billing.edit_store import EDITS
from rehabcode.billing.visit import Encounter, Visit
from rehabcode.codebook import Codebook
from rehabcode.descriptors import loaded_descriptors
from rehabcode.errors import InvalidDate, NoteError, NoteNotText
from rehabcode.lexicon import Lexicon
from rehabcode.payers import Payers
from rehabcode.ranking.consistency import Consistency
from rehabcode.ranking.evidence import EvidenceFinder
from rehabcode.ranking.features import together
from rehabcode.ranking.keeping import load as load_artifact
from rehabcode.ranking.minutes import bind
from rehabcode.ranking.model import Judge, Judged, RankingModel
from rehabcode.ranking.own_lines import with_own
from rehabcode.ranking.timed import Timed, timed
from rehabcode.ranking.withheld import withheld_mentions
from rehabcode.reader import MAX_CHARACTERS, Reader
from rehabcode.records import Evidence, Later, NoteSuggestions, Reading, Suggestion, Versions

ASSUMED = "medicare"
"""Whose rules count units where no payer was given: the strictest."""

CONSIDERED = 0.05
"""Codes with a smaller chance are not worth a line."""


class Suggester:
    """Suggests codes. Safe to share between threads.

    `threshold` is the score from which a code is suggested; below it, it is only considered.
    """

    def __init__(
        self, model: RankingModel, *, ranker: str, lexicon: Lexicon, codebook: Codebook, payers: Payers,
        max_characters: int = MAX_CHARACTERS, threshold: float | None = None, biller: Biller | None = None,
    ) -> None:  # fmt: skip
        """A `biller` of None is one with the packaged tables alone."""
        self.codebook = codebook
        self.max_characters = max_characters
        self.threshold = model.threshold if threshold is None else threshold
        self.versions = Versions(version("rehabcode"), ranker, codebook.version)
        self._payers = payers
        self._biller = biller if biller is not None else Biller.packaged(codebook, payers)
        self._reader = Reader(lexicon, max_characters=max_characters, frequent=model.clauses.features.vocabulary.words)
        self._judge = Judge(model, lexicon)
        self._evidence = EvidenceFinder(model.evidence, lexicon, model.codes)
        self._consistency = Consistency(codebook)
        self._codes = model.codes
        self._chains = {code.code: code.add_on_to for code in codebook if code.add_on_to}
        self._chained = frozenset([*self._chains, *self._chains.values()])
        self._untimed = frozenset(code.code for code in codebook if not code.timing.timed)

    def suggest(
        self, note: str, *, date_of_service: date | None = None, payer: str | None = None, visit: Visit | None = None
    ) -> NoteSuggestions:
        """Return the codes that a note supports, best first, each with its evidence.

        With a date of service, only codes valid on it are suggested: the code of that day where the codebook knows one.
        The answer's `billing` counts by the rule of `payer`, by Medicare's where none was given; without a date, by the
        tables of the day on which it is asked for. `visit` is what else is known: the discipline, the setting, minutes
        of an assistant, the amount so far. Raises NoteTooLong, NoteNotUnicode, NoteNotText for what is no str,
        UnknownPayer for a payer that is not in the table, and InvalidDate for what is no date.
        """
        return self._answer(note, date_of_service, payer, visit)[0]

    def audit(
        self, note: str, billed: Iterable[Billed], *, date_of_service: date | None = None, payer: str | None = None,
        visit: Visit | None = None,
    ) -> Audit:  # fmt: skip
        """Return what of a claim the note bears out, what not, and what it bears out that was not billed.

        `billed` are codes, or codes with units and modifiers, as in `["97110", ("97140", 2), ("97150", 1, "59")]`;
        units that are left out are not judged. A code that is not in the codebook is a line of the audit. Raises what
        `suggest` raises, and InvalidUnits for units or modifiers that are none.
        """
        items = billed_items(billed)
        answer, met = self._answer(note, date_of_service, payer, visit)
        return audit_claim(met(), answer, items, self._biller)

    def _answer(
        self, note: str, date_of_service: date | None, payer: str | None, visit: Visit | None
    ) -> tuple[NoteSuggestions, Callable[[], Encounter]]:
        """Return the answer, and what makes the encounter that its bill follows from."""
        if not isinstance(note, str):
            raise NoteNotText(type(note).__name__)
        day = _day(date_of_service)
        if payer is not None:
            self._payers[payer]
        reading = self._reader.read(note)
        judged = self._judge.judge(reading)
        above, below = self._suggestions(judged, self._valid(judged.chances, day, payer))
        withheld = withheld_mentions(judged.table, judged.scores, above)
        suggestions, considered = above, below
        if day is not None or payer is not None:
            codes = self._biller.codes
            suggestions = codes.suggestions(above, day, payer)
            considered = codes.suggestions(below, day, payer, taken=suggestions)
            withheld = codes.withheld(withheld, day, payer)
        met = partial(_met, reading, suggestions, above, day, payer, visit if visit is not None else Visit())
        bill = Later(lambda: self._biller.bill(met()))
        return NoteSuggestions(suggestions, considered, withheld, self.versions, bill=bill), met

    def suggest_many(self, notes: Iterable[str]) -> Iterator[NoteSuggestions]:
        """Yield the answer to each note, in order; one that cannot be read gets an empty answer with `error` set."""
        for note in notes:
            try:
                yield self.suggest(note)
            except NoteError as error:
                yield NoteSuggestions((), (), (), self.versions, error=str(error))

    def _valid(self, chances: NDArray[np.float64], day: date | None, payer: str | None) -> NDArray[np.float64]:
        """Return the chances without those of codes that have none on that day."""
        if day is None:
            return chances
        valid = [self._biller.codes.on(code, day, payer) is not None for code in self._codes]
        return chances * np.asarray(valid, dtype=np.float64)

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
        times = timed(judged.table.reading) if suggested else []
        suggested -= self._consistency.too_short(suggested, sum(time.minutes for time in times))
        above = [place for place in proven if self._codes[place] in suggested]
        evidence_of = {self._codes[place]: proven[place] for place in above}
        minutes = self._minutes(judged.table.reading, times, _proofs(strength, above, self._codes), evidence_of)
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

    def _minutes(
        self, reading: Reading, times: Sequence[Timed], codes_of: dict[int, list[str]],
        evidence: dict[str, tuple[Evidence, ...]],
    ) -> dict[str, int]:  # fmt: skip
        bound = bind(reading, times, codes_of, [*evidence], self._chains)
        return with_own(bound, reading, times, evidence, untimed=self._untimed, chained=self._chained)


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


def _met(
    reading: Reading, suggestions: tuple[Suggestion, ...], judged: tuple[Suggestion, ...], day: date | None,
    payer: str | None, visit: Visit,
) -> Encounter:  # fmt: skip
    """Return the encounter: without a date it is of today, without a payer Medicare's rules are looked at."""
    return Encounter(
        reading, suggestions, judged, day if day is not None else date.today(), payer if payer is not None else ASSUMED,
        payer is None, visit,
    )  # fmt: skip


def _day(given: object) -> date | None:
    """Return the day of a date or a moment. Raises InvalidDate for what is neither."""
    if given is not None and not isinstance(given, date):
        raise InvalidDate("date_of_service must be a datetime.date")
    return given.date() if isinstance(given, datetime) else given


def load(
    *, max_characters: int = MAX_CHARACTERS, threshold: float | None = None, data_folder: Path | None = None
) -> Suggester:
    """Return the suggester that ships. Nothing is downloaded.

    `threshold` moves the operating point: higher suggests less. `data_folder` holds what was loaded beside the package
    (edit tables, descriptors), None for the user's own folder; it need not exist. Raises ArtifactError or
    KnowledgeError where the installation, or what was loaded, is damaged.
    """
    model, card = load_artifact()
    codebook, payers = Codebook.load().named(loaded_descriptors(data_folder)), Payers.load()
    edits = data_folder / EDITS if data_folder is not None else None
    return Suggester(
        model, ranker=str(card["ranker"]), lexicon=Lexicon.load(), codebook=codebook, payers=payers,
        max_characters=max_characters, threshold=threshold, biller=Biller.load(codebook, payers, edits),
    )  # fmt: skip

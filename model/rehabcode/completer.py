"""What is being typed at the cursor → phrases that therapists write, with the codes that they would support.

An offer is no finding: it says what might be written next, and nothing of what was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rehabcode.completion.candidates import CandidateFinder, Candidates
from rehabcode.completion.choosing import Choice, choose
from rehabcode.completion.hints import CompletionHints
from rehabcode.completion.keeping import FOLDER, Completions
from rehabcode.completion.keeping import load as load_artifact
from rehabcode.completion.phrases import Phrases
from rehabcode.completion.situation import Situations
from rehabcode.completion.words import Typed, cased, typed_at, without
from rehabcode.errors import NoteNotText, NoteTooLong, RequestError
from rehabcode.lexicon import Lexicon

COUNT = 5
"""Offers at a time: as many as one takes in at a glance."""

MAX_CHARACTERS = 200_000
PLACES = 256
"""Words that are being typed at the same time whose surroundings are kept as numbers, never as text."""

CODES, CODE_SHARE = 3, 0.25
"""Codes shown with an offer at most, and how far behind the likeliest one may lie."""


class InvalidCursor(RequestError):
    """A cursor that does not stand in the note. The message tells numbers, never words."""

    field = "cursor"


@dataclass(frozen=True, slots=True)
class Completion:
    """An offer: `insert` takes the place of the text from `start` to `end`, where the cursor is.

    `label` is the whole phrase as a list shows it. `technique` is an id of the lexicon, or "described" where the
    phrase names none; `codes` are those that it would support here, likeliest first, were it done; `add` is what the
    first of them asks for beside ("" where nothing), and is never inserted. `score` is the share of all that could be
    typed here.
    """

    start: int
    end: int
    insert: str
    label: str
    technique: str
    codes: tuple[str, ...]
    add: str
    score: float


class Completer:
    """Offers phrases. Safe to share between threads: it keeps no word of a note.

    The time of an answer does not grow with the note: the words before the cursor and the note's beginning are read.
    """

    def __init__(
        self,
        learned: Completions,
        *,
        version: str,
        lexicon: Lexicon,
        hints: CompletionHints,
        max_characters: int = MAX_CHARACTERS,
    ) -> None:
        """`version` tells what made an offer."""
        self.version = version
        self.max_characters = max_characters
        self._forecast = learned.forecast
        self._phrases = Phrases(lexicon, learned.phrases, learned.forecast.codes, learned.slips)
        self._finder = CandidateFinder(self._phrases)
        self._situations = Situations(lexicon)
        self._hints = hints
        self._levels: dict[bytes, NDArray[np.float32]] = {}

    def complete(self, text: str, cursor: int, *, count: int = COUNT) -> tuple[Completion, ...]:
        """Return up to `count` offers for the word at the cursor, best first; none inside a word.

        What stands after the cursor changes nothing. Raises NoteNotText, NoteTooLong, and InvalidCursor where the
        cursor is no offset of the note.
        """
        self._check(text, cursor)
        typed = typed_at(text, cursor)
        found = None if typed is None else self._finder.find(typed)
        if typed is None or found is None:
            return ()
        chances = self._chances(text, typed.starts[-1], cursor)
        saved = self._finder.saved(found) - len(typed.written[-1])
        chosen = choose(found, saved, chances, lambda place: self._finder.read(found, place), count=count)
        return tuple(self._completion(typed, found, choice, cursor) for choice in chosen)

    def _chances(self, text: str, start: int, cursor: int) -> NDArray[np.float32]:
        """Return the chances of the codes; what stands before a word is read once while the word is typed."""
        place = Situations.fingerprint(text, start)
        level = self._levels.get(place)
        if level is None:
            level = self._forecast.level(self._situations.around(text, start))
            if len(self._levels) >= PLACES:
                self._levels.clear()
            self._levels[place] = level
        return self._forecast.chances(level + self._forecast.level(self._situations.inside(text, start, cursor)))

    def _check(self, text: str, cursor: int) -> None:
        if not isinstance(text, str):
            raise NoteNotText(type(text).__name__)
        if len(text) > self.max_characters:
            raise NoteTooLong(len(text), self.max_characters)
        if isinstance(cursor, bool) or not 0 <= cursor <= len(text):
            raise InvalidCursor(f"the cursor must be a whole number from 0 to {len(text)}, the length of the note")

    def _completion(self, typed: Typed, found: Candidates, choice: Choice, cursor: int) -> Completion:
        row, start = int(found.rows[choice.place]), int(found.starts[choice.place])
        say = self._phrases.says[row]
        own = without(say, self._phrases.keys[row][: int(found.dropped[choice.place])].count(" "))
        codes = self._codes(choice.weights)
        return Completion(
            start,
            cursor,
            cased(own, typed.written[typed.starts.index(start)]),
            say,
            self._phrases.techniques[row],
            codes,
            self._hints[codes[0]],
            min(choice.share, 1.0),
        )

    def _codes(self, weights: NDArray[np.float32]) -> tuple[str, ...]:
        likeliest = float(weights.max())
        found = (weights >= CODE_SHARE * likeliest).nonzero()[0].tolist()
        return tuple(self._forecast.codes[place] for place in sorted(found, key=lambda place: -weights[place])[:CODES])


def load(folder: Path = FOLDER, *, max_characters: int = MAX_CHARACTERS) -> Completer:
    """Return the completer that ships. Raises ArtifactError or KnowledgeError where the installation is damaged."""
    learned, card = load_artifact(folder)
    lexicon = Lexicon.load()
    version = f"{lexicon.version}+{card['sha256'][:8]}"
    hints = CompletionHints.load()
    return Completer(learned, version=version, lexicon=lexicon, hints=hints, max_characters=max_characters)

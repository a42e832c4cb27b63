"""How well completing foresees what a therapist writes: the corpus, cut inside the words of its evidence."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from rehabcode.codebook import Codebook
from rehabcode.completer import COUNT, Completer, Completion
from rehabcode.completion.forecast import Forecast
from rehabcode.completion.hints import CompletionHints
from rehabcode.completion.keeping import Completions
from rehabcode.completion.words import key_of
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode_training.bootstrap import DRAWS, SEED, TAILS
from rehabcode_training.completion_fit import Cut, cuts, fit_completions
from rehabcode_training.completion_results import CompletionResults, PartLine, SystemLine
from rehabcode_training.corpus import LabelledNote, corpus_sha256
from rehabcode_training.keystrokes import keys_saved
from rehabcode_training.results import OURS, FigureLine
from rehabcode_training.splits import splits

FOLDS = 5
BY_AUTHOR, DEV = "cross-validation by author", "development notes"
Complete = Callable[[str, int], tuple[Completion, ...]]
Learn = Callable[[Sequence[LabelledNote]], Completions]


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a note was cut, the section that it is in, and what each offer there has, best first.

    That is the code that it shows first, any code that it shows, and the very words that follow; `right` is the first
    code, or a technique of such a code in the very words.
    """

    cut: Cut
    section: str
    code: tuple[bool, ...]
    any_code: tuple[bool, ...]
    words: tuple[bool, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Typing:
    """The letters of one stretch of a note, and the keys that typing it with offers takes."""

    note: str
    letters: int
    keys: int


def measure(
    fitting: Sequence[LabelledNote], dev: Sequence[LabelledNote], ratios: Mapping[str, float], *, folds: int = FOLDS
) -> CompletionResults:
    """Measure our completer and two that know less, on held-out authors and on the development notes.

    `ratios` are those of time, as `suggest_ratios` gives them.
    """
    lexicon, codebook = Lexicon.load(), Codebook.load()
    hints = CompletionHints(codebook)
    section_of = Sections(Reader(lexicon))

    def learn(notes: Sequence[LabelledNote]) -> Completions:
        return fit_completions(notes, lexicon, codebook)

    systems: dict[tuple[str, str], tuple[list[Place], list[Typing]]] = {}
    held_out = [(split.fitted, split.held_out) for split in splits(fitting, by="author", folds=folds)]
    for trial, pairs in ((BY_AUTHOR, held_out), (DEV, [(tuple(fitting), tuple(dev))])):
        for fitted, scored in pairs:
            learned = learn(fitted)
            for system, known in knowing_less(learned).items():
                completer = Completer(known, version="", lexicon=lexicon, hints=hints)
                places, typings = systems.setdefault((trial, system), ([], []))
                places += measure_places(completer.complete, scored, lexicon, section_of)
                if system == OURS:
                    typings += measure_typing(completer.complete, scored)
    own, _ = systems[BY_AUTHOR, OURS]
    return CompletionResults(
        date=datetime.now(UTC).date().isoformat(),
        corpus_sha256=corpus_sha256(fitting),
        lexicon=lexicon.version,
        folds=folds,
        systems=[system_line(*key, places, typings) for key, (places, typings) in systems.items()],
        sections=part_lines(own, lambda place: place.section),
        kinds=part_lines(own, lambda place: place.cut.note.kind),
        suggest_ratio=dict(ratios),
    )


def knowing_less(learned: Completions) -> dict[str, Completions]:
    """Return what was learned, the same without the note around the word, and the lexicon alone."""
    forecast = learned.forecast
    blind = Forecast(forecast.codes, {}, forecast.weights[:0], forecast.steps[:0], forecast.bias)
    return {
        OURS: learned,
        "without the note": Completions(learned.phrases, learned.slips, blind),
        "lexicon alone": Completions((), learned.slips, blind),
    }


class Sections:
    """Tells in which section of a note a place is; each note is read once in a row."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._note: LabelledNote | None = None

    def __call__(self, cut: Cut) -> str:
        if self._note is not cut.note:
            self._note = cut.note
            self._sections = self._reader.read(cut.note.text).sections
        return next(section.name for section in self._sections if section.start <= cut.cursor < section.end)


def measure_places(
    complete: Complete, notes: Iterable[LabelledNote], lexicon: Lexicon, section_of: Callable[[Cut], str]
) -> list[Place]:
    """Cut each stretch of evidence once, at a word drawn by chance, the same every time, and see what is offered."""
    found = []
    for note in notes:
        chance = random.Random(f"{SEED} {note.id}")  # noqa: S311  (no secret hangs on it)
        for places in cuts(note):
            cut = chance.choice(places)
            offers = complete(note.text[: cut.cursor], cut.cursor)
            code = tuple(offer.codes[0] in cut.codes for offer in offers)
            any_code = tuple(not cut.codes.isdisjoint(offer.codes) for offer in offers)
            words = tuple(follows(cut, offer) for offer in offers)
            named = (_names(offer, cut, lexicon) for offer in offers)
            right = tuple(own or (very and name) for own, very, name in zip(code, words, named, strict=True))
            found.append(Place(cut, section_of(cut), code, any_code, words, right))
    return found


def follows(cut: Cut, offer: Completion) -> bool:
    """Whether an offer has the very words that the note goes on with, up to the end of one and of the evidence."""
    written = key_of(cut.note.text[offer.start : cut.end])
    return f"{written} ".startswith(f"{key_of(offer.insert)} ")


def measure_typing(complete: Complete, notes: Iterable[LabelledNote]) -> list[Typing]:
    """Type one stretch of evidence of each note, drawn by chance, the same every time."""
    found = []
    for note in notes:
        stretches = [places[0] for places in cuts(note)]
        if stretches:
            cut = random.Random(f"{SEED} {note.id}").choice(stretches)  # noqa: S311  (as above)
            letters = cut.end - cut.start
            found.append(Typing(note.id, letters, letters - keys_saved(complete, note.text, cut.start, cut.end)))
    return found


def system_line(trial: str, system: str, places: Sequence[Place], typings: Sequence[Typing]) -> SystemLine:
    """Return what one system reached in one trial."""
    owners = [place.cut.note.id for place in places]
    shares: dict[str, list[bool]] = {
        "top_5": [any(place.right[:COUNT]) for place in places],
        "top_1": [any(place.right[:1]) for place in places],
        "code_5": [any(place.code[:COUNT]) for place in places],
        "any_code_5": [any(place.any_code[:COUNT]) for place in places],
        "words_5": [any(place.words[:COUNT]) for place in places],
        "words_1": [any(place.words[:1]) for place in places],
        "offered": [bool(place.right) for place in places],
    }
    figures = {name: share(owners, hits, [1] * len(hits)) for name, hits in shares.items()}
    if typings:
        saved = [typing.letters - typing.keys for typing in typings]
        figures["saved"] = share([typing.note for typing in typings], saved, [typing.letters for typing in typings])
    return SystemLine(trial=trial, system=system, notes=len({*owners}), places=len(places), figures=figures)


def part_lines(places: Sequence[Place], part: Callable[[Place], str]) -> list[PartLine]:
    """Return the parts of the places, the largest first."""
    parts: dict[str, list[Place]] = {}
    for place in places:
        parts.setdefault(part(place), []).append(place)
    return [
        PartLine(name=name, places=len(own), top_5=_hits(own, COUNT), top_1=_hits(own, 1))
        for name, own in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def share(owners: Sequence[str], hits: Iterable[float], of: Iterable[float]) -> FigureLine:
    """Return the sum of `hits` over that of `of`, with its interval: whole notes, named by `owners`, are drawn anew."""
    names, owner = np.unique(owners, return_inverse=True)
    if not len(names):
        return FigureLine(value=None, low=None, high=None)
    above = np.bincount(owner, weights=np.asarray([*hits], dtype=float), minlength=len(names))
    below = np.bincount(owner, weights=np.asarray([*of], dtype=float), minlength=len(names))
    chance = np.random.default_rng(SEED)
    draws = chance.multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    low, high = np.percentile((draws @ above) / (draws @ below), TAILS)
    return FigureLine(value=float(above.sum() / below.sum()), low=float(low), high=float(high))


def _hits(places: Sequence[Place], count: int) -> FigureLine:
    owners: Iterator[str] = (place.cut.note.id for place in places)
    return share([*owners], [any(place.right[:count]) for place in places], [1] * len(places))


def _names(offer: Completion, cut: Cut, lexicon: Lexicon) -> bool:
    technique = lexicon.techniques.get(offer.technique)
    return technique is not None and not cut.codes.isdisjoint(technique.codes)

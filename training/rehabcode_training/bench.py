"""How long an answer takes, as a ratio to spaCy's blank English tokenizer on the same texts.

Both are made anew for each round and have read other texts before: what is timed is a first look at unseen notes by
a warm process, as in a clinic. They take turns every few notes, so that a slow moment of the machine hits both.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version

import spacy

from rehabcode_training.answers import Suggests
from rehabcode_training.benchmark import CORPUS_TEXTS, PROSE, Benchmark, RatioLine, SizeLine
from rehabcode_training.evaluate import NO_REAL_NOTES

Read = Callable[[str], object]
Make = Callable[[], Read]
Clock = Callable[[], float]
Texts = Sequence[str]

ROUNDS = 5
WARM_UP = 50
BLOCK = 20
"""Notes that one reads before it is the other's turn."""
SIZES = (1_500, 6_000, 24_000, 96_000)
LENGTH = 2 * SIZES[-1]
"""Every size reads the same text, this long, cut into pieces of its own."""


def bench(load: Callable[[], Suggests], corpus: Texts, prose: Texts, *, rounds: int = ROUNDS) -> Benchmark:
    """Time suggesters made by `load` on these texts; `prose` is empty where the notes of others are not there.

    The first 50 texts of the corpus warm up and are not timed. Raises ValueError where the corpus is too short.
    """
    warm_up, timed = corpus[:WARM_UP], corpus[WARM_UP:]

    def answering() -> Read:
        return load().suggest

    with one_core():
        ratios = [ratio_line(CORPUS_TEXTS, answering, warm_up, timed, rounds=rounds)]
        if prose:
            ratios.append(ratio_line(PROSE, answering, warm_up, prose, rounds=rounds))
        sizes = size_lines(answering(), "\n\n".join(timed), rounds=rounds)
    return Benchmark(
        date=datetime.now(UTC).date().isoformat(),
        versions={name: version(name) for name in ("rehabcode", "spacy")},
        ratios=ratios,
        sizes=sizes,
        left_out=[] if prose else [NO_REAL_NOTES],
    )


def tokenizing() -> Read:
    """Make the unit of all ratios."""
    return spacy.blank("en").make_doc


def ratio_line(
    name: str, make: Make, warm_up: Texts, timed: Texts, *, rounds: int, clock: Clock = time.perf_counter
) -> RatioLine:
    """Return how `make` compares with the tokenizer on the timed texts."""
    ratios = list(round_ratios(make, tokenizing, warm_up, timed, rounds=rounds, clock=clock))
    return RatioLine(
        texts=name,
        notes=len(timed),
        characters=sum(len(text) for text in timed),
        ratio=statistics.median(ratios),
        best=min(ratios),
        worst=max(ratios),
    )


def round_ratios(make: Make, unit: Make, warm_up: Texts, timed: Texts, *, rounds: int, clock: Clock) -> Iterator[float]:
    """Yield the ratio of each round. Both read the texts block by block in turn, the unit first."""
    for _ in range(rounds):
        beside, own = unit(), make()
        seconds(beside, warm_up, clock=clock)
        seconds(own, warm_up, clock=clock)
        gc.collect()
        blocks = [timed[start : start + BLOCK] for start in range(0, len(timed), BLOCK)]
        took = [(seconds(beside, block, clock=clock), seconds(own, block, clock=clock)) for block in blocks]
        yield sum(second for _, second in took) / sum(first for first, _ in took)


def seconds(read: Read, texts: Texts, *, clock: Clock) -> float:
    """Return how long `read` takes for all the texts."""
    start = clock()
    for text in texts:
        read(text)
    return clock() - start


def size_lines(read: Read, text: str, *, rounds: int, clock: Clock = time.perf_counter) -> list[SizeLine]:
    """Return the time of a character at each size, the best of rounds in which the sizes alternate.

    Raises ValueError where the text is shorter than what each size reads.
    """
    if len(text) < LENGTH:
        raise ValueError(f"{len(text):,} characters of corpus are too few; {LENGTH:,} are needed to time long notes")
    cuts = {size: pieces(text[:LENGTH], size) for size in SIZES}
    took: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(rounds):
        for size, cut in cuts.items():
            took[size].append(seconds(read, cut, clock=clock))
    microseconds = {size: min(took[size]) / LENGTH * 1e6 for size in SIZES}
    return [SizeLine(kilocharacters=size / 1000, microseconds=microseconds[size]) for size in SIZES]


def pieces(text: str, size: int) -> list[str]:
    """Cut a text into pieces of one size; the last may be shorter.

    >>> pieces("abcde", 2)
    ['ab', 'cd', 'e']
    """
    return [text[start : start + size] for start in range(0, len(text), size)]


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process on one core, where the system lets it say so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)

"""The bench times what it says, in rounds that alternate, and its limits are on ratios."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count, groupby
from pathlib import Path

import pytest

from rehabcode_training.baselines import ConstantList
from rehabcode_training.bench import BLOCK, LENGTH, SIZES, bench, one_core, round_ratios, seconds, size_lines
from rehabcode_training.benchmark import (
    CORPUS_TEXTS,
    PROSE,
    Benchmark,
    RatioLine,
    SizeLine,
    read_benchmark,
    render_benchmark,
    write_benchmark,
)


class Clock:
    """Time that passes only where somebody reads: `costs` seconds a character."""

    def __init__(self) -> None:
        self.now = 0.0
        self.read: list[tuple[float, str]] = []

    def __call__(self) -> float:
        return self.now

    def reader(self, costs: float) -> Callable[[], Callable[[str], None]]:
        def make() -> Callable[[str], None]:
            def read(text: str) -> None:
                self.now += costs * len(text)
                self.read.append((costs, text))

            return read

        return make


@pytest.fixture
def clock() -> Clock:
    return Clock()


def run(*, corpus: float = 1.0, prose: float = 1.0, long: float = 1.0) -> Benchmark:
    ratios = [
        RatioLine(texts=texts, notes=1, characters=100, ratio=ratio, best=ratio, worst=ratio)
        for texts, ratio in ((CORPUS_TEXTS, corpus), (PROSE, prose))
    ]
    sizes = [SizeLine(kilocharacters=1.5, microseconds=1.0), SizeLine(kilocharacters=96, microseconds=long)]
    return Benchmark(date="2026-01-01", versions={"spacy": "3"}, ratios=ratios, sizes=sizes, left_out=[])


def test_the_warm_up_is_read_and_not_timed(clock: Clock) -> None:
    assert seconds(clock.reader(2.0)(), ["de", "f"], clock=clock) == 6.0
    ratios = round_ratios(clock.reader(3.0), clock.reader(2.0), ["x" * 99], ["abcd"], rounds=1, clock=clock)
    assert list(ratios) == [1.5]
    assert [text for _, text in clock.read if len(text) == 99] == ["x" * 99] * 2


def test_both_take_turns_every_few_notes(clock: Clock) -> None:
    timed = ["ab"] * (BLOCK + 1)
    ratios = round_ratios(clock.reader(3.0), clock.reader(2.0), [], timed, rounds=2, clock=clock)
    assert list(ratios) == [1.5, 1.5]
    turns = [costs for costs, _ in groupby(costs for costs, _ in clock.read)]
    assert turns == [2.0, 3.0] * 4


def test_each_round_makes_both_anew(clock: Clock) -> None:
    made = count()

    def make() -> Callable[[str], None]:
        next(made)
        return clock.reader(1.0)()

    list(round_ratios(make, make, [], ["abcd"], rounds=3, clock=clock))
    assert next(made) == 6


def test_sizes_read_the_same_text_in_other_pieces(clock: Clock) -> None:
    lines = size_lines(clock.reader(1e-6)(), "x" * LENGTH * 2, rounds=2, clock=clock)
    assert [line.kilocharacters for line in lines] == [1.5, 6, 24, 96]
    assert [line.microseconds for line in lines] == pytest.approx([1.0] * len(SIZES))


def test_what_grows_faster_than_its_text_is_seen(clock: Clock) -> None:
    def read(text: str) -> None:
        clock.now += len(text) ** 2

    lines = size_lines(read, "x" * LENGTH, rounds=1, clock=clock)
    assert lines[-1].microseconds / lines[0].microseconds == pytest.approx(SIZES[-1] / SIZES[0])


def test_too_short_a_corpus_is_told(clock: Clock) -> None:
    with pytest.raises(ValueError, match=f"100 characters of corpus are too few; {LENGTH:,} are needed"):
        size_lines(clock.reader(1.0)(), "x" * 100, rounds=1, clock=clock)


@pytest.mark.parametrize(
    ("benchmark", "over"),
    [
        (run(corpus=3.0, prose=2.0, long=1.5), []),
        (run(corpus=3.1), ["corpus: 3.10 times the tokenizer's time, the limit is 3.0"]),
        (run(prose=2.1), ["prose of others: 2.10 times the tokenizer's time, the limit is 2.0"]),
        (run(long=1.6), ["a character is 1.60 times dearer in long texts, the limit is 1.5"]),
    ],
    ids=["at-the-limits", "corpus", "prose", "growth"],
)
def test_limits(benchmark: Benchmark, over: list[str]) -> None:
    assert list(benchmark.over_limit()) == over


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    assert read_benchmark(tmp_path) is None
    write_benchmark(run(corpus=1.25), tmp_path)
    assert read_benchmark(tmp_path) == run(corpus=1.25)
    assert "| corpus | 1 | 100 | 1.25 [1.25, 1.25] | 3.0 |" in render_benchmark(run(corpus=1.25))


def texts(number: int) -> Iterator[str]:
    return (f"Note {row}: quad sets 3x10. " * 40 for row in range(number))


def test_a_run_times_both_kinds_of_text() -> None:
    found = bench(ConstantList, list(texts(250)), ["Some prose."] * 3, rounds=1)
    assert [(line.texts, line.notes) for line in found.ratios] == [(CORPUS_TEXTS, 200), (PROSE, 3)]
    assert found.left_out == []
    assert min(line.ratio for line in found.ratios) > 0


def test_prose_that_is_not_there_is_left_out() -> None:
    found = bench(ConstantList, list(texts(250)), [], rounds=1)
    assert [line.texts for line in found.ratios] == [CORPUS_TEXTS]
    assert len(found.left_out) == 1


def test_the_cores_come_back() -> None:
    allowed = getattr(os, "sched_getaffinity", lambda _: {0})
    before = allowed(0)
    with one_core():
        assert len(allowed(0)) == 1
    assert allowed(0) == before

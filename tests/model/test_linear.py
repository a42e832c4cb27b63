"""Time grows with the length of a note and no faster, whatever the note is made of."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from types import FrameType

import numpy as np
import pytest

from rehabcode import Suggester
from rehabcode.lexicon import Lexicon
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.ranking.evidence import EvidenceFinder
from rehabcode.ranking.evidence_model import MOST
from rehabcode.reader import Reader

PROSE = """S: Pt reports 4/10 R knee pain after standing at work, better than last week. HEP daily without trouble.
O: TherEx (20 min): SLR 3x10, mini squats 2x10 with cues for alignment, heel raises 2x15 at counter.
Manual therapy: grade III patellar mobilizations and STM to quads, 15 min. Declined ultrasound today.
Gait training with cane 150 ft x 10 min, cues for heel strike; tolerated well without loss of balance.
A: Improving strength, still needs skilled cueing. P: Continue 2x/week, add dry needling next visit.

"""
MOST_DEARER = 2.0
"""How much dearer a character may be in a note of 96 kB than in one of 6 kB."""
RUNS = [
    "gait training, ", "squats 3x10\n", "squats 3x10, 5 min\n", "squats 5 min; ", "[ ] squats ", "squats\t", "squats: ",
    "total 5 min, ", "8:00-8:15\n", "97110 ", "pt declined squats ", "💪 squats ", "e\u0301", "\u200b", "a", "1", " ",
    "\n", "\x00",
]  # fmt: skip
PATIENCE = 8


@pytest.fixture
def hurry() -> Iterator[None]:
    """Fail a test that is not done after PATIENCE seconds, where it would go on for hours."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"no answer after {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def once(read: Callable[[str], object], note: str) -> float:
    begun = time.process_time()
    read(note)
    return time.process_time() - begun


def dearer(read: Callable[[str], object], short: str, long: str, rounds: int) -> float:
    """The least time per character of a long note, as a multiple of that of a short one; rounds take turns."""
    once(read, short)
    times = [(once(read, short), once(read, long)) for _ in range(rounds)]
    least_short, least_long = (min(each) for each in zip(*times, strict=True))
    ratio: float = (least_long / len(long)) / (least_short / len(short))
    return ratio


def test_a_character_of_a_long_note_is_not_much_dearer(suggester: Suggester) -> None:
    short, long = ((PROSE * (size // len(PROSE) + 1))[:size] for size in (6_000, 96_000))
    assert dearer(suggester.suggest, short, long, rounds=4) <= MOST_DEARER


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("piece", RUNS, ids=ascii)
def test_no_run_of_anything_takes_the_square(piece: str, suggester: Suggester) -> None:
    head = "Squats 3x10 "
    short, long = (head + (piece * size)[:size] for size in (2_000, 20_000))
    assert dearer(suggester.suggest, short, long, rounds=4) <= 3, "the square would be ten times dearer"


# Each is mended by a bound on what its pattern may look at.
@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    ("head", "piece"),
    [("15 min", " "), ("", "15' "), ("", "5 min "), ("", "half an hr "), ("", "8:00-8:15 ")],
    ids=["blanks-after-minutes", "primes", "minutes", "half-hours", "clock-times"],
)
def test_no_clause_of_minutes_takes_the_square(head: str, piece: str, suggester: Suggester) -> None:
    short, long = (f"Squats {head}{(piece * size)[:size]}y" for size in (1_000, 9_000))
    assert dearer(suggester.suggest, short, long, rounds=4) <= 3


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("piece", ["x ", "(", "for ", "-"])
def test_no_tail_of_evidence_takes_the_square(piece: str, lexicon: Lexicon, finder: EvidenceFinder) -> None:
    reader = Reader(lexicon)

    def show(note: str) -> None:
        table = ClauseTable.of(reader.read(note))
        finder.find(table, np.ones((len(table), 4), dtype=np.float32), [0])

    short, long = ("Squats " + (piece * size)[:size] + "y" for size in (400, 4_000))
    assert dearer(show, short, long, rounds=4) <= 3


@pytest.mark.usefixtures("hurry")
def test_ten_thousand_repeated_phrases_get_an_answer(suggester: Suggester) -> None:
    note = "gait training, " * 10_000
    answer = suggester.suggest(note)
    ranked = (*answer.suggestions, *answer.considered)
    assert answer.error is None
    assert all(each.quote == note[each.start : each.end] for one in ranked for each in one.evidence)
    assert all(len(one.evidence) <= MOST for one in ranked)


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "piece", [PROSE.replace("\n", " "), "a", "squats, ", "💪"], ids=["prose", "a-word", "list", "signs"]
)
def test_one_line_of_a_hundred_thousand_characters_gets_an_answer(piece: str, suggester: Suggester) -> None:
    note = (piece * 100_000)[:100_000]
    answer = suggester.suggest(note)
    assert answer.error is None
    assert all(note[one.start : one.end] == one.quote for one in answer.withheld)

"""Errors by cause are kept a ranker at a time, and shown side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from rehabcode_training.error_history import FILE, Entry, History, read_history, render_entries, render_history
from rehabcode_training.errors import ResultsError
from rehabcode_training.results import CauseLine


def entry(ranker: str, trial: str = "dev", **missed: int) -> Entry:
    causes = [CauseLine(side="missed", cause=cause.replace("_", " "), codes=codes) for cause, codes in missed.items()]
    return Entry(
        date="2026-01-01", artifact_sha256=ranker, corpus_sha256="c", trial=trial, notes=9, labelled=50, causes=causes
    )


OLD, NEW = entry("old", not_found=5, wrong_section=2), entry("new", not_found=1, gold_arguable=3)


def test_the_same_ranker_measured_again_takes_its_place() -> None:
    again = entry("old", not_found=4)
    history = History(entries=[OLD, NEW]).with_entries([again])
    assert history.entries == [NEW, again]


def test_another_trial_of_the_same_ranker_stands_beside_it() -> None:
    other = entry("old", "cv_author", not_found=4)
    assert History(entries=[OLD]).with_entries([other]).entries == [OLD, other]


def test_before_and_after_stand_in_one_line() -> None:
    text = render_entries([OLD, NEW])
    assert "| side | cause | 2026-01-01 `old`, 9 notes | 2026-01-01 `new`, 9 notes |" in text
    assert "| missed | not found | 5 (10.0%) | 1 (2.0%) |" in text
    assert "| missed | wrong section | 2 (4.0%) | 0 (0.0%) |" in text
    assert text.splitlines()[-1] == "| missed | all | 7 (14.0%) | 4 (8.0%) |"
    assert text.index("gold arguable") < text.index("not found"), "the commonest of today first"


def test_of_many_rankers_the_first_and_the_newest_are_shown() -> None:
    text = render_entries([entry(f"r{number}", not_found=number + 1) for number in range(9)])
    assert [name for name in text.split("`") if name.startswith("r")] == ["r0", "r6", "r7", "r8"]


def test_trials_have_tables_of_their_own() -> None:
    text = render_history(History(entries=[OLD, entry("old", "cv_author", not_found=9)]))
    assert text.index("### Cross-validation by author file") < text.index("### Development notes")
    assert "### Notes that others wrote" not in text


def test_nothing_kept_is_no_entry(tmp_path: Path) -> None:
    assert read_history(tmp_path) == History()


def test_a_file_of_another_form_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"entries": [{}]}', encoding="utf-8")
    with pytest.raises(ResultsError, match=r"error_history\.json has another form"):
        read_history(tmp_path)

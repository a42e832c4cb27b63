"""`rehabcode practice`: an answer is typed before anything of it is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rehabcode.codebook import Codebook
from rehabcode_service.cli import app
from rehabcode_service.practice.answers import InvalidAnswer
from rehabcode_service.practice.asked import find_words, read_codes
from rehabcode_service.practice.cases import CaseBank

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("REHABCODE_DATA_FOLDER", str(tmp_path))

    def invoke(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, ["practice", "--learner", "ann", *arguments], input=typed)

    return invoke


def test_a_case_is_answered_and_explained(run: Run, bank: CaseBank) -> None:
    first = bank["belt-a"]
    words = " | ".join(span.quote for span in first.codes[0].evidence)
    result = run("--cases", "1", typed=f"97110\n{words}\n")
    assert result.exit_code == 0
    before, after = result.output.split("Words that prove 97110", 1)
    assert first.title not in before
    assert "100% · passed · The belt, for the heart" in after


def test_what_cannot_be_read_is_asked_again(run: Run) -> None:
    result = run("--cases", "1", typed="hello\n97110\nno such words\n\n")
    assert result.exit_code == 0
    assert "is no code of the codebook; write it as in 97110x2" in result.output
    assert "the words under 1 are not in the note; copy them as they stand" in result.output


def test_nothing_chosen_is_an_answer(run: Run) -> None:
    result = run("--cases", "1", typed="\n")
    assert result.exit_code == 0
    assert "0% · below 70%" in result.output
    assert "missed" in result.output


def test_progress_is_shown_and_forgotten(run: Run) -> None:
    run("--cases", "1", typed="\n")
    assert "1 answered, 0 passed" in run("progress").output
    assert "Deleted: the learner" in run("forget").output
    assert "No case is answered yet." in run("progress").output


def test_a_wrong_database_ends_with_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHABCODE_PRACTICE_DATABASE", "nonsense")
    result = run("progress")
    assert result.exit_code == 2
    assert "the database URL cannot be opened" in result.output


@pytest.mark.parametrize("typed", ["97110x", "9711", "97110-5", "x2", "00000"])
def test_a_code_that_is_none_is_named(codebook: Codebook, typed: str) -> None:
    with pytest.raises(InvalidAnswer, match="is no code of the codebook; write it as in"):
        read_codes(typed, codebook)


def test_words_are_found_in_any_case_and_over_line_breaks() -> None:
    note = "Quad sets\n  3x10. Heel raises."
    found = find_words(note, "quad sets 3X10 | Heel")
    assert [note[start:end] for start, end in found] == ["Quad sets\n  3x10", "Heel"]

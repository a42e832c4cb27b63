"""What is mined, fitted and measured of completing, on a few short notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from rehabcode.codebook import Codebook
from rehabcode.completer import Completion
from rehabcode.completion.keeping import load
from rehabcode.completion.words import key_of
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode_training.__main__ import main
from rehabcode_training.completion import BY_AUTHOR, DEV, Sections, measure, measure_places, share
from rehabcode_training.completion_fit import TYPED, cuts, fit_completions, fit_forecast, write_completions
from rehabcode_training.completion_results import (
    FILE,
    CompletionResults,
    check_completion_belongs,
    read_completion_results,
    render_completion,
    write_completion_results,
)
from rehabcode_training.completion_speed import FIRST, FURTHER, WARM_UP, suggest_ratios
from rehabcode_training.corpus import GoldCode, LabelledNote, corpus_sha256
from rehabcode_training.errors import ResultsError
from rehabcode_training.keystrokes import keys_saved
from rehabcode_training.phrase_mining import mine, phrases_in, slips, word_forms
from rehabcode_training.results import OURS

Dozen = tuple[LabelledNote, ...]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def measured(dozen: Dozen) -> CompletionResults:
    return measure(dozen, dozen[:3], {FIRST: 0.05, FURTHER: 0.02}, folds=2)


def noted(text: str, words: str, *, author: str, code: str = "97112") -> LabelledNote:
    """Return a note in which these words prove a code."""
    from rehabcode.records import Span

    start = text.index(words)
    gold = GoldCode(code, None, (Span(start, start + len(words), words),))
    return LabelledNote(f"{author}{len(text)}", author, author, "PT", "daily", "", "", text, (gold,), ())


def offer(insert: str, start: int, *, codes: tuple[str, ...] = ("97112",), technique: str = "described") -> Completion:
    return Completion(start, start + 3, insert, insert, technique, codes, "", 0.5)


def test_a_phrase_of_one_author_is_not_mined(lexicon: Lexicon) -> None:
    notes = [
        noted("Wobble plank with yellow mask.", "Wobble plank with yellow mask", author="a"),
        noted("wobble plank with patience", "wobble plank with patience", author="b"),
        noted("green mask, green mask", "green mask", author="a"),
    ]
    found = {key_of(phrase.say): phrase for phrase in mine(notes, lexicon)}
    assert {*found} == {"wobble", "wobble plank", "plank"}
    assert found["wobble plank"].say == "wobble plank"
    assert found["wobble plank"].codes == {"97112": 2}


@pytest.mark.parametrize(
    "words", ["Zyzzyva taught stairs", "ZYZZYVA taught stairs", "taught stairs 12 times", "taught 3rd stairs"]
)
def test_no_name_and_no_number_is_mined(lexicon: Lexicon, words: str) -> None:
    notes = [noted(f"Today {words} .", words, author=author) for author in "ab"]
    found = {key_of(phrase.say) for phrase in mine(notes, lexicon)}
    assert "stairs" in found
    assert not [key for key in found if "zyzzyva" in key or any(letter.isdigit() for letter in key)]


def test_an_acronym_and_a_word_of_the_lexicon_may_stand_in_capitals(lexicon: Lexicon) -> None:
    notes = [
        noted(f"Today {words}.", words, author=author) for author in "ab" for words in ["ATFL glide", "Epley done"]
    ]
    says = {phrase.say for phrase in mine(notes, lexicon)}
    assert {"ATFL glide", "Epley"} <= says


@pytest.mark.parametrize(
    ("quote", "says"),
    [
        ("of the heel", ["heel"]),
        ("heel, strike", ["heel", "strike"]),
        ("sit-to-stand", ["sit", "sit-to-stand", "stand"]),
        ("with a cane", ["with a cane", "cane"]),
        ("SLR x10", ["SLR"]),
        ("", []),
    ],
)
def test_a_phrase_begins_and_ends_with_what_says_something(quote: str, says: list[str]) -> None:
    assert [*phrases_in(quote)] == says


def test_a_slip_is_told_from_a_rare_word(lexicon: Lexicon) -> None:
    text = "balance " * 40 + "balnce blanket neural neutral " + "neutral " * 40
    notes = [noted(text, "balnce", author="a")]
    found = slips(notes, lexicon)
    assert "balnce" in found
    assert not {"blanket", "neural", "balance"} & {*found}  # "neural" is the lexicon's own


def test_the_forms_of_a_word_are_counted() -> None:
    assert word_forms(["STM to calf", "stm"])["stm"] == Counter({"STM": 1, "stm": 1})


def test_a_note_is_cut_inside_the_words_of_its_evidence() -> None:
    note = noted("Foam stance eyes shut to fix.", "stance eyes shut to", author="a")
    (places,) = cuts(note)
    assert [note.text[place.start : place.cursor] for place in places] == ["sta", "stance eye", "stance eyes shu"]
    assert {place.codes for place in places} == {frozenset({"97112"})}
    assert TYPED == 3


def test_the_forecast_learns_what_stands_before(dozen: Dozen, lexicon: Lexicon) -> None:
    codes = tuple(code.code for code in Codebook.load())
    forecast = fit_forecast(dozen, lexicon, codes)
    labelled = {code.code for note in dozen for code in note.codes}
    seen = {code for code, bias in zip(codes, forecast.bias.tolist(), strict=True) if bias > float("-inf")}
    assert seen == labelled
    assert forecast.weights.shape == (len(forecast.rows), len(codes))


def test_the_same_notes_give_the_same_bytes(dozen: Dozen, tmp_path: Path) -> None:
    first = write_completions(dozen, tmp_path / "a").read_bytes()
    assert write_completions(dozen, tmp_path / "b").read_bytes() == first
    _, card = load(tmp_path / "a")
    assert card["corpus_sha256"] == corpus_sha256(dozen)
    assert card["notes"] == len(dozen)


@pytest.mark.parametrize(
    ("insert", "codes", "technique", "right", "words"),
    [
        ("stairs", ("97110",), "described", False, False),
        ("stance", ("97110",), "described", False, True),
        ("stance", ("97110",), "plank", True, True),
        ("stairs", ("97110",), "plank", False, False),
        ("stairs", ("97112", "97110"), "described", True, False),
        ("stairs", ("97110", "97112"), "described", False, False),
        ("stance on it", ("97110",), "described", False, True),
        ("stance on it too", ("97110",), "described", False, False),
    ],
)
def test_an_offer_is_judged_by_its_first_code_and_its_words(
    lexicon: Lexicon, insert: str, codes: tuple[str, ...], technique: str, right: bool, words: bool
) -> None:
    note = noted("Foam stance on it too.", "stance on it", author="a")
    one = offer(insert, note.text.index("stance"), codes=codes, technique=technique)
    (place,) = measure_places(lambda *_: (one,), [note], lexicon, lambda _: "plan")
    assert (place.right, place.words, place.section) == ((right,), (words,), "plan")
    assert (place.code, place.any_code) == ((codes[0] == "97112",), ("97112" in codes,))


def test_keys_are_spared_by_offers_that_fit() -> None:
    text = "Foam stance, eyes shut."

    def complete(before: str, cursor: int) -> list[Completion]:
        return [offer("stairs", 5), offer("STANCE", 5)] if before.endswith(" s") and cursor == 6 else []

    # "s" typed, the second offer taken: two keys for the five letters that are left.
    assert keys_saved(complete, text, 5, 17) == len("tance") - 2


@pytest.mark.parametrize("insert", ["stan", "stance,", "stairs", "stance eyes", "s"])
def test_an_offer_that_does_not_fit_spares_nothing(insert: str) -> None:
    text = "Foam stances, eyes shut."
    assert keys_saved(lambda _, __: [offer(insert, 5)], text, 5, 12) == 0


def test_a_share_has_an_interval_around_it() -> None:
    line = share(["a", "a", "b", "c"], [1, 0, 1, 1], [1, 1, 1, 1])
    assert line.value == 0.75
    assert line.low is not None
    assert line.high is not None
    assert line.low <= 0.75 <= line.high


def test_nothing_to_share_is_null() -> None:
    assert share([], [], []).value is None


def test_a_place_has_its_section(lexicon: Lexicon) -> None:
    note = noted("Subjective: sore.\nPlan: foam stance next.", "foam stance", author="a")
    (places,) = cuts(note)
    assert Sections(Reader(lexicon))(places[0]) == "plan"


def test_each_system_is_measured_on_the_same_places(measured: CompletionResults) -> None:
    lines = {(line.trial, line.system): line for line in measured.systems}
    assert len(lines) == 6
    assert {trial for trial, _ in lines} == {BY_AUTHOR, DEV}
    assert {line.places for (trial, _), line in lines.items() if trial == DEV} == {lines[DEV, OURS].places}
    assert lines[BY_AUTHOR, OURS].notes == 12
    assert lines[BY_AUTHOR, OURS].figures["top_5"].value is not None


def test_the_held_out_author_teaches_nothing(dozen: Dozen, monkeypatch: pytest.MonkeyPatch) -> None:
    taught: list[set[str]] = []

    def watched(notes: Dozen, lexicon: Lexicon, codebook: Codebook) -> object:
        taught.append({note.author for note in notes})
        return fit_completions(notes, lexicon, codebook)

    monkeypatch.setattr("rehabcode_training.completion.fit_completions", watched)
    measure(dozen, (), {}, folds=4)
    authors = {note.author for note in dozen}
    assert [len(authors - known) for known in taught] == [1, 1, 1, 1, 0]


def test_what_was_measured_comes_back(measured: CompletionResults, tmp_path: Path) -> None:
    assert read_completion_results(tmp_path) is None
    write_completion_results(measured, tmp_path)
    assert read_completion_results(tmp_path) == measured


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(ResultsError, match=r"completion\.json has another form .*; run `python -m"):
        read_completion_results(tmp_path)


def test_figures_of_another_corpus_are_refused(measured: CompletionResults, dozen: Dozen) -> None:
    check_completion_belongs(measured, corpus_sha256(dozen))
    with pytest.raises(ResultsError, match="measured before the fitting corpus changed"):
        check_completion_belongs(measured, corpus_sha256(dozen[1:]))


def test_the_document_shows_every_system_and_part(measured: CompletionResults) -> None:
    shown = render_completion(measured)
    assert f"| {BY_AUTHOR}, {OURS} |" in shown
    assert "| daily | " in shown
    assert f"{FIRST} 0.050, {FURTHER} 0.020" in shown


def test_offers_are_timed_against_answers_note_by_note() -> None:
    now = [0.0]

    def passes(seconds: float) -> Callable[..., None]:
        def work(*_: object) -> None:
            now[0] += seconds

        return work

    notes = [noted(f"Foam stance {number}.", "Foam stance", author="a") for number in range(WARM_UP + 5)]
    ratios = suggest_ratios(passes(0.5), passes(10.0), notes, clock=lambda: now[0])
    assert ratios == pytest.approx({FIRST: 0.05, FURTHER: 0.05})
    with pytest.raises(ValueError, match=f"more than {WARM_UP} notes"):
        suggest_ratios(passes(0.5), passes(10.0), notes[:WARM_UP], clock=lambda: now[0])


def test_the_command_writes_the_artifact(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    written: list[int] = []

    def write(notes: Dozen) -> Path:
        written.append(len(notes))
        return Path("completions.npz")

    monkeypatch.setattr("rehabcode_training.completion_fit.write_completions", write)
    assert main(["completions"]) == 0
    assert written[0] > 1_000
    assert "wrote completions.npz" in capsys.readouterr().out


def test_the_artifact_that_ships_is_of_this_corpus() -> None:
    from rehabcode_training.corpus import fitting_notes

    learned, card = load()
    assert card["corpus_sha256"] == corpus_sha256(fitting_notes())
    assert card["phrases"] == len(learned.phrases) > 1_000

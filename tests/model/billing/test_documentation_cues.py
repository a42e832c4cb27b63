"""Cues are found among the words of a note: the longest of each kind, in the order of the note."""

from __future__ import annotations

import pytest

from rehabcode.billing.documentation_cues import CueFinder
from rehabcode.billing.documentation_rows import DocumentationCue
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Lexicon.load())


def cue(say: str, kind: str = "reaction") -> DocumentationCue:
    return DocumentationCue(kind, say, "charting")


@pytest.mark.parametrize(
    ("says", "note", "quotes"),
    [
        (["tolerat*"], "Tolerated well", ["Tolerated"]),
        (["toler*"], "Fatolerant", []),
        (["no pain", "no pain after"], "no pain after it", ["no pain after"]),
        (["no pain", "no pain after rest"], "no pain after it", ["no pain"]),
        (["pain # to #"], "pain 6 to 3 today", ["pain 6 to 3"]),
        (["# rest*"], "took two rests", ["two rests"]),
        (["# / # after"], "5/10 after", ["5/10 after"]),
        (["pain after", "after pain"], "pain after pain", ["pain after"]),
        (["sore"], "sore, sore", ["sore", "sore"]),
        (["sore but fine"], "sore but", []),
    ],
    ids=[
        "stem", "stem-begins-its-word", "longest", "shorter-where-the-longer-breaks-off", "numbers", "number-and-stem",
        "signs", "no-overlap", "each-time", "end-of-note",
    ],
)  # fmt: skip
def test_what_is_found(says: list[str], note: str, quotes: list[str], reader: Reader) -> None:
    finder = CueFinder([*map(cue, says), cue("two", "number")])
    assert [said.quote for said in finder.find(reader.read(note)).get("reaction", ())] == quotes


def test_kinds_do_not_hide_each_other(reader: Reader) -> None:
    finder = CueFinder([cue("no pain"), cue("pain", "indication"), cue("no", "denial")])
    found = finder.find(reader.read("no pain"))
    assert {kind: [said.quote for said in sayings] for kind, sayings in found.items()} == {
        "reaction": ["no pain"],
        "indication": ["pain"],
        "denial": ["no"],
    }


@pytest.mark.parametrize("says", [["dm2", "dm*"], ["dm*", "dm2"]])
def test_a_whole_word_goes_before_a_stem(says: list[str], reader: Reader) -> None:
    (said,) = CueFinder(map(cue, says)).find(reader.read("DM2"))["reaction"]
    assert said.cue.say == "dm2"


def test_of_two_stems_the_shorter_is_meant(reader: Reader) -> None:
    (said,) = CueFinder([cue("toler*"), cue("tol*")]).find(reader.read("tolerated"))["reaction"]
    assert said.cue.say == "tol*"


def test_a_saying_is_what_stands_there(reader: Reader) -> None:
    note = "Walked.  Pain  6 to 3."
    (said,) = CueFinder([cue("pain # to #")]).find(reader.read(note))["reaction"]
    assert note[said.start : said.end] == said.quote

"""What a note says of its codes is shown in its own words, and what it does not say comes with a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.billing.documentation import CodeDocumentation, check_documentation
from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.evaluations import support_evaluation
from rehabcode.codebook import Codebook
from rehabcode.errors import UnknownCode
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode.records import Span

WORDS = st.lists(
    st.sampled_from(
        ["gait", "cane", "cues", "pain", "no", "12", "min", "total", ">", ":", ".", "\n", "3x10", "tolerated"]
    )
)


@dataclass(frozen=True)
class Claimed:
    code: str
    evidence: tuple[Span, ...]
    minutes: int | None = None


@pytest.fixture(scope="module")
def rules() -> DocumentationRules:
    return DocumentationRules.load()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Lexicon.load())


def claimed(note: str, code: str, quote: str, minutes: int | None) -> Claimed:
    start = note.index(quote)
    return Claimed(code, (Span(start, start + len(quote), quote),), minutes)


def checked(
    note: str, codes: dict[str, Any], reader: Reader, rules: DocumentationRules
) -> tuple[CodeDocumentation, ...]:
    return check_documentation(reader.read(note), [claimed(note, code, *said) for code, said in codes.items()], rules)


@pytest.mark.cases("documentation.yaml")
def test_what_a_note_documents(case: dict[str, Any], reader: Reader, rules: DocumentationRules) -> None:
    found = checked(case["note"], case["codes"], reader, rules)
    assert [missing.element for one in found for missing in one.missing] == case["missing"]
    shown = {present.element: present.quote for one in found for present in one.present}
    assert shown | case["shows"] == shown


@pytest.mark.cases("documentation.yaml")
def test_what_is_shown_stands_in_the_note(case: dict[str, Any], reader: Reader, rules: DocumentationRules) -> None:
    found = checked(case["note"], case["codes"], reader, rules)
    assert all(case["note"][each.start : each.end] == each.quote for one in found for each in one.present)


@pytest.mark.cases("documentation.yaml")
def test_every_element_is_told_once(case: dict[str, Any], reader: Reader, rules: DocumentationRules) -> None:
    found = checked(case["note"], case["codes"], reader, rules)
    told = {
        one.code: sorted([*(each.element for each in one.present), *(each.element for each in one.missing)])
        for one in found
    }
    assert told == {code: sorted(need.id for need, _ in rules.required(code)) for code in case["codes"]}


def test_a_missing_element_is_a_finding_with_a_remedy(reader: Reader, rules: DocumentationRules) -> None:
    note = "Gait training 12 min."
    (found,) = checked(note, {"97116": ["Gait training", 12]}, reader, rules)
    finding = {missing.element: missing.finding for missing in found.missing}["deviation_cue"]
    assert (finding.kind, finding.codes, finding.source) == ("documentation", ("97116",), "LCD-ETC")
    assert finding.remedy == "say what the gait deviation was, and the cueing or device"
    assert [span.quote for span in finding.spans] == ["Gait training"]


def test_no_finding_holds_a_word_of_the_note(reader: Reader, rules: DocumentationRules) -> None:
    note = "Zebra quokka 12 min."
    (found,) = checked(note, {"97116": ["Zebra quokka", 12]}, reader, rules)
    said = " ".join(f"{missing.finding.message} {missing.finding.remedy}" for missing in found.missing)
    assert found.missing
    assert "quokka" not in said.lower()


def test_a_code_that_needs_nothing_has_nothing_missing(reader: Reader, rules: DocumentationRules) -> None:
    assert rules.required("97164")
    bare = next(code.code for code in Codebook.load() if not rules.required(code.code))
    assert checked("Seen today.", {bare: ["Seen", None]}, reader, rules) == (CodeDocumentation(bare, (), ()),)


def test_a_code_that_is_not_in_the_codebook(reader: Reader, rules: DocumentationRules) -> None:
    with pytest.raises(UnknownCode, match="code '99999' is not in codebook"):
        checked("Seen today.", {"99999": ["Seen", None]}, reader, rules)


@given(words=WORDS, place=st.integers(0, 30), minutes=st.none() | st.integers(0, 60))
def test_any_note_is_told_whole(
    words: list[str], place: int, minutes: int | None, reader: Reader, rules: DocumentationRules
) -> None:
    note = "Gait " + " ".join(words)
    start = min(place, len(note) - 1)
    one = Claimed("97116", (Span(start, len(note), note[start:]),), minutes)
    (found,) = check_documentation(reader.read(note), [one], rules)
    assert len(found.present) + len(found.missing) == len(rules.required("97116"))
    assert all(note[each.start : each.end] == each.quote for each in found.present)


def test_a_long_note_takes_a_time_like_its_length(reader: Reader, rules: DocumentationRules) -> None:
    def seconds(times: int) -> float:
        note = "Gait training with cane, cues for heel strike, 12 min. ROM 5-80. Pain less.\n" * times
        reading, one = reader.read(note), claimed(note, "97116", "Gait training with cane", 12)
        begin = perf_counter()
        check_documentation(reading, [one], rules)
        return perf_counter() - begin

    seconds(10)
    rounds = [(seconds(100), seconds(800)) for _ in range(5)]
    assert min(long for _, long in rounds) < 16 * max(min(short for short, _ in rounds), 0.001)


@pytest.mark.cases("evaluations.yaml")
def test_the_level_of_an_evaluation(case: dict[str, Any], reader: Reader, rules: DocumentationRules) -> None:
    support = support_evaluation(reader.read(case["note"]), case["discipline"], rules)
    assert {one.name: list(one.levels) for one in support.components} == case["levels"]
    assert list(support.missing) == case["missing"]
    assert support.code == case["code"]


@pytest.mark.cases("evaluations.yaml")
def test_a_component_is_shown_in_the_note(case: dict[str, Any], reader: Reader, rules: DocumentationRules) -> None:
    support = support_evaluation(reader.read(case["note"]), case["discipline"], rules)
    spans = [span for one in support.components for span in one.spans]
    assert all(case["note"][span.start : span.end] == span.quote for span in spans)

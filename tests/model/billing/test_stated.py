"""What a note states for billing is found with its words, and what does not agree with its services is told."""

from __future__ import annotations

from typing import Any

import pytest

from rehabcode import Suggester
from rehabcode.billing.reconciliation import TOTALS
from rehabcode.billing.stated import Supported, find_stated, supported_by
from rehabcode.billing.stated_findings import check_stated, stated_findings
from rehabcode.billing.typed_support import SUPPORT
from rehabcode.codebook import Codebook
from rehabcode.errors import UnknownPayer
from rehabcode.lexicon import Lexicon
from rehabcode.payers import Payers
from rehabcode.reader import Reader
from rehabcode.records import Span
from rehabcode.shelf import cited

Row = dict[str, Any]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Lexicon.load())


def supported(case: Row) -> list[Supported]:
    note = case["note"]
    return [
        Supported(code, minutes, (Span(note.index(says), note.index(says) + len(says), says),), tuple(also))
        for code, (minutes, says, *also) in case["supported"].items()
    ]


@pytest.mark.cases("stated.yaml")
def test_what_a_note_states(case: Row, reader: Reader, codebook: Codebook) -> None:
    stated = find_stated(reader.read(case["note"]), codebook)
    units = [[one.quote, one.codes[0] if one.codes else "", one.units] for one in stated.units]
    assert [[one.kind, one.quote] for one in stated.minutes] == case.get("minutes", [])
    assert units == case.get("units", [])
    assert [one.code for one in stated.charged] == case.get("charged", [])


@pytest.mark.cases("stated.yaml")
def test_every_span_is_what_stands_there(case: Row, reader: Reader, codebook: Codebook) -> None:
    stated = find_stated(reader.read(case["note"]), codebook)
    spans = [*stated.minutes, *stated.units, *stated.codes]
    assert [case["note"][span.start : span.end] for span in spans] == [span.quote for span in spans]


@pytest.mark.cases("stated_findings.yaml")
def test_what_does_not_agree_is_found(case: Row, reader: Reader, codebook: Codebook, payers: Payers) -> None:
    stated = find_stated(reader.read(case["note"]), codebook)
    found = check_stated(stated, supported(case), case.get("payer", "medicare"), payers, codebook)
    told = [[finding.kind, list(finding.codes), [span.quote for span in finding.spans]] for finding in found]
    assert told == case.get("found", [])


def test_what_is_suggested_is_held_against_what_is_stated(
    suggester: Suggester, reader: Reader, codebook: Codebook, payers: Payers
) -> None:
    note = "Gait training with cane 20 min, cues for heel strike.\nTotal 2,000 min\n97116 x1"
    (finding,) = stated_findings(reader.read(note), suggester.suggest(note), "medicare", payers, codebook)
    assert (finding.kind, [span.quote for span in finding.spans]) == ("minutes", ["2,000 min"])


@pytest.mark.parametrize("kind", ["timed", "total"])
def test_minutes_of_a_kind(kind: Any, reader: Reader, codebook: Codebook) -> None:
    stated = find_stated(reader.read("Bands.\nTimed 40 min\nTotal 52 min"), codebook)
    assert [one.minutes for one in stated.of(kind)] == [{"timed": 40, "total": 52}[kind]]


def test_no_finding_repeats_a_word_of_the_note(reader: Reader, codebook: Codebook, payers: Payers) -> None:
    note = "97140, 16 min - Zwieback rows 3x12. Total 45 min"
    start = note.index("Zwieback")
    own = [Supported("97110", 16, (Span(start, start + 13, note[start : start + 13]),))]
    found = check_stated(find_stated(reader.read(note), codebook), own, "medicare", payers, codebook)
    assert {finding.kind for finding in found} == {"minutes", "support"}
    assert not any("zwieback" in (finding.message + finding.remedy).lower() for finding in found)


def test_suggestions_are_what_is_supported(suggester: Suggester, codebook: Codebook, payers: Payers) -> None:
    note = "Gait training with cane 20 min, cues for heel strike.\nTotal 30 min\n97116 x1"
    own = supported_by(suggester.suggest(note))
    stated = find_stated(Reader(Lexicon.load()).read(note), codebook)
    (finding,) = check_stated(stated, own, "medicare", payers, codebook)
    assert (finding.codes, [span.quote for span in finding.spans]) == (("97116",), ["Total 30 min"])


def test_an_unknown_payer_is_refused(reader: Reader, codebook: Codebook, payers: Payers) -> None:
    stated = find_stated(reader.read("97110 x1"), codebook)
    with pytest.raises(UnknownPayer, match=r"^the payer is not in payers\.jsonl"):
        check_stated(stated, [Supported("97110", 15, ())], "nobody", payers, codebook)


@pytest.mark.parametrize("citation", [SUPPORT, TOTALS])
def test_what_is_cited_is_known(citation: str, codebook: Codebook) -> None:
    assert set(cited(citation)) <= codebook.sources.keys()

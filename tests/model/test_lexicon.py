"""The lexicon knows every technique and phrase, and the likeliest code of each comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from rehabcode.codebook import Codebook
from rehabcode.cues import Section
from rehabcode.lexicon import SECTIONS, Heading, Lexicon, Technique
from rehabcode.records import ASSERTIONS
from rehabcode.rows import NO_CODE, RowError


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def techniques_that_say(lexicon: Lexicon, words: str) -> set[str]:
    return {phrase.technique for phrase in lexicon.phrases if phrase.say.lower() == words}


def test_every_technique_has_its_own_name_as_a_phrase(lexicon: Lexicon) -> None:
    canonical = {phrase.technique: phrase.say for phrase in lexicon.phrases if phrase.canonical}
    assert canonical == {technique.id: technique.name for technique in lexicon.techniques.values()}


def test_priors_are_of_codes_that_the_codebook_has(lexicon: Lexicon) -> None:
    codebook = Codebook.load()
    named = {code for technique in lexicon.techniques.values() for code in technique.priors}
    assert NO_CODE in named
    assert not {code for code in named if code != NO_CODE and code not in codebook}


def test_priors_sum_to_one(lexicon: Lexicon) -> None:
    sums = {technique.id: sum(technique.priors.values()) for technique in lexicon.techniques.values()}
    assert not {name: total for name, total in sums.items() if total != pytest.approx(1.0, abs=0.01)}


@pytest.mark.parametrize(
    ("technique", "codes"),
    [
        ("joint_mobilization", ("97140",)),
        ("low_level_laser", ("97039", "97037")),
        ("unattended_electrical_stimulation", ("G0283", "97014", "97032")),
        ("independent_gym_exercise", ("97110",)),
        ("dix_hallpike", ()),
    ],
)
def test_the_likeliest_code_comes_first(technique: str, codes: tuple[str, ...], lexicon: Lexicon) -> None:
    assert lexicon.techniques[technique].codes == codes


@pytest.mark.parametrize(
    ("words", "technique"),
    [
        ("therex", "therapeutic_exercise"),
        ("theraputic exercise", "therapeutic_exercise"),
        ("stm", "soft_tissue_mobilization"),
        ("nustep", "nustep"),
        ("ionto w/ dex", "iontophoresis"),
        ("epley", "canalith_repositioning"),
        ("pool walking", "pool_walking"),
    ],
)
def test_a_phrase_stands_for_its_technique(words: str, technique: str, lexicon: Lexicon) -> None:
    assert technique in techniques_that_say(lexicon, words)


@pytest.mark.parametrize(
    ("words", "techniques"),
    [
        ("litegait", {"body_weight_supported_treadmill", "gait_in_lite_gait_peds"}),
        ("bioness", {"fes", "fes_assisted_gait"}),
        ("walkaide", {"fes", "fes_assisted_gait"}),
        ("bed positioning", {"positioning_in_bed", "sleep_positioning_education"}),
        ("fce", {"formal_performance_testing", "functional_capacity_evaluation"}),
    ],
)
def test_the_same_words_may_stand_for_several_techniques(words: str, techniques: set[str], lexicon: Lexicon) -> None:
    assert techniques_that_say(lexicon, words) >= techniques


@pytest.mark.parametrize(
    ("name", "word", "code", "sign"),
    [
        ("gait_quality", "heel strike", "97116", 1),
        ("endurance", "mph", "97116", -1),
        ("restriction", "adhesion", "97140", 1),
        ("aquatic", "pool", "97113", 1),
        ("hep", "home program", NO_CODE, 1),
    ],
)
def test_a_cue_shifts_a_code(name: str, word: str, code: str, sign: int, lexicon: Lexicon) -> None:
    cue_set = lexicon.cue_sets[name]
    assert word in cue_set.words
    assert cue_set.shifts[code] * sign > 0


def test_a_set_may_inform_without_a_shift(lexicon: Lexicon) -> None:
    assert lexicon.cue_sets["telehealth"].words
    assert not lexicon.cue_sets["telehealth"].shifts


def test_cue_sets_of_techniques_are_known(lexicon: Lexicon) -> None:
    named = {name for technique in lexicon.techniques.values() for name in technique.cue_sets}
    assert named
    assert named <= lexicon.cue_sets.keys()


@pytest.mark.parametrize(("abbr", "other"), [("CP", "cerebral palsy"), ("US", "United States"), ("HR", "heart rate")])
def test_an_abbreviation_has_other_senses(abbr: str, other: str, lexicon: Lexicon) -> None:
    (row,) = [row for row in lexicon.abbreviations if row.abbr == abbr]
    assert other in row.other_senses
    assert row.disambiguate


def test_assertion_cues_set_assertions(lexicon: Lexicon) -> None:
    assert lexicon.assertion_cues
    assert {cue.assertion for cue in lexicon.assertion_cues} <= {*ASSERTIONS, "none", "boundary"}


def test_headings_head_sections(lexicon: Lexicon) -> None:
    assert {heading.section for heading in lexicon.headings} <= set(SECTIONS)


def test_sections_are_a_closed_set() -> None:
    assert get_args(Section) == SECTIONS
    assert {"interventions", "plan", "home_program", "other", "none"} < set(SECTIONS)


def test_a_heading_is_in_lower_case() -> None:
    with pytest.raises(RowError, match="field 'say' has capitals; write it in lower case"):
        Heading(say="Plan", section="plan", source="charting")


def test_priors_are_put_in_order() -> None:
    technique = Technique("a", "a", "more", {NO_CODE: 0.1, "97112": 0.3, "97110": 0.6}, False, "MEM", False)
    assert list(technique.priors) == ["97110", "97112", NO_CODE]
    assert technique.codes == ("97110", "97112")


@pytest.mark.parametrize("total", [0.98, 1.02])
def test_priors_that_miss_one_are_refused(total: float, lexicon: Lexicon) -> None:
    with pytest.raises(RowError, match=f"the priors sum to {total:.2f}"):
        replace(lexicon.techniques["pool_walking"], priors={"97113": total / 2, NO_CODE: total / 2})


def test_records_can_be_kept_in_sets(lexicon: Lexicon) -> None:
    assert len({*lexicon.techniques.values()}) == len(lexicon.techniques)
    assert len({*lexicon.phrases}) == len(lexicon.phrases)

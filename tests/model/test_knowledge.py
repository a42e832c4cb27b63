"""Every row of knowledge/ is what its record says it is, and a row that is not is named by file, number and remedy."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rehabcode import clause_words, codebook, codes, count_words, cues, duration_words, lexicon, payers, rules, shelf
from rehabcode.billing import billing_words, documentation_rows
from rehabcode.billing.billing_words import BillingWords
from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.codebook import Codebook
from rehabcode.completion import hints
from rehabcode.errors import KnowledgeError
from rehabcode.lexicon import Lexicon
from rehabcode.payers import Payers
from rehabcode.rows import Table
from rehabcode.rulebook import Rulebook
from rehabcode.shelf import KNOWLEDGE

KINDS: dict[str, type[Any]] = {
    "abbreviations.jsonl": lexicon.Abbreviation,
    "add_ons.jsonl": codebook.AddOn,
    "annual_thresholds.jsonl": rules.AnnualThreshold,
    "assertion_cues.jsonl": cues.AssertionCue,
    "billing_words.jsonl": billing_words.BillingWord,
    "caveats.jsonl": codebook.Caveat,
    "clause_words.jsonl": clause_words.ClauseWord,
    "codebook.jsonl": codes.Code,
    "completion_hints.jsonl": hints.CompletionHint,
    "count_words.jsonl": count_words.CountWord,
    "cue_sets.jsonl": cues.CueWord,
    "cue_shifts.jsonl": cues.CueShift,
    "disputed_claims.jsonl": rules.DisputedClaim,
    "documentation.jsonl": codebook.Documentation,
    "documentation_cues.jsonl": documentation_rows.DocumentationCue,
    "documentation_proofs.jsonl": documentation_rows.ElementProof,
    "duration_words.jsonl": duration_words.DurationWord,
    "evaluation_grid.jsonl": rules.EvaluationLevel,
    "exclusions.jsonl": rules.Exclusion,
    "former_codes.jsonl": codes.FormerCode,
    "former_pair_edits.jsonl": rules.FormerPairEdit,
    "headings.jsonl": cues.Heading,
    "look_alikes.jsonl": codebook.LookAlike,
    "modifiers.jsonl": rules.Modifier,
    "near_words.jsonl": lexicon.NearWord,
    "once_rules.jsonl": rules.OnceRule,
    "outside_codes.jsonl": codebook.OutsideCode,
    "pair_edits.jsonl": rules.PairEdit,
    "payers.jsonl": payers.Payer,
    "phrases.jsonl": lexicon.Phrase,
    "places_of_service.jsonl": rules.PlaceOfService,
    "policy_rules.jsonl": rules.PolicyRule,
    "quantity_edits.jsonl": rules.QuantityEdit,
    "sources.jsonl": shelf.Source,
    "techniques.jsonl": lexicon.Technique,
    "unit_kinds.jsonl": payers.UnitKind,
    "unit_rules.jsonl": payers.UnitRule,
    "visit_words.jsonl": cues.VisitWord,
}
LOADS: dict[str, Callable[[Path], object]] = {
    "billing words": BillingWords.load,
    "codebook": Codebook.load,
    "completion hints": hints.CompletionHints.load,
    "documentation": DocumentationRules.load,
    "lexicon": Lexicon.load,
    "payers": Payers.load,
    "rulebook": Rulebook.load,
}
# The least rows of the files whose facts were taken over whole; a file may grow, and loses none unseen.
LEAST = {
    "abbreviations.jsonl": 41,
    "caveats.jsonl": 153,
    "codebook.jsonl": 92,
    "cue_sets.jsonl": 447,
    "cue_shifts.jsonl": 90,
    "documentation.jsonl": 347,
    "look_alikes.jsonl": 122,
    "pair_edits.jsonl": 387,
    "phrases.jsonl": 1757,  # one of 1,758 stood twice
    "quantity_edits.jsonl": 90,
    "techniques.jsonl": 401,
}


def lines(file: str) -> list[str]:
    return (KNOWLEDGE / file).read_text(encoding="utf-8").splitlines()


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, and refuse a name that stands in it twice."""
    row = dict(pairs)
    assert len(row) == len(pairs), [name for name, _ in pairs]
    return row


def put_first(file: Path, line: str) -> None:
    file.write_text(f"{line}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of knowledge/, to be spoiled."""
    return shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")


def test_every_file_has_a_record() -> None:
    assert {path.name for path in KNOWLEDGE.glob("*.jsonl")} == set(KINDS)


@pytest.mark.parametrize("file", KINDS)
def test_every_row_is_read(file: str) -> None:
    table = Table.read(KNOWLEDGE, file, KINDS[file])
    assert len(table.rows) == len(lines(file))
    assert {type(row) for row in table.rows} == {KINDS[file]}


@pytest.mark.parametrize("file", KINDS)
def test_no_row_names_a_field_twice(file: str) -> None:
    assert all(json.loads(line, object_pairs_hook=once) for line in lines(file))


@pytest.mark.parametrize(("file", "least"), LEAST.items())
def test_no_row_is_lost(file: str, least: int) -> None:
    assert len(lines(file)) >= least


@pytest.mark.parametrize("file", [*KINDS, "VERSION"])
def test_the_readme_tells_of_every_file(file: str) -> None:
    assert f"`{file}`" in (KNOWLEDGE / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("load", LOADS)
def test_a_copy_of_the_folder_loads(load: str, folder: Path) -> None:
    assert LOADS[load](folder)


@pytest.mark.cases("bad_rows.yaml")
def test_a_bad_row_is_named(case: dict[str, Any], folder: Path) -> None:
    put_first(folder / case["file"], case.get("line") or json.dumps(case["row"]))
    with pytest.raises(KnowledgeError, match=re.escape(case["expect"])):
        LOADS[case["loads"]](folder)


@pytest.mark.cases("bad_codes.yaml")
def test_a_bad_code_is_named(case: dict[str, Any], folder: Path) -> None:
    first, _, rest = (folder / "codebook.jsonl").read_text(encoding="utf-8").partition("\n")
    changed = json.loads(first) | case["change"]
    (folder / "codebook.jsonl").write_text(f"{json.dumps(changed)}\n{rest}", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(case["expect"])):
        Codebook.load(folder)


def test_a_row_is_counted_by_its_line(folder: Path) -> None:
    put_first(folder / "headings.jsonl", "\n\n{}")
    with pytest.raises(KnowledgeError, match=r"^headings\.jsonl, row 3: ") as caught:
        Lexicon.load(folder)
    assert (caught.value.file, caught.value.row) == ("headings.jsonl", 3)


@pytest.mark.parametrize("file", KINDS)
def test_a_missing_file_is_named(file: str, folder: Path) -> None:
    (folder / file).unlink()
    with pytest.raises(KnowledgeError, match=rf"^{re.escape(file)}: the file cannot be read; put it into "):
        [load(folder) for load in LOADS.values()]


def test_an_empty_file_is_named(folder: Path) -> None:
    (folder / "headings.jsonl").write_text("\n \n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"^headings\.jsonl: the file holds no row; restore it"):
        Lexicon.load(folder)


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "headings.jsonl").write_bytes('{"say": "médication"}\n'.encode("latin-1"))
    with pytest.raises(KnowledgeError, match=r"^headings\.jsonl, row 1: the line is not one JSON object"):
        Lexicon.load(folder)


@pytest.mark.parametrize(
    ("content", "problem"), [(None, "cannot be read"), (b" \n", "is blank"), (b"\xff", "cannot be")]
)
def test_an_edition_that_is_not_right_is_named(content: bytes | None, problem: str, folder: Path) -> None:
    (folder / "VERSION").unlink()
    if content is not None:
        (folder / "VERSION").write_bytes(content)
    with pytest.raises(KnowledgeError, match=rf"^VERSION: the file {problem}.*write the year and month"):
        Codebook.load(folder)


@pytest.mark.parametrize("load", LOADS)
def test_the_version_is_of_the_content(load: str, folder: Path) -> None:
    ours: Any = LOADS[load](KNOWLEDGE)
    assert re.fullmatch(r"\d{4}\.\d{2}\+[0-9a-f]{8}", ours.version)
    same: Any = LOADS[load](folder)
    assert same.version == ours.version


@pytest.mark.parametrize(
    ("load", "file"),
    [
        ("codebook", "caveats.jsonl"),
        ("codebook", "codebook.jsonl"),
        ("lexicon", "phrases.jsonl"),
        ("payers", "payers.jsonl"),
        ("rulebook", "policy_rules.jsonl"),
    ],
)
def test_another_content_has_another_version(load: str, file: str, folder: Path) -> None:
    first, *rest = lines(file)
    (folder / file).write_text("\n".join([*rest, first]), encoding="utf-8")
    ours: Any = LOADS[load](KNOWLEDGE)
    theirs: Any = LOADS[load](folder)
    assert theirs.version != ours.version


def test_line_ends_do_not_change_the_version(folder: Path) -> None:
    content = (folder / "caveats.jsonl").read_bytes()
    (folder / "caveats.jsonl").write_bytes(content.replace(b"\n", b"\r\n"))
    assert Codebook.load(folder).version == Codebook.load().version

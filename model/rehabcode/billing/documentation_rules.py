"""What documentation a code needs, how it is found, and what to write where it is missing: typed, and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rehabcode.billing.documentation_cues import CueFinder
from rehabcode.billing.documentation_rows import DocumentationCue, ElementProof
from rehabcode.codebook import Codebook, Documentation
from rehabcode.errors import KnowledgeError
from rehabcode.rows import Table
from rehabcode.rules import EvaluationLevel
from rehabcode.shelf import Shelf

DOCUMENTATION = "documentation.jsonl"
CUES = "documentation_cues.jsonl"
PROOFS = "documentation_proofs.jsonl"


class DocumentationRules:
    """The elements that a payer or the guide requires, each with its proof.

    >>> rules = DocumentationRules.load()
    >>> [need.id for need, _ in rules.required("20560")]
    ['muscles', 'response']
    """

    def __init__(self, shelf: Shelf) -> None:
        codebook = Codebook(shelf)
        cues = shelf.read(CUES, DocumentationCue, key=("kind", "say"))
        proofs = shelf.read(PROOFS, ElementProof, key=("element", "codes"))
        levels = shelf.read("evaluation_grid.jsonl", EvaluationLevel, key=("code",))
        needs = shelf.read(DOCUMENTATION, Documentation, key=("code", "id"))
        proofs.known(lambda row: row.kinds, {row.kind for row in cues.rows}, "kind", CUES)
        proofs.known(lambda row: row.codes, codebook, "code", "codebook.jsonl")
        proofs.known(lambda row: (row.element,), {need.id for need in needs.rows}, "element", DOCUMENTATION)
        self.evaluation_levels: Mapping[str, EvaluationLevel] = {row.code: row for row in levels.rows}
        self.finder = CueFinder(cues.rows)
        self._codebook = codebook
        self._chained: dict[str, frozenset[str]] = {}
        for row in codebook.add_ons:
            for one, other in ((row.add_on, row.primary), (row.primary, row.add_on)):
                self._chained[one] = self._chained.get(one, frozenset()) | {other}
        self._required = _required(needs, proofs.rows)
        self.version = shelf.version(*(table.sha256 for table in (needs, cues, proofs, levels)))

    @classmethod
    def load(cls, folder: Path | None = None) -> DocumentationRules:
        """Read the rules of `folder`, None for the packaged ones. Raises KnowledgeError at the first bad row."""
        return cls(Shelf(folder))

    def required(self, code: str) -> tuple[tuple[Documentation, ElementProof], ...]:
        """Return what a note must say for `code`, each with its proof; empty where nothing. Raises UnknownCode."""
        return self._required.get(self._codebook[code].code, ())

    def shares_time(self, code: str) -> frozenset[str]:
        """Return the base or the add-ons of `code`: one time may stand for them together. Raises UnknownCode."""
        return self._chained.get(self._codebook[code].code, frozenset())


def _required(
    needs: Table[Documentation], proofs: tuple[ElementProof, ...]
) -> dict[str, tuple[tuple[Documentation, ElementProof], ...]]:
    """Return the musts of each code with their proofs: the row that names the code, or else the one that names none."""
    general = {proof.element: proof for proof in proofs if not proof.codes}
    named = {(proof.element, code): proof for proof in proofs for code in proof.codes}
    required: dict[str, tuple[tuple[Documentation, ElementProof], ...]] = {}
    for number, need in zip(needs.numbers, needs.rows, strict=True):
        if need.level != "must":
            continue
        proof = named.get((need.id, need.code), general.get(need.id))
        if proof is None:
            problem = f"nothing is known of how {need.id!r} is shown for {need.code}"
            raise KnowledgeError(DOCUMENTATION, number, problem, f"add a row for it to {PROOFS}")
        required[need.code] = (*required.get(need.code, ()), (need, proof))
    return required

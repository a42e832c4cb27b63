"""Does a score rest on the evidence shown for it? The note is asked about again, without it and with nothing but it.

After ERASER (DeYoung et al., ACL 2020): comprehensiveness is how far the score falls when the evidence is deleted,
sufficiency how far it falls when only the evidence is left. A code that is no longer ranked scores nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rehabcode.records import NoteSuggestions
from rehabcode_training.answers import Answered, Faithfulness, Suggests
from rehabcode_training.measures.measure import Measure, mean
from rehabcode_training.spans import Stretch, characters


def ask_again(suggester: Suggests, rows: Iterable[Answered]) -> tuple[Answered, ...]:
    """Return the rows with the faithfulness of each right suggestion: two more answers for each."""
    return tuple(replace(row, faithfulness=tuple(_faithfulness(suggester, row))) for row in rows)


def without_evidence(text: str, evidence: Iterable[Stretch]) -> str:
    """Return the note without the characters of the evidence; line breaks stay, so that the layout does."""
    gone = characters(evidence)
    return "".join(letter for offset, letter in enumerate(text) if offset not in gone or letter == "\n")


def evidence_alone(text: str, evidence: Iterable[Stretch]) -> str:
    """Return the words of the evidence in the order of the note, one span a line; spans that meet are one."""
    kept = characters(evidence)
    pieces = (text[offset] if offset - 1 in kept else "\n" + text[offset] for offset in sorted(kept))
    return "".join(pieces)[1:]


def score_of(code: str, answer: NoteSuggestions) -> float:
    """Return the score of the code wherever it is ranked, nought where it is not."""
    return next((entry.score for entry in answer.suggestions + answer.considered if entry.code == code), 0.0)


def _faithfulness(suggester: Suggests, row: Answered) -> Iterator[Faithfulness]:
    text = row.note.text
    for entry in row.right:
        without = score_of(entry.code, suggester.suggest(without_evidence(text, entry.evidence)))
        alone = score_of(entry.code, suggester.suggest(evidence_alone(text, entry.evidence)))
        yield Faithfulness(entry.code, entry.score - without, entry.score - alone)


def _comprehensiveness(row: Answered) -> Iterator[Sequence[float]]:
    return ((drop.comprehensiveness,) for drop in row.faithfulness)


def _sufficiency(row: Answered) -> Iterator[Sequence[float]]:
    return ((drop.sufficiency,) for drop in row.faithfulness)


COMPREHENSIVENESS = Measure(
    "comprehensiveness",
    "comprehensiveness: evidence deleted, the score falls by",
    1,
    _comprehensiveness,
    mean,
    needs="faithfulness",
    floor="0.88",
    aim="0.95",
)
SUFFICIENCY = Measure(
    "sufficiency",
    "sufficiency: evidence alone, the score falls by",
    1,
    _sufficiency,
    mean,
    needs="faithfulness",
    floor="0.17",
    aim="0.05",
)

FAITHFULNESS = (COMPREHENSIVENESS, SUFFICIENCY)

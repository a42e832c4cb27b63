"""The techniques that a note names without having performed them today."""

from __future__ import annotations

from collections.abc import Sequence

from rehabcode.ranking.clause_model import ClauseScores
from rehabcode.ranking.clause_table import ClauseTable
from rehabcode.records import Mention, Suggestion

DONE = 0.65
"""Over this chance that a clause tells of something done, its words outweigh the heading they stand under."""


def withheld_mentions(
    table: ClauseTable, scores: ClauseScores, suggestions: Sequence[Suggestion]
) -> tuple[Mention, ...]:
    """Return the mentions that were not performed, in the order of the note; none that is evidence of a suggestion.

    The cues decide; where the clause model is sure that something was done, a section's heading alone does not.
    """
    taken = [(evidence.start, evidence.end) for suggestion in suggestions for evidence in suggestion.evidence]
    withheld = []
    for mention, clause in zip(table.reading.mentions, table.of_mentions.tolist(), strict=True):
        if mention.assertion == "performed" or not mention.codes:
            continue
        if any(start < mention.end and mention.start < end for start, end in taken):
            continue
        by_section = mention.cue is not None and mention.cue.rule.startswith("section ")
        if by_section and scores.done[clause] > DONE:
            continue
        withheld.append(mention)
    return tuple(withheld)

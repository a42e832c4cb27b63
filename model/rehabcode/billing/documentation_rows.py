"""One row of what is known of documentation: words that show an element, and what to write where none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from rehabcode.rows import RowError, Verified, require_lower, require_text

Reach = Literal["evidence", "sentence", "nearby", "visit", "note"]
"""Where words are looked for: in the evidence of a code; in its sentences, with the labels over them; in the sentences
near by, up to the evidence of another code; in what the note says of the visit beside these; anywhere in the note."""

REACHES: tuple[Reach, ...] = get_args(Reach)


@dataclass(frozen=True, slots=True)
class DocumentationCue:
    """Words of a kind that show an element of documentation, in lower case.

    A star at the end of a word stands for the rest of it, "#" for any number. `group` tells cues of one kind that
    count as one ("dm2", "diabet*"); a cue without one is a group of its own. `count` is the number that the words
    state, None where they state none.
    """

    kind: str
    say: str
    source: str
    verified: Verified = False
    group: str | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        require_text("kind", self.kind)
        require_lower("say", self.say)


@dataclass(frozen=True, slots=True)
class ElementProof:
    """How an element of documentation.jsonl is found, and in plain words what to write where it is missing.

    `shown_by` maps a reach to kinds of cues, any of which shows the element there. `beyond` are kinds that say nothing:
    where there are any, evidence that holds a word of none of them shows it. `minutes` lets the minutes of the code
    show it. Where it must be `affirmed`, words right after "no" do not show it. A row with `codes` stands for these,
    one without for the others that have the element.
    """

    element: str
    remedy: str
    source: str
    verified: Verified
    codes: tuple[str, ...] = ()
    shown_by: Mapping[Reach, tuple[str, ...]] = field(default_factory=dict, hash=False)
    beyond: tuple[str, ...] = ()
    minutes: bool = False
    affirmed: bool = False

    def __post_init__(self) -> None:
        require_text("element", self.element)
        require_text("remedy", self.remedy)
        if not (self.shown_by or self.beyond or self.minutes):
            raise RowError("nothing shows the element", "write shown_by, beyond, or minutes")

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of cue that the row names."""
        return (*(kind for kinds in self.shown_by.values() for kind in kinds), *self.beyond)

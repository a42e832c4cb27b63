"""Which components of the grid of evaluations a note states, and which level they support together.

The grid stands in knowledge/evaluation_grid.jsonl with its source. A level takes all of them: the lowest decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rehabcode.billing.documentation_cues import Saying
from rehabcode.billing.documentation_rules import DocumentationRules
from rehabcode.billing.said import Said
from rehabcode.billing.scopes import Sentence, Sentences
from rehabcode.records import Reading, Span
from rehabcode.rules import EvaluationLevel, Range

Discipline = Literal["PT", "OT"]
Level = Literal["low", "moderate", "high"]
Name = Literal["history", "examination", "presentation", "decision making", "profile", "deficits", "modification"]

LEVELS: tuple[Level, ...] = ("low", "moderate", "high")
KINDS: Mapping[Name, tuple[str, str, str]] = {
    "presentation": ("stable", "evolving", "unstable"),
    "decision making": ("low decision", "moderate decision", "high decision"),
    "profile": ("brief history", "expanded history", "extensive history"),
    "modification": ("no modification", "some modification", "much modification"),
}
"""The kinds of cues that state a component outright, from the lowest level to the highest."""

STATED = "stated"
"""The group of cues that state how many there are, instead of naming one."""

NAMES_NONE = "named"
"""The group of cues that speak of them without naming or counting any."""

NOT_OF_TODAY = frozenset({"goals", "plan", "home_program", "orders"})
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Component:
    """A component that the note states; `count` is None where it is not counted. It supports `levels`."""

    name: Name
    levels: tuple[Level, ...]
    spans: tuple[Span, ...]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class EvaluationSupport:
    """The `level` and `code` are None where no component is stated. The `missing` are not stated."""

    components: tuple[Component, ...]
    missing: tuple[Name, ...]
    level: Level | None
    code: str | None


def support_evaluation(reading: Reading, discipline: Discipline, rules: DocumentationRules) -> EvaluationSupport:
    """Return the components of an evaluation that a note states, and the level that the lowest of them supports."""
    grid: Mapping[str, EvaluationLevel] = {
        row.level: row for row in rules.evaluation_levels.values() if row.discipline == discipline
    }
    today = _Today(Said(reading, rules.finder), Sentences(reading.clauses).all)
    if discipline == "PT":
        factors = today.named("factor") or today.all("no factor")
        wanted: dict[Name, Component | None] = {
            "history": today.counted("history", factors, len(today.named("factor")), grid, "factors"),
            "examination": today.number("examination", "body element", grid, "elements"),
            "presentation": today.outright("presentation"),
        }
    else:
        wanted = {
            "profile": today.outright("profile"),
            "deficits": today.number("deficits", "performance deficit", grid, "deficits"),
            "modification": today.outright("modification"),
        }
    wanted["decision making"] = today.outright("decision making")
    found = tuple(one for one in wanted.values() if one is not None)
    level = min((one.levels[-1] for one in found), key=LEVELS.index, default=None)
    missing = tuple(name for name, one in wanted.items() if one is None)
    return EvaluationSupport(found, missing, level, grid[level].code if level else None)


class _Today:
    """What a note says of the patient as found today: neither orders nor goals nor plans."""

    def __init__(self, said: Said, sentences: Sequence[Sentence]) -> None:
        self._said = said
        self._sentences = [one for one in sentences if one.section not in NOT_OF_TODAY]
        self._starts = [one.start for one in self._sentences]

    def all(self, kind: str) -> list[Saying]:
        """Return the sayings of a kind, without those right after a "no"."""
        return [one for one in self._said.kind(kind) if self._holds(one) and not self._said.is_denied(one)]

    def named(self, kind: str) -> list[Saying]:
        """Return the first saying of each group of a kind, without those that state how many there are."""
        first: dict[str, Saying] = {}
        for one in self.all(kind):
            if one.cue.group not in (STATED, NAMES_NONE):
                first.setdefault(one.cue.group or one.cue.say, one)
        return [*first.values()]

    def outright(self, name: Name) -> Component | None:
        """Return a component that is stated in words of a level; of several levels, the one said first."""
        said = [(one, level) for level, kind in zip(LEVELS, KINDS[name], strict=True) for one in self.all(kind)]
        if not said:
            return None
        one, level = min(said, key=lambda pair: (pair[0].start, -pair[0].end))
        return Component(name, (level,), (one,))

    def number(self, name: Name, kind: str, grid: Mapping[str, EvaluationLevel], field: str) -> Component | None:
        """Return a component that is counted: by the number that the note states, or else by what it names."""
        stated = [one for one in self.all(kind) if one.cue.group == STATED]
        for one in stated:
            digits = NUMBER.findall(one.quote)
            if one.cue.count or digits:
                return self.counted(name, [one], one.cue.count or int(digits[-1]), grid, field)
        return self.counted(name, self.named(kind), len(self.named(kind)), grid, field)

    def counted(
        self, name: Name, said: Sequence[Saying], count: int, grid: Mapping[str, EvaluationLevel], field: str
    ) -> Component | None:
        """Return a component with the levels whose range, a field of the grid, holds its count; None without words."""
        if not said:
            return None
        ranges = {level: getattr(grid[level], field) for level in LEVELS}
        levels = tuple(level for level in LEVELS if _holds(ranges[level], count))
        return Component(name, levels or LEVELS[:1], tuple(said), count)

    def _holds(self, one: Span) -> bool:
        place = bisect_right(self._starts, one.start) - 1
        return place >= 0 and one.start < self._sentences[place].end


def _holds(counts: Range | None, count: int) -> bool:
    if counts is None:
        return False
    least, most = counts
    return least <= count and (most is None or count <= most)

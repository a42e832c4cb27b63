"""What a cell says of time: which visit a column is of, that a row was not done, which day a note is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rehabcode.cues import VisitWord
from rehabcode.pipes.dates import DATE, DATE_SAYS, DAYS, MONTHS, VISIT_SAYS, WEEKDAY_SAYS, dated, day_of

MOST_CELL = 48
"""A cell that names a visit is not longer than this."""
LONGEST_HEADER = 160
"""Nor is a line that heads columns longer than this."""
_WORDS = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)|20(?=\d\d)|#|[a-z]+")
_ZERO = re.compile(r"0+(?:\.0+)?\s?(?:m|min|mins|minutes|'|’|u|units?)?\.?")
_LEAD = r"[^\S\n]{0,8}[\[(*<#>=-]{0,4}[^\S\n]?"
_BLANK = frozenset("-–—_.…/ \t\r\u00a0|*[]☐□")
_SIGNS = " \t\r.,:;()[]*_-–—|<>\u00a0"
_MORE = r"(?!\w|\s?x?\d+(?![\d/]))"  # "held 30 s" and "hold 5" are doses
_NO_MORE = r"(?=\s*(?:$|[:;,(\[]|[-–—]\s|\.(?:\s|$)|(?:2/2|d/t|b/c|due|per)\s))"
SURE = 4
"""A word of this many letters that says "not done" may be followed by more ("held per nursing", "refused it")."""

Place = tuple[int, int]
"""Characters [start, end); empty where a cell is blank."""


class Column(NamedTuple):
    """What heads a column: `when` is "today", "past", "future" or "" where only its order tells; `order` counts days.

    `kind` tells dates from weekdays, visits and words: a header has one kind of them, and words beside it.
    """

    kind: str
    when: str
    order: int


class Cells:
    """The words of cells, from the lexicon."""

    def __init__(self, rows: Iterable[VisitWord]) -> None:
        says: dict[str, list[str]] = {}
        for row in rows:
            says.setdefault(row.means, []).append(row.say)
        self._when = {say: means for means in ("past", "future", "today") for say in says.get(means, ())}
        # A cheap look first: without two slashes, a line of dates has one of these words, or a year.
        self._hints = (
            {say.split()[0] for say in self._when}
            | set(DAYS)
            | set(MONTHS)
            | {"visit", "v", "session", "tx", "day", "week", "wk", "20", "#"}
        )
        words = _any_of(self._when)
        names = "|".join(DAYS + MONTHS)
        begins = rf"\(?(?:\d\d?/\d|\d{{4}}-\d|\d\d?-\d\d?-\d|#\s?\d|{names}|{words}|{VISIT_SAYS}\s?\d)"
        parts = r"(?:[|\t,]| \ )"
        self._header = re.compile(rf"(?:^|{parts})\s*{begins}[^|\t,]{{0,{MOST_CELL}}}?{parts}\s*{begins}")
        undone = sorted(says.get("not done", ()), key=len, reverse=True)
        self._not_done = re.compile(
            "|".join(re.escape(say) + (_MORE if len(say) >= SURE and say.isalpha() else _NO_MORE) for say in undone)
            or r"(?!)"
        )
        self._reason = re.compile(rf"\W*(?:$|(?:{_any_of(says.get('reason', ()))})\b)")
        service = _any_of(says.get("date of service", ()))
        copied = _any_of(says.get("copied", ()))
        self._today = re.compile(rf"\b(?:{_any_of(says.get('today', ()))})\b", re.IGNORECASE)
        # What stands at the beginning of a line is looked for behind a line feed: that is quick, "^" is not.
        self._entry = re.compile(
            rf"\n{_LEAD}(?P<label>(?:{service}|visit)\b(?:\s?#?\d{{1,3}})?\W{{0,3}})?(?:{WEEKDAY_SAYS},?[^\S\n])?{DATE_SAYS}",
            re.IGNORECASE,
        )
        copy = rf"(?P<say>{copied})\b(?P<aside>[^\n:\])]{{0,40}}(?:[:\])]+|(?=\n|$)))(?P<rest>.*)"
        self._copy = re.compile(rf"\n{_LEAD}{copy}", re.IGNORECASE)
        self._copy_in_brackets = re.compile(rf"[(\[]{copy}", re.IGNORECASE)
        self._of_service = re.compile(
            rf"(?<!\w)(?:{service})\W{{0,5}}(?:{WEEKDAY_SAYS}\W{{0,3}})?{DATE_SAYS}", re.IGNORECASE
        )

    def may_head(self, line: str) -> bool:
        """Whether two cells side by side in a line begin as cells that name visits do."""
        if len(line) > LONGEST_HEADER:
            return False
        low = line.lower()
        hinted = low.count("/") > 1 or not self._hints.isdisjoint(_WORDS.findall(low))
        return hinted and self._header.search(low) is not None

    def column(self, cell: str) -> Column | None:
        """Return what a header's cell says of its column, or None where it names no visit.

        >>> from rehabcode.lexicon import Lexicon
        >>> cells = Cells(Lexicon.load().visit_words)
        >>> cells.column("Wed 6/18 (today)"), cells.column("Last visit"), cells.column("3x10")
        (Column(kind='date', when='today', order=210), Column(kind='word', when='past', order=0), None)
        """
        if not cell or len(cell) > MOST_CELL:
            return None
        say = cell.lower().strip(_SIGNS)
        if say in self._when:
            return Column("word", self._when[say], 0)
        kind, order, rest = dated(say)
        rest = rest.strip(_SIGNS)
        if not kind or (rest and rest not in self._when):
            return None
        return Column(kind, self._when.get(rest, ""), order)

    def not_done(self, cell: str) -> bool:
        """Whether a cell is blank, crossed out, nought, or begins with words that say that nothing was done."""
        say = cell.strip().lower()
        return _BLANK.issuperset(say) or bool(_ZERO.fullmatch(say) or self._not_done.match(say))

    def nothing_done(self, sentence: str) -> bool:
        """Whether a sentence says that what stands before it was not done: it names nothing else that was not.

        >>> from rehabcode.lexicon import Lexicon
        >>> cells = Cells(Lexicon.load().visit_words)
        >>> [cells.nothing_done(say) for say in ("Declined.", "Declined due to pain", "Declined ultrasound", "Squats")]
        [True, True, False, False]
        """
        say = sentence.strip().lower()
        said = self._not_done.match(say)
        return said is not None and self._reason.match(say, said.end()) is not None

    def day_of(self, text: str) -> int | None:
        """Return the day, counted as `Column.order`, that the text says its service is of; None where it does not."""
        match = self._of_service.search(text)
        return day_of(match) if match else None

    def entries(self, text: str) -> Iterator[tuple[Place, int, bool]]:
        """Yield the place and the day of each date with which a line begins, and whether it is named ("DOS 3/5")."""
        for match in self._entry.finditer("\n" + text):
            day = day_of(match)
            if day is not None:
                yield (match.start(), match.end() - 1), day, bool(match["label"])

    def copies(self, text: str) -> Iterator[tuple[Place, bool]]:
        """Yield each line that says that text of an older note follows, and whether it follows below the line.

        What is called "last" may be the visit itself, the last of all: it counts where a date is beside it.
        """
        for match in self._copy.finditer("\n" + text):
            aside, rest = match["aside"], match["rest"].strip(_SIGNS)
            date = DATE.search(aside)
            closed = aside[-1:] in (":", "]", ")") or (date is not None and not rest)
            if closed and (date or match["say"][:4].lower() != "last") and not self.says_today(aside):
                yield (match.start(), match.end() - 1), not rest

    def copies_in_brackets(self, text: str) -> Iterator[tuple[Place, bool]]:
        """Yield the same where it is said in brackets after other words ("Treatment (copied forward):").

        At the end of a line without a colon it speaks of the line itself.
        """
        for match in self._copy_in_brackets.finditer(text):
            line = text.rfind("\n", 0, match.start()) + 1
            aside, rest = match["aside"], match["rest"].strip(_SIGNS)
            told = match["say"].lower().startswith(("last", "prior", "previous"))
            if not told and aside[-1:] in (":", "]", ")") and text[line : match.start()].strip(_SIGNS):
                yield (match.start() if rest else line, match.end()), not rest and aside[-1] == ":"

    def says_today(self, text: str) -> bool:
        """Whether a text names this visit."""
        return self._today.search(text) is not None


def _any_of(says: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(says, key=len, reverse=True))) or "(?!)"

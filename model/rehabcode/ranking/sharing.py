"""Gives each documented time to the codes that it was written for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from rehabcode.ranking.names import Names
from rehabcode.ranking.reach import above, after, before, under
from rehabcode.ranking.sums import Codes, Share
from rehabcode.ranking.time_words import time_words
from rehabcode.ranking.timed import AHEAD, NEAR, Timed
from rehabcode.records import Reading

LONG = 120
"""So many minutes are the time of few services, and otherwise how long somebody slept or wore something."""

Covered = tuple[set[str], list[int]]
"""The codes of a time (one, none, or several that ran at once), and the clauses that it covers; [] for a mere name."""
_NONE: Covered = (set(), [])


class Sharing:
    """The times of one note and what its clauses prove."""

    def __init__(self, reading: Reading, times: Sequence[Timed], codes_of: Codes, suggested: frozenset[str]) -> None:
        self.said, self.clauses = reading.words, reading.clauses
        self.times, self.codes_of, self.suggested = times, codes_of, suggested
        self.words = time_words()
        self.names = Names(reading, suggested, self.words)
        self.borne = {time.clause for time in times if time.kind == "service"}
        self.borne_lines = {self.clauses[index].line for index in self.borne}
        self.may_concur = len(self.words.concurrent & suggested) > 1
        self.sums = {time.clause for time in times if time.kind == "gathered"}
        self.longest: dict[int, int] = {}
        for time in times:
            self.longest[time.clause] = max(time.minutes, self.longest.get(time.clause, 0))

    def shares(self) -> list[Share]:
        """Return the shares of all times, in the order of the note."""
        shares: list[Share] = []
        are_long = bool(self.words.long & self.suggested)
        for time in self.times:
            if time.minutes >= LONG and not are_long:
                continue
            codes, scope = self._codes(time)
            is_charge = bool(codes) and (
                (not scope and time.clause not in self.codes_of) or (not time.clock and self.names.alone(time))
            )
            shares += [Share(code, time, scope, is_charge) for code in sorted(codes)]
        return shares

    def _codes(self, time: Timed) -> Covered:
        if time.kind == "service":
            return self._covered(time)
        if time.kind == "gathered":
            return self._gathered(time)
        if time.kind != "total":
            return _NONE
        named, rest = set(self.names.of(time)), next(before(self.clauses, time.clause, self.borne))
        return (_one(named), []) if named else (_one(self._proven(rest)), [time.clause, *rest])

    def _proven(self, indices: Iterable[int]) -> set[str]:
        return {self.codes_of[index][0] for index in indices if index in self.codes_of}

    def _gathered(self, time: Timed) -> Covered:
        """Return the code of what a sum stands under, its parts included."""
        named = self.names.of(time)
        if len(named) == 1:
            return set(named), []
        scope = [time.clause]
        for sentence in before(self.clauses, time.clause, ()):
            told, more = self._proven(scope), self._proven(sentence)
            if told and more and told != more:
                break
            scope += sentence
        if not self._proven(scope):
            lines = {self.clauses[index].line for index in self.sums}
            scope = above(self.clauses, time.clause, self.sums, lines)
        return _one(self._proven(scope)), scope

    def _covered(self, time: Timed) -> Covered:
        clauses, index = self.clauses, time.clause
        clause = clauses[index]
        beside = self.names.beside(time)
        opens = time.leads or clause.is_label or beside
        if clause.label in self.borne and not (opens and clause.sentence != clauses[clause.label].sentence):
            return _NONE
        if not time.alone:
            named = self.names.of(time)[:1]
            if named or time.minutes < self.longest[index]:
                return set(named), [index]
        concurrent = self._concurrent(time)
        if concurrent:
            return concurrent, [index]
        if beside and not clause.is_label and not time.bare and self.names.alone(time):
            return {beside}, [index]
        if beside and self._is_proven_near(beside, index) and not (time.bare and self._lists(index)):
            return {beside}, [index, *under(clauses, index, self.borne)] if clause.is_label else [index]
        if clause.is_label and not (time.bare and self._proven(next(before(clauses, index, self.borne)))):
            return self._headed(time)
        return self._plain(time, beside)

    def _plain(self, time: Timed, beside: str | None) -> Covered:
        """Return the code of a time that no label and no name decides."""
        clauses, index = self.clauses, time.clause
        own = self._proven([index])
        if len(self.codes_of.get(index, ())) > 1:
            own = {code for code in self.names.of(time)[:1] if code in self.codes_of[index]} or own
        if time.leads and self._opens_sentence(index):
            following = next(after(clauses, index, self.borne))
            codes = own | self._proven(following)
            if codes:
                return _one(codes) or own, [index, *following]
        return self._trailing(time, own, beside)

    def _trailing(self, time: Timed, own: set[str], beside: str | None) -> Covered:
        """Return the code of a time that follows what it covers, or stands over or under it; `own` is its clause's."""
        clauses, index = self.clauses, time.clause
        rest, *sentences = before(clauses, index, self.borne)
        proven = self._proven(rest)
        if time.bare and proven:
            return _one(proven), [index, *rest]
        if own or proven:
            return _one(own | proven) or (own if time.leads or self._parted(index) else set()), [index, *rest]
        named = self.names.of(time)
        if named or beside == "":
            return _one(set(named)), []
        reaches = (under(clauses, index, self.borne), above(clauses, index, self.borne, self.borne_lines))
        stands_alone = time.bare and clauses[index].opens_line
        for scope in (*sentences, *after(clauses, index, self.borne), *reaches[:: -1 if stands_alone else 1]):
            proven = self._proven(scope)
            if proven:
                return _one(proven), scope
        return _NONE

    def _headed(self, time: Timed) -> Covered:
        """Return the code of a label with minutes: what it proves or names, else what stands under it."""
        scope = under(self.clauses, time.clause, self.borne)
        own, below = self._proven([time.clause]), self._proven(scope)
        if own:
            return own, [time.clause, *scope]
        named = set(self.names.of(time)[:1]) if len(below) != 1 else set()
        if named and (not below or named <= below):
            return named, [time.clause, *scope]
        return _one(below), [time.clause, *scope]

    def _concurrent(self, time: Timed) -> set[str]:
        """Return the codes of several services that ran together, or for so long each; none where it is not said."""
        clauses, index, words = self.clauses, time.clause, self.words
        told = words.each.within(self.said, time.upto, time.upto + AHEAD) > 0
        several = self._in_it(index)
        if not told and len(several) < 2 and not self.may_concur:
            return set()
        scope = [index, *next(before(clauses, index, self.borne))]
        first, last = time.at - 2 * NEAR, min(clauses[index].last, time.upto + NEAR)
        together = {code for other in scope for code in self.codes_of.get(other, ())}
        if (
            len(together) > 1
            and together <= words.concurrent
            and (told or words.together.within(self.said, max(clauses[scope[-1]].first, first), last))
        ):
            return together
        if told:
            return self._proven(scope) | several
        if len(several) < 2:
            return set()
        if several <= words.concurrent:
            return several
        return several if words.together.within(self.said, max(clauses[index].first, first), last + NEAR) else set()

    def _in_it(self, index: int) -> set[str]:
        """Return the codes that a clause proves, without those that have a clause with minutes of their own."""
        codes = self.codes_of.get(index, ())
        if len(codes) < 2:
            return set(codes)
        elsewhere = {self.codes_of[other][0] for other in self.borne if other != index and other in self.codes_of}
        return {codes[0], *(code for code in codes if code not in elsewhere)}

    def _is_proven_near(self, code: str, index: int) -> bool:
        """Whether the clause proves a code, or one before or after it in its sentence, or what a label stands over."""
        near: list[int] = [index]
        if self.clauses[index].is_label:
            near += under(self.clauses, index, self.borne)
        else:
            for side in (before, after):
                near += next(islice(side(self.clauses, index, self.borne), 1))
        return any(code in self.codes_of[other] for other in near if other in self.codes_of)

    def _opens_sentence(self, index: int) -> bool:
        return index == 0 or index - 1 in self.borne or self.clauses[index - 1].sentence != self.clauses[index].sentence

    def _lists(self, index: int) -> bool:
        """Whether the clauses before minutes that stand alone prove several codes."""
        return len(self._proven(next(before(self.clauses, index, self.borne)))) > 1

    def _parted(self, index: int) -> bool:
        """Whether a wall between two cells parts the clause from the one before it."""
        between = self.said[self.clauses[index - 1].last : self.clauses[index].first] if index else ()
        return any(sign == "|" or (sign.isspace() and sign != "\u00a0") for sign in between)


def _one(codes: set[str]) -> set[str]:
    return codes if len(codes) == 1 else set()

"""Which code a service takes on its day and from its payer: the one of today, one of former days, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from rehabcode.codebook import Codebook
from rehabcode.payers import Payers
from rehabcode.records import Mention, Suggestion


class DayCode(NamedTuple):
    """The code to show; `note` says for which code it stands, None where for itself."""

    code: str
    note: str | None = None


class DayCodes:
    """Gives codes their day. A day of None asks for no validity, a payer of None for no swap.

    >>> codes = DayCodes(Codebook.load(), Payers.load())
    >>> codes.on("97161", date(2016, 12, 31), None).code, codes.on("97014", None, "medicare").code
    ('97001', 'G0283')
    """

    def __init__(self, codebook: Codebook, payers: Payers) -> None:
        self.codebook = codebook
        self.held = codebook.with_former()
        self._payers = payers
        self._last = max(row.last for row in codebook.former)

    def codebook_on(self, day: date) -> Codebook:
        """Return the codebook with the codes that were in force on `day`, and those of today."""
        return self.held if day <= self._last else self.codebook

    def on(self, code: str, day: date | None, payer: str | None) -> DayCode | None:
        """Return what `code` is on a day and for a payer; None where no code of that day is known.

        Raises UnknownCode and UnknownPayer.
        """
        given = self._payers[payer] if payer is not None else None
        row = self.codebook[code]
        if day is not None and not row.valid_on(day):
            medicare = given is not None and given.medicare_rules
            found = [one for one in self.codebook.former if code in one.stands_for]
            former = next((one for one in found if one.in_force(day, medicare=medicare)), None)
            if former is None:
                return None
            note = f"the code of that day for {code}: in force up to {former.last} ({former.source})"
            return DayCode(former.code, note)
        swap = given.swaps.get(code) if given is not None else None
        if given is not None and swap is not None and (day is None or self.codebook[swap].valid_on(day)):
            return DayCode(swap, f"in place of {code}, which {given.name} does not take ({given.source})")
        return DayCode(code)

    def same(self, code: str, others: Sequence[str]) -> bool:
        """Tell whether `code` is one of the `others`, or stands for one on another day or for another payer."""
        return not self._alike(code).isdisjoint(others)

    def borne_out(self, code: str, suggestions: Sequence[Suggestion]) -> Suggestion | None:
        """Return the suggestion of a code, or of one that it stands for; None where there is none."""
        alike = self._alike(code)
        own = [one for one in suggestions if one.code in alike]
        return next((one for one in own if one.code == code), own[0] if own else None)

    def _alike(self, code: str) -> set[str]:
        alike = {code}
        for row in self.codebook.former:
            if code == row.code or code in row.stands_for:
                alike.add(row.code)
                alike.update(row.stands_for if code == row.code else ())
        for payer in self._payers:
            for one, other in payer.swaps.items():
                if code in (one, other):
                    alike.update((one, other))
        return alike

    def suggestions(
        self, judged: Sequence[Suggestion], day: date | None, payer: str | None, taken: Sequence[Suggestion] = ()
    ) -> tuple[Suggestion, ...]:
        """Return suggestions under the codes of their day, best first; those of a code that is `taken` are left out.

        Evidence and score stay those of the code that was judged; two that share a code become one.
        """
        found: dict[str, Suggestion] = {}
        kept = {one.code for one in taken}
        for one in judged:
            shown = self.on(one.code, day, payer)
            if shown is None or shown.code in kept:
                continue
            renamed = one
            if shown.code != one.code:
                renamed = replace(one, code=shown.code, name=self.held[shown.code].name, note=shown.note)
            before = found.get(shown.code)
            found[shown.code] = renamed if before is None else _both(before, renamed)
        return tuple(found.values())

    def withheld(self, mentions: Sequence[Mention], day: date | None, payer: str | None) -> tuple[Mention, ...]:
        """Return mentions under the codes of their day; without any, they keep none."""
        return tuple(replace(one, codes=self._codes(one.codes, day, payer)) for one in mentions)

    def _codes(self, codes: Sequence[str], day: date | None, payer: str | None) -> tuple[str, ...]:
        shown = [self.on(code, day, payer) if code in self.codebook else DayCode(code) for code in codes]
        return tuple(dict.fromkeys(one.code for one in shown if one is not None))


def _both(better: Suggestion, other: Suggestion) -> Suggestion:
    evidence = sorted({*better.evidence, *other.evidence}, key=lambda one: (one.start, one.end))
    minutes = [own for own in (better.minutes, other.minutes) if own is not None]
    return replace(better, evidence=tuple(evidence), minutes=sum(minutes) if minutes else None)

"""What one note says, by kind of cue: which words show an element within the stretches of a code."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from rehabcode.billing.documentation_cues import CueFinder, Saying, within, word_end
from rehabcode.billing.documentation_rows import REACHES, ElementProof, Reach
from rehabcode.billing.scopes import Scopes, Stretch
from rehabcode.records import Duration, Reading, Span

TOTAL = "total of minutes"
"""The kind of cues that make minutes right beside them those of the whole visit."""

DENIAL = "denial"
"""The kind of cues that take back what stands right after them."""

AROUND: tuple[Reach, ...] = ("sentence", "nearby")
"""The reaches that are around the evidence: what is done shows there no more than the proof says of the evidence."""

BESIDE = 12
"""How many characters may stand between minutes and the words that make them a total."""


class Said:
    """The cues found in one reading."""

    def __init__(self, reading: Reading, finder: CueFinder) -> None:
        self._reading = reading
        self._found: Mapping[str, Sequence[Saying]] = finder.find(reading)
        self._denied = {said.end for said in self._found.get(DENIAL, ())}

    def kind(self, kind: str) -> Sequence[Saying]:
        """Return all sayings of a kind, in the order of the note."""
        return self._found.get(kind, ())

    def words(self, proof: ElementProof, scopes: Scopes) -> Span | None:
        """Return the first words that show an element, in the narrowest reach that has any; None where none do.

        Evidence tells what was done, so that its words count only where the proof says so.
        """
        for reach in REACHES:
            kinds = proof.shown_by.get(reach, ())
            for start, end in scopes[reach] if kinds else ():
                found = [
                    said
                    for kind in kinds
                    for said in within(self.kind(kind), start, end)
                    if not (proof.affirmed and self.is_denied(said))
                    and not (reach in AROUND and _inside(said, scopes["evidence"]))
                ]
                if found:
                    return min(found, key=lambda said: said.start)
        return None

    def more_than(self, kinds: Sequence[str], scopes: Scopes, together: Scopes | None) -> Span | None:
        """Return the first evidence, or what stands under it as a label, with a word that no cue of the kinds covers.

        A word has two letters or more. A base and its add-on, where they stand `together`, show it for each other. None
        without kinds.
        """
        starts, text = self._reading.word_starts, self._reading.text
        for start, end in [*scopes.named, *(together.named if together else ())] if kinds else ():
            covered = [said for kind in kinds for said in within(self.kind(kind), start, end + BESIDE)]
            for place in range(bisect_left(starts, start), bisect_left(starts, end)):
                word, last = self._reading.words[place], word_end(self._reading, place)
                known = any(said.start <= starts[place] and last <= said.end for said in covered)
                if len(word) > 1 and word[0].isalpha() and not known:
                    return Span(start, end, text[start:end])
        return None

    def minutes(
        self, scopes: Scopes, minutes: int | None, evidence: Sequence[Span], together: Scopes | None
    ) -> Span | None:
        """Return where the time of a code stands, or its evidence where the time is put together from several.

        Where it has none of its own, the time of the label over it or of the whole visit, or, where a base and
        its add-on stand `together`, the time beside either; None where there is none.
        """
        durations = self._reading.durations
        if minutes is None:
            where = [*scopes.labels, *(together["sentence"] if together else ())]
            over = [span for span in durations if _inside(span, where) or self._is_total(span)]
            return next(iter(over), None)
        for reach in REACHES:
            own = [span for span in durations if span.minutes == minutes and _inside(span, scopes[reach])]
            if own:
                return own[0]
        return next(iter(evidence), None)

    def is_denied(self, said: Saying) -> bool:
        """Whether "no" or its like stands right before the words."""
        text = self._reading.text
        return any(text[end : said.start].isspace() for end in self._denied if 0 < said.start - end < 3)

    def _is_total(self, span: Duration) -> bool:
        """Whether words that make minutes a total stand right before, right behind, or among them."""
        totals = self.kind(TOTAL)
        last = bisect_right(totals, span.end + BESIDE, key=lambda one: one.start)
        return last > 0 and totals[last - 1].end >= span.start - BESIDE


def _inside(span: Span, stretches: Sequence[Stretch]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in stretches)

"""The suggested codes that stand beside minutes by number, by an abbreviation of charges, or by a technique."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from rehabcode.ranking.time_words import TimeWords
from rehabcode.ranking.timed import NEAR, Timed
from rehabcode.records import Reading

BESIDE = 3
"""So many tokens before minutes, a name is that of their service."""
CODE = 5
"""How many digits a typed code has."""
SHORT = 8
"""A line of charges has no more tokens before its minutes."""
_DONE = frozenset(["performed", "incidental", "ordered"])
_BREAKS = frozenset(".;\n\r")

Name = tuple[int, int, str]
"""Tokens [first, last), and the code; "" for a service that is not suggested, TYPED for such a code."""
TYPED = "typed"


class Names:
    """Finds them in the words around minutes."""

    def __init__(self, reading: Reading, suggested: Collection[str], words: TimeWords) -> None:
        self._reading, self._suggested, self._words = reading, suggested, words
        self._mentions = [mention.start for mention in reading.mentions]

    def of(self, time: Timed) -> list[str]:
        """Return the codes named since the last minutes, the nearest first; where there are none, up to the next.

        For minutes alone in their clause, only names of charges count: a technique before them is another clause's.
        """
        find = self._charged if time.bare else self._found
        found = find(time.first, time.at) or find(time.upto, time.last)
        return list(dict.fromkeys(code for _, _, code in sorted(found, reverse=True) if code in self._suggested))

    def beside(self, time: Timed) -> str | None:
        """Return the code named right before the minutes, "" for one that is not suggested, None where none is."""
        found = self._found(max(time.first, time.at - NEAR), time.at)
        if not found or max(found)[2] == TYPED:
            return None
        _, end, code = max(found)
        between = self._reading.words[end : time.at]
        return code if len(between) <= BESIDE and not any(word[0] in _BREAKS for word in between) else None

    def alone(self, time: Timed) -> bool:
        """Whether the words before the minutes are a name and nothing else, as in a line of charges."""
        if time.at - time.first > SHORT:
            return False
        words = self._reading.words
        return any(
            not any(len(word) > 1 and word[0].isalpha() for word in words[time.first : first] + words[last : time.at])
            for first, last, _ in self._charged(time.first, time.at)
        )

    def _found(self, first: int, last: int) -> list[Name]:
        found = self._charged(first, last)
        if first >= last or not self._mentions:
            return found
        starts, mentions = self._reading.word_starts, self._reading.mentions
        end = starts[last] if last < len(starts) else len(self._reading.text)
        for index in range(bisect_left(self._mentions, starts[first]), bisect_left(self._mentions, end)):
            mention = mentions[index]
            if mention.assertion in _DONE:
                place = bisect_left(starts, mention.start), bisect_left(starts, mention.end)
                found += [(*place, code) for code in mention.codes if code in self._suggested][:1]
        return found

    def _charged(self, first: int, last: int) -> list[Name]:
        found: list[Name] = []
        words, services = self._reading.words, self._words.services
        for index in range(first, last):
            word = words[index]
            if word in services:
                for rest, codes in services[word]:
                    end = index + 1 + len(rest)
                    if words[index + 1 : end] == rest:
                        found.append((index, end, next((code for code in codes if code in self._suggested), "")))
                        break
            elif len(word) == CODE and word.isdecimal():
                found.append((index, index + 1, word if word in self._suggested else TYPED))
        return found

"""Words and phrases looked up among the tokens of a note: no regular expression runs over its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rehabcode.pipes.tokenizer import split


class Sayings:
    """A set of phrases, in lower case; one that ends in a star stands for every word that begins so.

    >>> seen = Sayings(["in all", "total*"])
    >>> seen.begins(["in", "all", "38"], 0), seen.ends(["totals", "in"], 1), seen.within(["none", "at", "all"], 0, 3)
    (2, 1, 0)
    """

    def __init__(self, says: Iterable[str]) -> None:
        self._first: dict[str, list[tuple[str, ...]]] = {}
        self._last: dict[str, list[tuple[str, ...]]] = {}
        prefixes = []
        for say in sorted(says, key=len, reverse=True):
            if say.endswith("*"):
                prefixes.append(say[:-1])
                continue
            phrase = tuple(split(say)[0])
            self._first.setdefault(phrase[0], []).append(phrase)
            self._last.setdefault(phrase[-1], []).append(phrase)
        self._prefixes = tuple(prefixes)
        self._heads = frozenset(self._first)

    def begins(self, words: Sequence[str], index: int) -> int:
        """Return how many tokens the longest phrase that begins at `index` has, 0 where there is none."""
        word = words[index] if index < len(words) else ""
        for phrase in self._first.get(word, ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                return len(phrase)
        return int(bool(self._prefixes) and word.startswith(self._prefixes))

    def ends(self, words: Sequence[str], index: int) -> int:
        """Return how many tokens the longest phrase that ends right before `index` has, 0 where there is none."""
        word = words[index - 1] if index > 0 else ""
        for phrase in self._last.get(word, ()):
            if index >= len(phrase) and tuple(words[index - len(phrase) : index]) == phrase:
                return len(phrase)
        return int(bool(self._prefixes) and word.startswith(self._prefixes))

    def within(self, words: Sequence[str], first: int, last: int) -> int:
        """Return how many tokens the first phrase among tokens [first, last) has, 0 where there is none."""
        if not self._prefixes and self._heads.isdisjoint(words[first:last]):
            return 0
        for index in range(first, min(last, len(words))):
            length = self.begins(words, index)
            if length:
                return length if index + length <= last else 0
        return 0

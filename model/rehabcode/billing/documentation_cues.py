"""Cues of documentation, looked up among the words of a reading: one walk for all kinds, no regular expression."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rehabcode.billing.documentation_rows import DocumentationCue
from rehabcode.records import Reading, Span

_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|\S")
NUMBER = "#"
NUMBERS = "number"
"""The kind of cues that are numbers written as words."""

REST = "*"


@dataclass(frozen=True, slots=True)
class Saying(Span):
    """Words of the note that a cue stands for; `place` is where they begin among the words of the reading."""

    cue: DocumentationCue
    place: int


class _Node:
    """What may follow the pieces so far: a word, the beginning of one, or a number; `cues` end here."""

    __slots__ = ("cues", "lengths", "number", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.stems: dict[str, _Node] = {}
        self.lengths: tuple[int, ...] = ()
        self.number: _Node | None = None
        self.cues: list[tuple[int, DocumentationCue]] = []

    def child(self, piece: str) -> _Node:
        """Return the node behind a piece, made where there is none yet."""
        if piece == NUMBER:
            self.number = self.number or _Node()
            return self.number
        if len(piece) > 1 and piece.endswith(REST):
            stem = piece[:-1]
            self.lengths = tuple(sorted({*self.lengths, len(stem)}))
            return self.stems.setdefault(stem, _Node())
        return self.words.setdefault(piece, _Node())


class CueFinder:
    """Finds cues of all kinds: they are one tree of pieces, walked from each word. Safe to share between threads."""

    def __init__(self, cues: Iterable[DocumentationCue]) -> None:
        cues = tuple(cues)
        self._numbers = frozenset(cue.say for cue in cues if cue.kind == NUMBERS)
        self._root = _Node()
        # Of two cues of a kind that are as long, the one is meant that begins with a whole word, or else comes first.
        for rank, (pieces, cue) in enumerate(sorted(((_pieces(cue.say), cue) for cue in cues), key=_order)):
            node = self._root
            for piece in pieces:
                node = node.child(piece)
            node.cues.append((rank, cue))

    def find(self, reading: Reading) -> dict[str, tuple[Saying, ...]]:
        """Return the sayings by kind, each in the order of the note; of one kind they do not overlap."""
        words = [place for place, word in enumerate(reading.words) if not word.isspace()]
        texts = [reading.words[place] for place in words]
        openers: dict[str, list[_Node]] = {}
        found: dict[str, list[Saying]] = {}
        for index, word in enumerate(texts):
            nodes = openers.get(word)
            if nodes is None:
                nodes = openers[word] = self._next(self._root, word)
            for length, cue in self._longest(nodes, texts, index) if nodes else ():
                start = reading.word_starts[words[index]]
                so_far = found.setdefault(cue.kind, [])
                if not so_far or so_far[-1].end <= start:
                    end = word_end(reading, words[index + length - 1])
                    so_far.append(Saying(start, end, reading.text[start:end], cue, words[index]))
        return {kind: tuple(sayings) for kind, sayings in found.items()}

    def _longest(self, nodes: list[_Node], texts: Sequence[str], index: int) -> Iterable[tuple[int, DocumentationCue]]:
        """Return the longest cue of each kind that begins at a word with the nodes behind it, and its length."""
        longest: dict[str, tuple[int, int, DocumentationCue]] = {}
        length = 1
        while nodes:
            for node in nodes:
                for rank, cue in node.cues:
                    other = longest.get(cue.kind)
                    if other is None or (length, -rank) > other[:2]:
                        longest[cue.kind] = (length, -rank, cue)
            if index + length == len(texts):
                break
            word = texts[index + length]
            nodes = [following for node in nodes for following in self._next(node, word)]
            length += 1
        return [(length, cue) for length, _, cue in longest.values()]

    def _next(self, node: _Node, word: str) -> list[_Node]:
        """Return the nodes behind a node to which a word leads."""
        found = [node.words[word]] if word in node.words else []
        if node.number is not None and (word[:1].isdigit() or word in self._numbers):
            found.append(node.number)
        for length in node.lengths:
            if length > len(word):
                break
            stem = node.stems.get(word[:length])
            if stem is not None:
                found.append(stem)
        return found


def _order(said: tuple[tuple[str, ...], DocumentationCue]) -> tuple[int, int]:
    first = said[0][0]
    if len(first) > 1 and first.endswith(REST):
        return 2, len(first)
    return int(first == NUMBER), 0


def word_end(reading: Reading, place: int) -> int:
    """Return where a word ends in the text: the mended word of the reading may be longer or shorter than it."""
    start = reading.word_starts[place]
    following = place + 1
    limit = reading.word_starts[following] if following < len(reading.word_starts) else len(reading.text)
    return start + len(reading.text[start:limit].rstrip())


def within(sayings: Sequence[Saying], start: int, end: int) -> Sequence[Saying]:
    """Return the sayings that begin and end in characters [start, end)."""
    first = bisect_left(sayings, start, key=lambda one: one.start)
    return sayings[first : bisect_right(sayings, end, key=lambda one: one.end)]


def _pieces(say: str) -> tuple[str, ...]:
    pieces: list[str] = []
    for match in _PIECE.finditer(say):
        if match[0] == REST and pieces and match.start() and not say[match.start() - 1].isspace():
            pieces[-1] += REST
        else:
            pieces.append(match[0])
    return tuple(pieces)

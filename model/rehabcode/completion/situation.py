"""What stands before a word, as named signs with weights: what a forecast of codes goes by.

Only the beginning of the note and a window before the word are looked at, so that the time does not grow with
the note. What stands after the cursor is not looked at: it is not written yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import pairwise

from rehabcode.codes import CODE
from rehabcode.completion.words import LONGEST, key_of
from rehabcode.lexicon import Lexicon
from rehabcode.pipes.headings import Headings
from rehabcode.rows import NO_CODE

BEGINNING, WINDOW, HEADINGS = 150, 500, 1_200
"""Characters of the note's beginning, and before the word for its words and for its section."""

PREFIX = 3
"""Letters of the word itself that a sign tells of."""

WEIGHTS = {
    "prefix": 2.0, "beginning": 2.0, "turn": 2.0, "before": 1.5, "pair_before": 1.5, "place": 1.0, "clause": 1.0,
    "pair": 1.0, "line": 0.7, "opener": 1.0, "label": 1.5, "line_above": 0.4, "head": 1.0, "window": 0.2, "note": 0.2,
    "technique": 0.4, "line_technique": 1.5, "last_technique": 1.0, "section": 1.0,
    "clause_stem": 1.0, "line_stem": 0.7, "window_stem": 0.2, "note_stem": 0.2,
    "code": 0.4, "line_code": 1.0, "last_code": 1.0,
}  # fmt: skip
"""How much each kind of sign weighs before it is learned: a word far off says less than one beside."""

NONE = "^"
"""Stands for the word before the first of a line."""

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")
_CLAUSE = re.compile(r"[,;.:]\s|\|")
STEM = 5
"""Letters that words of one stem share, so that what is learned of one is known of the others."""

_SHORT_LINE, _LABEL = 45, 40
_ABOVE = 8


class Situations:
    """Reads situations with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._headings = Headings.of(lexicon)
        self._techniques: dict[str, str] = {}
        self._longest: dict[str, int] = {}
        self._codes = {each.id: next(iter(each.codes), NO_CODE) for each in lexicon.techniques.values()}
        for phrase in lexicon.phrases:
            words = key_of(phrase.say).split()
            if words:
                self._techniques.setdefault(" ".join(words), phrase.technique)
                self._longest[words[0]] = max(min(len(words), LONGEST), self._longest.get(words[0], 0))

    def signs(self, text: str, start: int, end: int) -> dict[str, float]:
        """Return the signs of the word that is being typed from `start` to `end`, with their weights."""
        return self.around(text, start) | self.inside(text, start, end)

    def inside(self, text: str, start: int, end: int) -> dict[str, float]:
        """Return the signs that change while the word is being typed: its first letters, alone and after a word."""
        prefix = text[start:end].lower()
        if len(prefix) < PREFIX:
            return _weighed({"beginning": [prefix]}) if len(prefix) == PREFIX - 1 else {}
        before = _tokens(text[max(text.rfind("\n", 0, start) + 1, start - WINDOW) : start])[-1:] or [NONE]
        prefix = prefix[:PREFIX]
        return _weighed({"prefix": [prefix], "beginning": [prefix[:-1]], "turn": [f"{before[0]}_{prefix}"]})

    @staticmethod
    def fingerprint(text: str, start: int) -> bytes:
        """Return a hash of all that `around` looks at."""
        looked_at = f"{text[: min(BEGINNING, start)]}\0{text[max(start - HEADINGS, 0) : start]}"
        return blake2b(looked_at.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def around(self, text: str, start: int) -> dict[str, float]:
        """Return the signs of what stands before a word that begins at `start`."""
        window = text[max(start - WINDOW, 0) : start]
        line = window[window.rfind("\n") + 1 :]
        above = [each for each in window[: len(window) - len(line)].split("\n") if each.strip()]
        inside, near = _tokens(line), _tokens(window)[-80:]
        note = _tokens(text[: min(BEGINNING, start)])
        return _weighed(
            {
                **_line_signs(line, inside),
                **self._technique_signs(inside, near),
                "line_above": _tokens(above[-1])[-25:] if above else [],
                "head": _tokens(_head(above)),
                "window": near,
                "note": note,
                "window_stem": _stems(near),
                "note_stem": _stems(note),
                "section": [self._section(text[max(start - HEADINGS, 0) : start])],
            }
        )

    def _technique_signs(self, inside: list[str], near: list[str]) -> dict[str, list[str]]:
        """Return the techniques that the line and the window name, and the likeliest code of each."""
        named = {"": self._named(near), "line_": self._named(inside)}
        named["last_"] = named[""][-1:]
        codes = {f"{where}code": [self._codes[each] for each in techniques] for where, techniques in named.items()}
        return codes | {f"{where}technique": techniques for where, techniques in named.items()}

    def _named(self, words: list[str]) -> list[str]:
        """Return the techniques that the words name, in order; of those that begin with one word, the longest."""
        found, place = [], 0
        while place < len(words):
            for stop in range(min(place + self._longest.get(words[place], 0), len(words)), place, -1):
                technique = self._techniques.get(" ".join(words[place:stop]))
                if technique is not None:
                    found.append(technique)
                    place = stop - 1
                    break
            place += 1
        return found

    def _section(self, before: str) -> str:
        """Return the section of the last heading in these characters; "none" where there is none."""
        for line in reversed(before.split("\n")):
            opener, colon, _ = line.strip().partition(":")
            if opener and (colon or len(opener) < _LABEL) and len(opener) < _SHORT_LINE:
                section = self._headings.section(opener, colon=bool(colon))
                if section is not None:
                    return section
        return "none"


def _weighed(found: Mapping[str, Iterable[str]]) -> dict[str, float]:
    return {f"{kind}:{each}": WEIGHTS[kind] for kind, many in found.items() for each in many}


def _line_signs(line: str, inside: list[str]) -> dict[str, list[str]]:
    clause = _tokens(_CLAUSE.split(line)[-1])[-10:]
    return {
        "before": inside[-1:] or [NONE],
        "pair_before": _pairs(inside[-2:]),
        "place": [str(min(len(clause), 4))],
        "clause": clause,
        "clause_stem": _stems(clause),
        "pair": _pairs(clause),
        "line": inside[-30:],
        "line_stem": _stems(inside[-30:]),
        "opener": inside[:1] or [NONE],
        "label": _tokens(line.rpartition(":")[0])[-8:],
    }


def _head(above: list[str]) -> str:
    """Return the nearest line that looks like one that heads others; empty where none does."""
    for line in reversed(above[-_ABOVE:]):
        if len(line) < _SHORT_LINE:
            return line
    return ""


def _tokens(text: str) -> list[str]:
    """Return the words in lower case and the codes; other numbers are all alike."""
    return [
        word.lower() if word[0].isalpha() else word if CODE.fullmatch(word) else "#" for word in _TOKEN.findall(text)
    ]


def _stems(words: Iterable[str]) -> list[str]:
    return [word[:STEM] for word in words if len(word) > STEM]


def _pairs(words: Iterable[str]) -> list[str]:
    return [f"{one}_{other}" for one, other in pairwise(words)]

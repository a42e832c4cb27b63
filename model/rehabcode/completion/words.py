"""The words at the cursor, cut the way phrases are: in lower case, joined by one blank, hyphen or slash."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)*")
JOINS = (" ", "-", "/")
LONGEST = 5
"""Words of the longest phrase."""

REACH = 120
"""Characters before the cursor in which a phrase can have begun."""

_LETTER_OR_DIGIT = re.compile(r"\w")
_ASIDE = re.compile(r"\([^)]*\)")
_UNIT = re.compile(r"\d+[a-z]")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands before the cursor: up to LONGEST joined words as `written`, each from its offset in `starts`.

    The last is the one that is being typed; it is empty after a blank. `words` are the same in lower case.
    """

    written: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(plain(word) for word in self.written)


def typed_at(text: str, cursor: int) -> Typed | None:
    """Return the words before the cursor; None inside or at the beginning of a word, or in a number with its unit."""
    if _LETTER_OR_DIGIT.match(text, cursor):
        return None
    first = max(cursor - REACH, 0)
    found = [match for match in WORD.finditer(text, first, cursor) if match.start() > first or first == 0]
    if not found:
        return None
    written, starts = [], []
    last = found[-1].end()
    if last < cursor:
        if text[last:cursor] not in JOINS:
            return None
        written, starts, last = [""], [cursor], cursor
    elif _UNIT.match(found[-1][0]):
        return None
    for match in reversed(found):
        if match.end() != last and text[match.end() : last] not in JOINS:
            break
        written.append(match[0])
        starts.append(match.start())
        last = match.start()
        if len(written) == LONGEST:
            break
    return Typed(tuple(reversed(written)), tuple(reversed(starts)))


def plainly(say: str) -> str:
    """Return a phrase without what stands in brackets.

    >>> plainly("stretching (patient performed)")
    'stretching'
    """
    return " ".join(_ASIDE.sub(" ", say).split())


def without(say: str, words: int) -> str:
    """Return a phrase without its first words.

    >>> without("sit-to-stand training", 2)
    'stand training'
    """
    return say[[match.start() for match in WORD.finditer(say)][words] :]


def plain(word: str) -> str:
    """Return a word as it stands in a key."""
    return word.lower().replace("’", "'")


def key_of(say: str) -> str:
    """Return the key of a phrase.

    >>> key_of("Sit-to-stand")
    'sit to stand'
    """
    return " ".join(plain(word) for word in WORD.findall(say))


def cased(insert: str, written: str) -> str:
    """Return a phrase in the case of what is typed; abbreviations keep their own, and so does the name of one.

    >>> cased("gait training", "Ga"), cased("gait training", "GAI"), cased("TENS unit", "te")
    ('Gait training', 'GAIT TRAINING', 'TENS unit')
    >>> cased("soft tissue mobilization", "STM"), cased("balance", "Blance")
    ('soft tissue mobilization', 'Balance')
    """
    same, rest = insert[: len(written)], insert[len(written) :]
    if same.lower() != written.lower():
        return insert[:1].upper() + insert[1:] if written[:1].isupper() and not written.isupper() else insert
    if len(written) > 1 and written.isupper() and same != written:
        return insert.upper()
    return written + rest if same.islower() else insert

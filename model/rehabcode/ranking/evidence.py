"""The words that prove a code: the clauses that speak for it, joined and trimmed to what was done."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rehabcode.lexicon import Lexicon
from rehabcode.records import Clause, Evidence, Mention, Reading

MOST = 4
"""Evidence spans a code: what the guideline allows."""
LEAST = 0.01
"""Where no clause scores this much, no words of the note prove the code, whatever the note as a whole suggests."""
SHARE = 0.5
"""A clause counts as evidence from this share of the best clause's score on."""
_TAIL = re.compile(
    r"(?:[\s,;:(\[-]|\b(?:x|for|total|approx\w*)\b)*(?:\d{1,3}\s?(?:min(?:ute)?s?\b\.?|'|’)|\(\s*\d{1,3}\s*(?:min\w*|['’])?\s*\))\s*[)\]]*$",
    re.IGNORECASE,
)
TAIL = 40
"""How many characters before the end of a span its minutes are looked for."""
_HEAD = re.compile(
    r"^(?:\[[ xX✓✔]?\]|\(\d\)|\d{1,2}[.)]|[#+~*(\[-]|\b(?:then|and|also|today|pt|patient|he|she)\b)[\s:,]*",
    re.IGNORECASE,
)


def evidence_of(reading: Reading, strength: NDArray[np.float32], code: str, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """Return the spans that prove `code`, in the order of the note; `strength` is each clause's score for it."""
    best = float(strength.max(initial=0.0))
    if best < LEAST:
        return ()
    chosen = [int(index) for index in np.argsort(-strength)[: 2 * MOST] if strength[index] >= SHARE * best]
    groups = _joined(reading.clauses, sorted(chosen))
    groups.sort(key=lambda group: -max(float(strength[index]) for index in group))
    spans = sorted({_trimmed(reading, group) for group in groups[:MOST]})
    return tuple(_evidence(reading, start, end, code, lexicon) for start, end in spans)


def _joined(clauses: Sequence[Clause], chosen: list[int]) -> list[list[int]]:
    """Join neighbours of one sentence: an exercise and its dose, a lift and its load."""
    groups: list[list[int]] = []
    for index in chosen:
        near = groups and groups[-1][-1] == index - 1 and clauses[index - 1].sentence == clauses[index].sentence
        if near and not clauses[index - 1].is_label:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _trimmed(reading: Reading, group: list[int]) -> tuple[int, int]:
    start, end = reading.clauses[group[0]].start, reading.clauses[group[-1]].end
    words = reading.text[start:end]
    while (head := _HEAD.match(words)) and head.end() < len(words):
        start += head.end()
        words = words[head.end() :]
    cut = max(0, len(words) - TAIL)
    tail = _TAIL.search(words, cut)
    if tail and tail.start() > 0:
        words = words[: tail.start()].rstrip(" ,;:(-")
    return start, start + len(words)


def _evidence(reading: Reading, start: int, end: int, code: str, lexicon: Lexicon) -> Evidence:
    inside = [
        mention for mention in reading.mentions if mention.start < end and start < mention.end and code in mention.codes
    ]
    section = next(section.name for section in reading.sections if section.start <= start < section.end)
    named = max(inside, key=lambda mention: _prior(lexicon, mention, code), default=None)
    if named is None:
        return Evidence(start, end, reading.text[start:end], "described", section, "reads like this service")
    reason = f"names {lexicon.techniques[named.technique].name}"
    return Evidence(start, end, reading.text[start:end], named.technique, section, reason)


def _prior(lexicon: Lexicon, mention: Mention, code: str) -> float:
    return lexicon.techniques[mention.technique].priors.get(code, 0.0)

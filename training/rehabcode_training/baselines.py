"""What anyone could do in an afternoon, in the shape of a suggester: the yardsticks of every table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from rehabcode.records import Evidence, NoteSuggestions, Suggestion, Versions
from rehabcode_training.answers import Suggests
from rehabcode_training.measures.measure import Needs

NOT_REPORTED = "NONE"
"""Stands among the codes of a technique for "not reported on its own"."""


@dataclass(frozen=True, slots=True)
class Likeliest:
    """The code that a phrase most likely stands for, with the probability that the lexicon gives it."""

    technique: str
    code: str
    prior: float


class PhraseRow(Protocol):
    """A phrase and the technique that it names."""

    @property
    def technique(self) -> str: ...

    @property
    def say(self) -> str: ...


class TechniqueRow(Protocol):
    """A technique with the probability of each code, given its name alone."""

    @property
    def priors(self) -> Mapping[str, float]: ...


class Phrases(Protocol):
    """What of the lexicon the naive baseline reads."""

    @property
    def phrases(self) -> Iterable[PhraseRow]: ...

    @property
    def techniques(self) -> Mapping[str, TechniqueRow]: ...


@dataclass(frozen=True, slots=True)
class Baseline:
    """A yardstick, and what of its answers means something."""

    suggester: Suggests
    gives: tuple[Needs, ...]


def baselines(lexicon: Phrases) -> dict[str, Baseline]:
    """Return the yardsticks by name."""
    return {
        "naive phrases": Baseline(NaivePhrases.of(lexicon), ("codes", "evidence")),
        "constant list": Baseline(ConstantList(), ("codes",)),
    }


class NaivePhrases:
    """Match phrases and take each one's likeliest code: no sections, no assertion, nothing learned.

    Phrases are matched on word boundaries, whatever their case, the longest first.
    """

    VERSIONS = Versions(rehabcode="none", ranker="naive phrases", codebook="none")

    def __init__(self, likeliest: Mapping[str, Likeliest]) -> None:
        """Take the likeliest code of each phrase. Raises ValueError without a phrase."""
        if not likeliest:
            raise ValueError("the naive baseline needs phrases; is the lexicon empty?")
        self._likeliest = {_key(say): found for say, found in likeliest.items()}
        longest_first = sorted(self._likeliest, key=len, reverse=True)
        phrases = "|".join(re.escape(say).replace(r"\ ", r"\s+") for say in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE | re.ASCII)

    @classmethod
    def of(cls, lexicon: Phrases) -> Self:
        """Return the baseline over every phrase whose technique is billed more likely than not reported at all."""
        likeliest: dict[str, Likeliest] = {}
        for row in lexicon.phrases:
            code, prior = max(lexicon.techniques[row.technique].priors.items(), key=lambda item: item[1])
            known = likeliest.get(row.say)
            if code != NOT_REPORTED and (known is None or known.prior < prior):
                likeliest[row.say] = Likeliest(row.technique, code, prior)
        return cls(likeliest)

    def suggest(self, text: str, /) -> NoteSuggestions:
        """Return each code that a phrase points to, by the probability of its likeliest phrase; nothing considered."""
        evidence: dict[str, list[Evidence]] = {}
        scores: dict[str, float] = {}
        for match in self._pattern.finditer(text):
            found = self._likeliest[_key(match[0])]
            span = Evidence(*match.span(), match[0], found.technique, "", "the phrase stands in the note")
            evidence.setdefault(found.code, []).append(span)
            scores[found.code] = max(found.prior, scores.get(found.code, 0.0))
        ranked = sorted(scores, key=lambda code: (-scores[code], -len(evidence[code]), code))
        suggestions = tuple(Suggestion(code, code, scores[code], tuple(evidence[code])) for code in ranked)
        return NoteSuggestions(suggestions, (), (), self.VERSIONS)


class ConstantList:
    """The same four codes for every note that has a word, in the order in which the project states them.

    A suggestion needs evidence, and there is none: the note's first word stands in, and no figure about evidence
    means anything here.
    """

    CODES = ("97110", "97140", "97530", "97112")
    VERSIONS = Versions(rehabcode="none", ranker="constant list", codebook="none")

    def suggest(self, text: str, /) -> NoteSuggestions:
        """Return the list, or nothing where the note has no word."""
        word = re.search(r"\S+", text)
        if word is None:
            return NoteSuggestions((), (), (), self.VERSIONS)
        evidence = (Evidence(*word.span(), word[0], "none", "", "none: the list is the same for every note"),)
        return NoteSuggestions(
            tuple(Suggestion(code, code, 0.5, evidence) for code in self.CODES), (), (), self.VERSIONS
        )


def _key(say: str) -> str:
    return " ".join(say.lower().split())

"""The reading without anything learned: what sections and assertion alone bring beyond matched phrases."""

from __future__ import annotations

from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode.records import Evidence, Mention, NoteSuggestions, Suggestion, Versions
from rehabcode_training.baselines import NOT_REPORTED


class ReadMentions:
    """Take each mention that reads as performed for the likeliest code of its technique.

    A yardstick in the shape of a suggester: a technique that is likelier not reported at all names no code, nothing is
    considered, and no minutes are bound.
    """

    VERSIONS = Versions(rehabcode="none", ranker="read mentions", codebook="none")

    def __init__(self, lexicon: Lexicon) -> None:
        self._reader = Reader(lexicon)
        self._techniques = lexicon.techniques

    def suggest(self, text: str, /) -> NoteSuggestions:
        """Return each code that a performed mention points to, by the prior of the likeliest one."""
        reading = self._reader.read(text)
        evidence: dict[str, list[Evidence]] = {}
        scores: dict[str, float] = {}
        for mention in reading.mentions:
            code, prior = self._likeliest(mention)
            if mention.assertion == "performed" and code != NOT_REPORTED:
                evidence.setdefault(code, []).append(_evidence(mention))
                scores[code] = max(prior, scores.get(code, 0.0))
        ranked = sorted(scores, key=lambda code: (-scores[code], -len(evidence[code]), code))
        withheld = tuple(mention for mention in reading.mentions if mention.assertion != "performed")
        suggestions = tuple(Suggestion(code, code, scores[code], tuple(evidence[code])) for code in ranked)
        return NoteSuggestions(suggestions, (), withheld, self.VERSIONS)

    def _likeliest(self, mention: Mention) -> tuple[str, float]:
        priors = self._techniques[mention.technique].priors
        return max(priors.items(), key=lambda item: item[1])


def _evidence(mention: Mention) -> Evidence:
    reason = "a technique is named as performed"
    return Evidence(mention.start, mention.end, mention.quote, mention.technique, mention.section, reason)

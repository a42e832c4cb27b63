"""rehabcode reads a therapy note and suggests the procedure codes that it supports, each with the words that prove it.

>>> import rehabcode
>>> suggester = rehabcode.load()
>>> answer = suggester.suggest("Manual therapy: grade III patellar mobilizations 15 min.")
>>> [(s.code, s.minutes) for s in answer.suggestions]
[('97140', 15)]
"""

from __future__ import annotations

from importlib.metadata import version

from rehabcode.codebook import Codebook
from rehabcode.records import (
    ASSERTIONS,
    Assertion,
    Cue,
    Duration,
    Evidence,
    Mention,
    NoteSuggestions,
    Reading,
    Span,
    Suggestion,
    Versions,
)  # fmt: skip
from rehabcode.suggester import Suggester, load

__version__ = version("rehabcode")
__all__ = [
    "ASSERTIONS", "Assertion", "Codebook", "Cue", "Duration", "Evidence", "Mention", "NoteSuggestions", "Reading",
    "Span", "Suggester", "Suggestion", "Versions", "__version__", "load",
]  # fmt: skip

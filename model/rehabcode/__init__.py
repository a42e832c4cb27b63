"""rehabcode reads a therapy note and suggests the procedure codes that it supports, each with the words that prove it.

>>> import rehabcode
>>> suggester = rehabcode.load()
>>> answer = suggester.suggest("Manual therapy: grade III patellar mobilizations 15 min.")
>>> [(s.code, s.minutes) for s in answer.suggestions]
[('97140', 15)]
>>> [(one.code, one.units) for one in answer.billing.codes]
[('97140', 1)]
"""

from __future__ import annotations

from importlib.metadata import version

from rehabcode.billing.audits import Audit, AuditLine
from rehabcode.billing.billed_items import BilledItem
from rehabcode.billing.visit import Visit
from rehabcode.codebook import Codebook
from rehabcode.records import (
    ASSERTIONS,
    Assertion,
    Bill,
    Cue,
    Duration,
    Evidence,
    Finding,
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
    "ASSERTIONS", "Assertion", "Audit", "AuditLine", "Bill", "BilledItem", "Codebook", "Cue", "Duration", "Evidence",
    "Finding", "Mention", "NoteSuggestions", "Reading", "Span", "Suggester", "Suggestion", "Versions", "Visit",
    "__version__", "load",
]  # fmt: skip

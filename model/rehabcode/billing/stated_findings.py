"""What a note states for billing, held against what its words support: every finding points at its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rehabcode.billing.charged_units import Tables, check_units_stated
from rehabcode.billing.findings import Finding
from rehabcode.billing.impossible_minutes import check_minutes_possible
from rehabcode.billing.stated import Stated, Supported, find_stated, supported_by
from rehabcode.billing.stated_totals import check_minutes_stated
from rehabcode.billing.typed_support import check_codes_typed
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers
from rehabcode.records import Reading, Suggestion


def stated_findings(
    reading: Reading, suggestions: Iterable[Suggestion], payer: str, payers: Payers, codebook: Codebook
) -> tuple[Finding, ...]:
    """Return where what a note states for billing is not what is suggested for it: minutes, units and typed codes.

    `payer` counts the units. Raises UnknownPayer, UnknownCode and InvalidMinutes.
    """
    return check_stated(find_stated(reading, codebook), supported_by(suggestions), payer, payers, codebook)


def check_stated(
    stated: Stated, supported: Sequence[Supported], payer: str, payers: Payers, codebook: Codebook
) -> tuple[Finding, ...]:
    """Return where stated minutes, typed units and typed codes are not those that the note documents.

    Kinds of the findings are "minutes", "units" and "support". Raises UnknownPayer, UnknownCode and InvalidMinutes.
    """
    typed = check_codes_typed(stated, supported, codebook)
    named = frozenset(code for _, finding in typed for code in finding.codes)
    return (
        *check_minutes_possible(stated, supported),
        *check_minutes_stated(stated, supported, payers, codebook),
        *check_units_stated(stated, supported, named, Tables(payer, payers, codebook)),
        *(finding for _, finding in typed),
    )

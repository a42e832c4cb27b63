"""Notes to look at, drawn at random, with the words that prove each code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from rehabcode_service.backcoding.audit.marked import HUES, marked_note
from rehabcode_service.backcoding.audit.markup import section
from rehabcode_service.backcoding.audit.reading import SampledNote

_WHY = "Drawn at random: figures are only as good as the notes behind them. To decide on many, use rehabcode review."
_VERDICTS = {
    "unsupported": "billed, not supported",
    "unknown": "billed, not in the codebook",
}


def sample_section(sample: Sequence[SampledNote], why: str | None) -> str:
    """Return the notes; `why` there are no texts is told in place of them, None where there are."""
    if not sample:
        return ""
    told = f"{_WHY} {why}" if why else _WHY
    return section("A sample to read", told, *(_sample(one) for one in sample))


def _sample(one: SampledNote) -> str:
    note = one.note
    day = "" if note["date_of_service"] is None else f"{note['date_of_service']:%Y-%m-%d}"
    facts = (f"note {note['note_id']}", day, note["payer_given"] or note["payer"] or "", note["clinician"] or "")
    head = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    text = "" if one.text is None else f"<pre>{marked_note(one.text, one.suggestions)}</pre>"
    rows = "".join(_suggested(rank, each, with_quotes=one.text is None) for rank, each in enumerate(one.suggestions))
    rows += "".join(_billed(each) for each in note["billed"] or () if each["verdict"] in ("unsupported", "unknown"))
    rows = rows or '<tr><td colspan="5">No code: nothing that supports one was done.</td></tr>'
    table = f'<div class="wide"><table>{rows}</table></div>'
    return f'<article class="sample"><div class="head">{head}</div>{text}{table}</article>'


def _suggested(rank: int, one: Mapping[str, Any], *, with_quotes: bool) -> str:
    verdict = "" if one["billed"] is None else "billed" if one["billed"] else "not billed"
    minutes = "–" if one["minutes"] is None else f"{one['minutes']} min"
    units = "–" if one["units"] is None else f"{one['units']} u"
    quotes = " ".join(f"<q>{escape(span['quote'])}</q>" for span in one["evidence"]) if with_quotes else ""
    code = f'<mark class="hue-{rank % HUES}">{escape(one["code"])}</mark>'
    side = "under" if verdict == "not billed" else ""
    return (
        f'<tr><td class="code">{code}</td><td>{escape(one["name"])} {quotes}</td>'
        f'<td class="right">{one["score"]:.2f}</td>'
        f'<td class="right">{minutes} · {units}</td><td class="{side}">{verdict}</td></tr>'
    )


def _billed(one: Mapping[str, Any]) -> str:
    side = "over" if one["verdict"] == "unsupported" else ""
    return (
        f'<tr><td class="code">{escape(one["code"])}</td><td></td><td class="right">{one["score"]:.2f}</td><td></td>'
        f'<td class="{side}">{_VERDICTS[one["verdict"]]}</td></tr>'
    )

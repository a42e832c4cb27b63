"""A note drawn with displaCy: its mentions in the colour of their assertion, or the evidence of each suggested code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy import displacy

from rehabcode.records import ASSERTIONS, NoteSuggestions, Reading, Span

COLOURS: Mapping[str, str] = dict(
    zip(
        ASSERTIONS,
        ("#b7e4c7", "#ffe8a3", "#f5b7b1", "#d7dbdd", "#aed6f1", "#d2b4de", "#fad7a0", "#e8daef", "#eaeded"),
        strict=True,
    )
)
EVIDENCE = "#b7e4c7"


def mentions_html(reading: Reading) -> str:
    """Return the note with every mention under its assertion."""
    return _html(reading.text, [(mention, mention.assertion) for mention in reading.mentions], COLOURS)


def evidence_html(text: str, answer: NoteSuggestions) -> str:
    """Return the note with the evidence of every suggestion under its code."""
    spans = [(span, entry.code) for entry in answer.suggestions for span in entry.evidence]
    return _html(text, spans, {code: EVIDENCE for _, code in spans})


def _html(text: str, spans: Sequence[tuple[Span, str]], colours: Mapping[str, str]) -> str:
    """Draw the spans in order; of two that overlap, what the first leaves is drawn of the second."""
    entities: list[dict[str, object]] = []
    end = 0
    for span, label in sorted(spans, key=lambda one: (one[0].start, -one[0].end)):
        if span.end > end:
            entities.append({"start": max(span.start, end), "end": span.end, "label": label})
            end = span.end
    drawn: str = displacy.render(
        {"text": text, "ents": entities, "title": None},
        style="ent", manual=True, jupyter=False, options={"colors": dict(colours)},
    )  # fmt: skip
    return drawn

"""`rehabcode_durations`: finds documented minutes.

Writes `doc.spans["durations"]`; a span's `_.minutes` are its minutes, a whole number. Which technique or code they
belong to is decided later, when it is known which codes stand near them.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from rehabcode.pipes.notations import find_minutes
from rehabcode.pipes.written import Written

if not Span.has_extension("minutes"):
    Span.set_extension("minutes", default=None)


class DurationFinder:
    """The component."""

    def find(self, doc: Doc) -> list[Written]:
        """Return the durations in the text of the doc."""
        return find_minutes(doc.text, [token.text for token in doc], [token.idx for token in doc])

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for written in self.find(doc):
            span = doc.char_span(written.start, written.end, label="duration", alignment_mode="expand")
            if span is not None:
                span._.minutes = written.minutes
                spans.append(span)
        doc.spans["durations"] = spans
        return doc


@Language.factory("rehabcode_durations", assigns=["doc.spans"])
def make_durations(nlp: Language, name: str) -> DurationFinder:  # noqa: ARG001
    """Return the component."""
    return DurationFinder()

"""`rehabcode_sections`: cuts a note into sections and clauses.

Writes `doc.spans["sections"]` and `doc.spans["clauses"]` (label: the section's name) and the whole layout, as a
`rehabcode.pipes.layout.Layout`, into `doc.user_data["rehabcode_layout"]`.
"""

from __future__ import annotations

from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc, Span

from rehabcode.lexicon import Lexicon
from rehabcode.pipes.cells import Cells
from rehabcode.pipes.headings import Headings
from rehabcode.pipes.layout import Layout, lay_out
from rehabcode.records import Clause, Section

LAYOUT = "rehabcode_layout"


class SectionFinder:
    """The component; `headings` and words of `cells` are the known ones."""

    def __init__(self, *, headings: Headings, cells: Cells, spans: bool = True) -> None:
        self.headings = headings
        self.cells = cells
        self.spans = spans

    def find(self, doc: Doc) -> Layout:
        """Return the layout of the text, without touching the doc."""
        return lay_out(doc.text, [token.text for token in doc], doc.to_array(IDX).tolist(), self.headings, self.cells)

    def __call__(self, doc: Doc) -> Doc:
        layout = self.find(doc)
        doc.user_data[LAYOUT] = layout
        if self.spans:
            doc.spans["sections"] = [_span(doc, section, section.name) for section in layout.sections]
            doc.spans["clauses"] = [_span(doc, clause, clause.section) for clause in layout.clauses]
        return doc


def _span(doc: Doc, place: Section | Clause, name: str) -> Span:
    span = doc.char_span(place.start, place.end, label=name, alignment_mode="expand")
    assert span is not None, "a place in the text is a place in the doc"  # noqa: S101
    return span


def layout_of(doc: Doc) -> Layout:
    """Return the layout that the component wrote. Raises KeyError where it has not run."""
    layout: Layout = doc.user_data[LAYOUT]
    return layout


@Language.factory("rehabcode_sections", default_config={"spans": True}, assigns=["doc.spans"])
def make_sections(nlp: Language, name: str, spans: bool) -> SectionFinder:  # noqa: ARG001
    """Return the component with the headings of the shipped lexicon."""
    lexicon = Lexicon.load()
    return SectionFinder(headings=Headings.of(lexicon), cells=Cells(lexicon.visit_words), spans=spans)

"""The pure parts: what an editable element says, and where a span stands after an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

FLAT = """async (html) => {
  const { Flat } = await import("/static/flat.js");
  const element = document.body.appendChild(document.createElement("div"));
  element.append(new DOMParser().parseFromString(html, "text/html").body);
  const root = element.firstChild;
  const flat = new Flat(root);
  const places = [...flat.text].map((_, at) => [at, flat.place(at)]).filter(([at]) => flat.text[at] !== "\\n");
  const back = places.map(([at, [node, within]]) => flat.offset(node, within) - at);
  return [flat.text, back, flat.text === "" ? "" : flat.range(0, flat.text.length).toString().length];
}"""

MOVED = """async ({ before, after, caret = null, span: [start, end] }) => {
  const { editOf, moved } = await import("/static/spans.js");
  const edit = editOf(before, after, caret);
  const found = moved({ start, end }, edit ? [edit] : []);
  return found && [found.start, found.end];
}"""


@pytest.fixture(scope="module")
def tab(browser: Any, address: str) -> Page:
    """A page at the service that nothing is typed in."""
    opened: Page = browser.new_page(base_url=address)
    opened.goto("/static/embed.html")
    return opened


@pytest.mark.cases("flat.yaml")
def test_an_editable_element_is_one_text(tab: Page, case: dict[str, Any]) -> None:
    text, back, _ = tab.evaluate(FLAT, case["html"])
    assert text == case["text"]
    assert {*back} <= {0}, "each place leads back to its offset"


@pytest.mark.cases("note_edits.yaml")
def test_a_span_is_followed_through_an_edit(tab: Page, case: dict[str, Any]) -> None:
    assert tab.evaluate(MOVED, case) == case["moved"]


def test_pieces_are_the_note_cut_where_evidence_begins_and_ends(tab: Page) -> None:
    cut = """async () => {
      const { segments } = await import("/static/spans.js");
      const marks = [{ start: 1, end: 5 }, { start: 3, end: 7 }];
      return segments("abcdefgh", marks).map(({ text, marks: over }) => [text, over.length]);
    }"""
    assert tab.evaluate(cut) == [["a", 0], ["bc", 1], ["de", 2], ["fg", 1], ["h", 0]]

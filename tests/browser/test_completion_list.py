"""Completions at the caret: taken only when asked for, taken back by undo, and silent when there are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Route

Shell = Callable[..., Any]
PHRASES = [
    ("manual therapy", ["97140"], " — min, area"),
    ("manual traction", ["97140"], ""),
    ("mat exercises", ["97110"], ""),
]


def complete(route: Route) -> None:
    """Answer as the service does: phrases that begin as the word at the cursor."""
    asked: Any = route.request.post_data_json
    before = asked["text"].encode("utf-16-le")[: 2 * asked["cursor"]].decode("utf-16-le")
    word = re.search(r"\w*$", before)
    assert word is not None
    span = {"start": asked["cursor"] - len(word[0]), "end": asked["cursor"]}
    offers = [
        {**span, "insert": phrase, "label": phrase, "codes": codes, "add": add}
        for phrase, codes, add in PHRASES
        if phrase.startswith(word[0].lower())
    ]
    route.fulfill(json={"completions": offers, "offset_unit": asked["offset_unit"]})


@pytest.fixture(params=["textarea", "mirror", "contenteditable"])
def editor(request: pytest.FixtureRequest, shell: Shell) -> Any:
    opened = shell(request.param)
    opened.page.route("**/v1/completions", complete)
    opened.field.focus()
    return opened


def offer(editor: Any, typed: str) -> Any:
    """Type, and return the list once it is open."""
    editor.page.keyboard.type(typed)
    found = editor.page.get_by_role("listbox")
    found.wait_for()
    return found


def test_phrases_are_offered_with_codes_and_what_to_add(editor: Any) -> None:
    found = offer(editor, "💪 man")
    assert found.get_by_role("option").all_inner_texts() == [
        "manual therapy\n97140\nthen add: min, area",
        "manual traction\n97140",
    ]
    assert editor.field.get_attribute("aria-controls") == found.get_attribute("id")
    assert editor.text.strip() == "💪 man"


def test_the_list_stands_under_the_word(editor: Any) -> None:
    at = offer(editor, "quad sets, man").bounding_box()
    field = editor.field.bounding_box()
    assert field["x"] + 40 < at["x"] < field["x"] + 200
    assert field["y"] < at["y"] < field["y"] + 60


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["Tab"], "💪 manual therapy"),
        (["ArrowDown", "Enter"], "💪 manual therapy"),
        (["ArrowDown", "ArrowDown", "Tab"], "💪 manual traction"),
        (["ArrowUp", "Enter"], "💪 manual traction"),
        (["Escape"], "💪 man"),
        (["Enter"], "💪 man\n"),
        (["ArrowLeft"], "💪 man"),
        (["Tab", "ControlOrMeta+z"], "💪 man"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_only_what_is_chosen_is_inserted(editor: Any, keys: list[str], text: str) -> None:
    found = offer(editor, "💪 man")
    _ = [editor.page.keyboard.press(key) for key in keys]
    assert editor.text.rstrip("\n") == text.rstrip("\n")
    assert found.is_hidden()
    assert editor.field.get_attribute("aria-activedescendant") is None


def test_the_active_option_is_told(editor: Any) -> None:
    found = offer(editor, "man")
    editor.page.keyboard.press("ArrowDown")
    chosen = found.get_by_role("option", selected=True)
    assert editor.field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert chosen.locator(".rehab-label").inner_text() == "manual therapy"


def test_a_click_takes_a_phrase_and_the_focus_stays(editor: Any) -> None:
    offer(editor, "man").get_by_role("option").nth(1).click()
    editor.page.keyboard.type("!")
    assert editor.text.strip() == "manual traction!"


def test_what_was_taken_is_read_as_if_typed(editor: Any) -> None:
    offer(editor, "man")
    editor.page.keyboard.press("Tab")
    editor.answered()
    assert editor.words == ["manual therapy"]


@pytest.mark.parametrize("typed", ["m", "15 ", "man.", "zzz"])
def test_nothing_is_offered_where_nothing_begins(editor: Any, typed: str) -> None:
    editor.page.keyboard.type(typed)
    editor.page.wait_for_timeout(300)
    assert editor.page.get_by_role("listbox").is_hidden()


def test_nothing_is_offered_inside_a_word(editor: Any) -> None:
    editor.page.keyboard.insert_text("therapy")
    editor.page.keyboard.press("Home")
    editor.page.keyboard.type("man")
    editor.page.wait_for_timeout(300)
    assert editor.page.get_by_role("listbox").is_hidden()


def test_the_note_is_as_it_was_when_the_list_is_left(editor: Any) -> None:
    found = offer(editor, "man")
    editor.field.evaluate("(field) => field.blur()")
    assert found.is_hidden()
    assert editor.text.strip() == "man"


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (500, 2), (422, 2)])
def test_a_service_without_completions_is_not_noticed(shell: Shell, status: int, asked: int) -> None:
    editor = shell("textarea")
    seen: list[str] = []

    def refuse(route: Route) -> None:
        seen.append(route.request.url)
        route.fulfill(status=status, json={"detail": "no"})

    editor.page.route("**/v1/completions", refuse)
    editor.field.focus()
    _ = [editor.page.keyboard.type(word) or editor.page.wait_for_timeout(250) for word in ("man ", "mat", " tra")]
    assert len(seen) == asked
    assert editor.assist.locator(".trouble").is_hidden()


def test_completions_can_be_turned_off(shell: Shell) -> None:
    editor = shell("textarea")
    editor.assist.evaluate("(assist) => assist.setAttribute('completions', 'off')")
    assert editor.page.get_by_role("listbox", include_hidden=True).count() == 0
    assert editor.field.get_attribute("aria-autocomplete") is None

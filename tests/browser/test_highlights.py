"""What is painted in the note: the words of the answer and no others, whatever the field and the edit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Shell = Callable[..., Any]
KINDS = ["textarea", "mirror", "contenteditable"]
PROVING = re.compile("manual therapy|quad sets|gait training|ultrasound(?= held)")


@pytest.fixture(params=KINDS)
def editor(request: pytest.FixtureRequest, shell: Shell) -> Any:
    return shell(request.param)


def test_every_key_of_a_note_leaves_the_right_words_marked(editor: Any) -> None:
    editor.field.focus()
    seen = editor.type("manual therapy 15 min, quad sets; ultrasound held")
    assert [(sorted(PROVING.findall(text)), sorted(words for _, words in marks)) for text, marks in seen] == [
        (sorted(PROVING.findall(text)), sorted(PROVING.findall(text))) for text, _ in seen
    ]
    assert len(seen[-1][1]) == 3


def test_each_code_has_a_colour_and_what_is_withheld_has_its_own(editor: Any) -> None:
    editor.write("quad sets, manual therapy, quad sets, ultrasound held")
    (manual, first), (quads, _), (_, _), (withheld, _) = sorted(editor.marks, key=lambda mark: mark[1])
    assert (manual[:4], quads[:4], withheld, first) == ("hue-", "hue-", "withheld", "manual therapy")
    assert manual != quads


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["Home", "x"], ["manual therapy", "quad sets"]),
        (["Home", *["ArrowRight"] * 3, "x"], ["quad sets"]),
        (["Home", *["ArrowRight"] * 3, "x", "Backspace"], ["manual therapy", "quad sets"]),
        (["End", *["Backspace"] * 3], ["manual therapy"]),
        (["Home", *["ArrowRight"] * 14, "Enter"], ["manual therapy", "quad sets"]),
        (["ControlOrMeta+a", "Delete"], []),
    ],
    ids=["before", "inside", "inside and back", "cut off", "line break", "all gone"],
)
def test_an_edit_anywhere_is_followed(editor: Any, keys: list[str], expected: list[str]) -> None:
    editor.write("manual therapy, quad sets")
    press(editor, keys)
    editor.answered()
    assert editor.words == expected


def press(editor: Any, keys: list[str]) -> None:
    """Press one key after the other."""
    for key in keys:
        editor.page.keyboard.press(key)


def test_marks_move_with_their_words_before_there_is_an_answer(editor: Any) -> None:
    editor.write("manual therapy, quad sets")
    editor.page.route("**/v1/suggestions", lambda _route: None)
    press(editor, ["Home", "x", "y"])
    assert editor.words == ["manual therapy", "quad sets"]


def test_words_that_an_edit_touches_are_unmarked_at_once(editor: Any) -> None:
    editor.write("manual therapy, quad sets")
    editor.page.route("**/v1/suggestions", lambda _route: None)
    press(editor, ["Home", "ArrowRight", "x"])
    assert editor.words == ["quad sets"]


@pytest.mark.parametrize("before", ["💪 ", "👩🏽‍⚕️ 💪💪 ", "é̂ ñ ", "½ ² "])
def test_offsets_are_right_after_any_character(editor: Any, before: str) -> None:
    editor.write(f"{before}quad sets 🏠 manual therapy")
    assert editor.words == ["manual therapy", "quad sets"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_offsets_are_right_whatever_ends_a_line(editor: Any, ends: str) -> None:
    lines = ends.join(["O: 💪", "quad sets", "", "manual therapy"])
    editor.field.evaluate("(field, text) => { field.value = text; field.textContent = text; }", lines)
    editor.assist.evaluate("(assist) => assist.refresh()")
    editor.answered()
    assert editor.words == ["manual therapy", "quad sets"]


def test_a_script_that_tells_nobody_leaves_no_mark_beside_its_words(editor: Any) -> None:
    editor.page.wait_for_function("() => document.querySelector('rehab-code-assist').refresh")
    set_text = "(field, text) => { field.value = text; field.textContent = text; }"
    for text in ("gait training; then quad sets and manual therapy", "quad sets"):
        editor.assist.evaluate("(assist) => assist.refresh()")
        editor.field.evaluate(set_text, text)  # before the question is sent, which waits for a pause
        editor.answered()
    assert editor.words == ["quad sets"]
    editor.field.evaluate(set_text, "x")
    editor.chips.first.hover()
    assert editor.words == []
    editor.assist.evaluate("(assist) => assist.refresh()")
    editor.answered()
    assert editor.words == []


def test_half_an_emoji_is_no_trouble(editor: Any) -> None:
    editor.field.evaluate("(field) => { field.value = field.textContent = '\\ud83d quad sets'; }")
    editor.assist.evaluate("(assist) => assist.refresh()")
    editor.chips.first.wait_for()
    assert editor.words == ["quad sets"]


def test_a_chip_brings_out_its_words(editor: Any) -> None:
    editor.write("quad sets, manual therapy")
    editor.chips.filter(has_text="97110").hover()
    lit = [words for name, words in editor.marks if name.split()[0].endswith("-lit")]
    assert lit == ["quad sets"]
    editor.page.mouse.move(1, 1)
    assert not [name for name, _ in editor.marks if "lit" in name or "quiet" in name]


def test_the_focus_on_a_chip_brings_out_its_words_too(editor: Any) -> None:
    editor.write("quad sets, manual therapy")
    editor.chips.filter(has_text="97140").get_by_role("button", name="Accept").focus()
    assert [words for name, words in editor.marks if name.split()[0].endswith("-lit")] == ["manual therapy"]


def test_a_click_on_a_word_shows_its_code(editor: Any) -> None:
    editor.write("quad sets\nmanual therapy")
    press(editor, ["ControlOrMeta+Home", "ArrowRight", "ArrowRight"])
    editor.chips.and_(editor.page.locator(".current")).wait_for()
    assert editor.assist.locator(".current .open .digits").all_inner_texts() == ["97110"]


def test_a_quote_selects_its_words(editor: Any) -> None:
    editor.write("💪\nx\nquad sets\nmanual therapy")
    editor.chips.filter(has_text="97140").locator(".quote").click()
    selected = "(field) => field.value?.slice(field.selectionStart, field.selectionEnd) ?? getSelection().toString()"
    assert editor.field.evaluate(selected) == "manual therapy"


def test_a_quote_that_has_changed_since_selects_nothing(editor: Any) -> None:
    editor.write("quad sets")
    editor.page.route("**/v1/suggestions", lambda _route: None)
    press(editor, ["Home", "ArrowRight", "x"])
    editor.chips.locator(".quote").click()
    selected = "(field) => field.value?.slice(field.selectionStart, field.selectionEnd) ?? getSelection().toString()"
    assert editor.field.evaluate(selected) == ""


def test_the_mirror_lies_where_the_words_are(shell: Shell) -> None:
    mirrored = shell("mirror")
    mirrored.write("x\n" * 30 + "manual therapy in a line that is long enough to be broken at the edge: quad sets")
    place = mirrored.page.locator(".rehab-mirror mark").last.bounding_box()
    field = mirrored.field.bounding_box()
    assert field["y"] < place["y"] < field["y"] + field["height"], "the mirror scrolls along"
    natively = shell("textarea")
    assert natively.page.locator(".rehab-mirror").count() == 1

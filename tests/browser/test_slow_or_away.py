"""A service that is slow, away or unwilling: it is said once and calmly, and typing goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Request, Route

Shell = Callable[..., Any]
SUGGESTIONS = "**/v1/suggestions"
NOTE = "quad sets, manual therapy"


def asked_of(editor: Any) -> list[Any]:
    """Return the bodies of what is asked from now on."""
    bodies: list[Any] = []

    def seen(request: Request) -> None:
        if request.url.endswith("/v1/suggestions") and request.method == "POST":
            bodies.append(request.post_data_json)

    editor.page.on("request", seen)
    return bodies


@pytest.mark.parametrize("failure", ["abort", 500, 503, 429])
def test_a_service_that_is_away_is_said_and_typing_goes_on(desk: Any, failure: str | int) -> None:
    desk.write(NOTE)
    desk.page.route(SUGGESTIONS, lambda route: fail(route, failure))
    desk.page.keyboard.type(" and more")
    trouble = desk.assist.locator(".trouble")
    trouble.wait_for()
    assert "Keep typing: the note stays here" in trouble.inner_text()
    desk.page.keyboard.type(", 15 min")
    assert desk.text == f"{NOTE} and more, 15 min"
    assert desk.codes == ["97140", "97110"], "what was found stays"
    assert desk.words == ["manual therapy", "quad sets"]


def fail(route: Route, failure: str | int) -> None:
    if isinstance(failure, int):
        route.fulfill(status=failure, body="upstream is down")
    else:
        route.abort()


def test_it_is_asked_again_until_it_is_back(desk: Any) -> None:
    desk.page.route(SUGGESTIONS, lambda route: route.abort())
    desk.field.focus()
    desk.page.keyboard.type(NOTE)
    desk.assist.locator(".trouble").wait_for()
    desk.page.unroute(SUGGESTIONS)
    desk.answered()
    assert desk.codes == ["97140", "97110"]
    assert desk.assist.locator(".trouble").is_hidden()


def test_it_can_be_asked_at_once(desk: Any) -> None:
    desk.page.route(SUGGESTIONS, lambda route: route.abort())
    desk.field.focus()
    desk.page.keyboard.type("quad sets")
    retry = desk.assist.get_by_role("button", name="Try now")
    retry.wait_for()
    desk.page.unroute(SUGGESTIONS)
    retry.click()
    desk.chips.first.wait_for(timeout=1500)


def test_typing_does_not_hammer_a_service_that_is_away(desk: Any) -> None:
    desk.page.route(SUGGESTIONS, lambda route: route.abort())
    desk.field.focus()
    desk.page.keyboard.type("quad")
    desk.assist.locator(".trouble").wait_for()
    asked = asked_of(desk)
    desk.page.keyboard.type(" sets, manual therapy", delay=60)
    assert len(asked) <= 1


def test_a_slow_answer_is_announced_and_still_comes(desk: Any) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.page.route(SUGGESTIONS, hold)
    desk.field.focus()
    desk.page.keyboard.type("quad sets")
    desk.assist.get_by_text("Still reading").wait_for()
    held[-1].continue_()
    desk.answered()
    assert desk.codes == ["97110"]
    assert desk.assist.get_by_text("Still reading").is_hidden()


def test_only_the_last_of_many_keys_is_asked_about(desk: Any) -> None:
    desk.assist.evaluate("(assist) => assist.setAttribute('pause', '500')")
    asked = asked_of(desk)
    desk.field.focus()
    desk.page.keyboard.type(NOTE)
    desk.answered()
    assert [body["text"] for body in asked] == [NOTE]
    assert asked[0]["offset_unit"] == "utf16"


def test_what_is_on_its_way_is_given_up_when_the_note_changes(desk: Any) -> None:
    desk.page.route(SUGGESTIONS, lambda _route: None)
    desk.field.focus()
    with desk.page.expect_request(SUGGESTIONS):
        desk.page.keyboard.insert_text("quad sets")
    with desk.page.expect_event("requestfailed", lambda request: request.url.endswith("/suggestions")) as given_up:
        desk.page.keyboard.type(",")
    assert given_up.value.failure == "net::ERR_ABORTED"


def test_an_answer_to_an_older_note_is_dropped(desk: Any) -> None:
    def late(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"revision": -1})

    desk.write("manual therapy")
    desk.page.route(SUGGESTIONS, late)
    with desk.page.expect_response(SUGGESTIONS):
        desk.page.keyboard.type(", quad sets")
    desk.page.wait_for_timeout(200)
    assert desk.codes == ["97140"]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (413, {"detail": "the note has 3 characters; the limit is 2"}, "The note has 3 characters; the limit is 2."),
        (422, {"detail": "not right", "errors": [{"detail": "no such payer"}]}, "Not right: no such payer."),
        (401, {}, "The service does not know who is asking."),
        (400, None, "The service refused the note (400)."),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_service(desk: Any, status: int, body: Any, words: str) -> None:
    desk.page.route(
        SUGGESTIONS,
        lambda route: (
            route.fulfill(status=status, json=body) if body is not None else route.fulfill(status=status, body="?")
        ),
    )
    asked = asked_of(desk)
    desk.field.focus()
    desk.page.keyboard.insert_text("quad sets")
    desk.assist.locator(".trouble").wait_for()
    assert desk.assist.locator(".trouble").inner_text().strip() == words
    desk.page.wait_for_timeout(300)
    assert len(asked) == 1, "asking again would not help"


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ("'secret'", "Bearer secret"),
        ("() => 'secret'", "Bearer secret"),
        ("async () => 'fresh'", "Bearer fresh"),
        ("null", None),
    ],
)
def test_a_token_is_given_by_property(shell: Shell, given: str, header: str | None) -> None:
    editor = shell("textarea")
    editor.assist.evaluate(f"(assist) => {{ assist.token = {given}; }}")
    with editor.page.expect_request(lambda one: one.url.endswith("/suggestions") and one.method == "POST") as sent:
        editor.write("quad sets")
    assert sent.value.headers.get("authorization") == header
    assert editor.codes == ["97110"]


def test_a_token_in_an_attribute_is_not_used(shell: Shell) -> None:
    editor = shell("textarea")
    editor.assist.evaluate("(assist) => assist.setAttribute('token', 'secret')")
    with editor.page.expect_request(lambda one: one.url.endswith("/suggestions") and one.method == "POST") as sent:
        editor.write("quad sets")
    assert "authorization" not in sent.value.headers


def test_what_is_known_of_the_visit_is_sent(desk: Any) -> None:
    asked = asked_of(desk)
    desk.page.get_by_text("Visit:").click()
    desk.page.get_by_label("Payer").select_option("tricare")
    desk.page.get_by_label("Plan of care").select_option("OT")
    desk.page.get_by_label("Date of service").fill("2026-11-20")
    desk.write("quad sets")
    known = {name: asked[-1][name] for name in ("payer", "visit", "date_of_service")}
    assert known == {"payer": "tricare", "visit": {"discipline": "OT"}, "date_of_service": "2026-11-20"}
    assert desk.page.locator("#known").inner_text() == "TRICARE, OT, 2026-11-20"

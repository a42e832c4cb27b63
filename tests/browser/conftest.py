"""A real browser before a real service, around a suggester that knows a handful of words."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from rehabcode.codebook import Codebook
from rehabcode.payers import Payers
from rehabcode.records import (
    Bill,
    BilledCode,
    BilledModifier,
    Cue,
    DocumentedElement,
    Evidence,
    Finding,
    Later,
    Mention,
    NoteSuggestions,
    Suggestion,
    Versions,
)
from rehabcode_service.app import create_app
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-features=LocalNetworkAccessChecks",  # a page made up by a test has no address, and none of this machine
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # root gets none
]
KNOWN = {"manual therapy": "97140", "quad sets": "97110", "gait training": "97116"}
HELD = re.compile(r"(?P<technique>ultrasound) (?P<cue>held)", re.IGNORECASE)


class SmallSuggester:
    """Three phrases prove three codes; `ultrasound held` is withheld; `considered` stays empty."""

    max_characters = 200_000

    def __init__(self) -> None:
        self.codebook = Codebook.load()
        self.payers = Payers.load()
        self.versions = Versions("0.1.0", "small", self.codebook.version)

    def suggest(self, note: str, **_beside: Any) -> NoteSuggestions:
        suggestions = tuple(self._suggestions(note))
        withheld = tuple(_withheld(note))
        bill = Later(lambda: _bill(suggestions))
        return NoteSuggestions(suggestions, (), withheld, self.versions, bill=bill)

    def _suggestions(self, note: str) -> Iterator[Suggestion]:
        for phrase, code in KNOWN.items():
            found = re.finditer(phrase, note, re.IGNORECASE)
            evidence = tuple(Evidence(*one.span(), one[0], phrase, "interventions", f"names {phrase}") for one in found)
            if evidence:
                yield Suggestion(code, self.codebook[code].name, 0.9, evidence, 15)


def _withheld(note: str) -> Iterator[Mention]:
    for found in HELD.finditer(note):
        cue = Cue(*found.span("cue"), found["cue"], "negated: held")
        where = (*found.span("technique"), found["technique"])
        yield Mention(*where, "ultrasound", ("97035",), "negated", cue, "interventions")


def _bill(suggestions: tuple[Suggestion, ...]) -> Bill:
    modifier = BilledModifier("GP", "billed under a PT plan of care", "CMS-CQCO")
    return Bill(
        payer="medicare",
        rule="cms",
        rule_source="CMS-CH5-EX",
        timed_minutes=15 * len(suggestions),
        timed_units=len(suggestions),
        left_over=0,
        codes=tuple(BilledCode(one.code, 1, 15, "pooled", "15 min: 1 x 15", None, (modifier,)) for one in suggestions),
        findings=tuple(_finding(one) for one in suggestions if one.code == "97116"),
        documentation=tuple(_response(one) for one in suggestions),
    )


def _finding(suggestion: Suggestion) -> Finding:
    message = "97116 has no assistance on record"
    return Finding("support", (suggestion.code,), message, "say how much help was given", "SEED", suggestion.evidence)


def _response(suggestion: Suggestion) -> DocumentedElement:
    said, remedy = (True, None) if suggestion.code == "97140" else (False, "say how it was tolerated")
    return DocumentedElement(suggestion.code, "response", "the response", said, remedy, "SEED", suggestion.evidence)


# Per module, not per session: while Playwright runs, no other event loop may run in its thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        pytest.fail("no Chromium to test the page with; on Debian or Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the service listens, in a thread of its own."""
    app = create_app(cast("Suggester", SmallSuggester()), Settings(cors_origins=("http://emr.localhost",)))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def wait_until(ready: Callable[[], bool], pause: Callable[[], None] = lambda: time.sleep(0.01)) -> None:
    """Raises TimeoutError where `ready()` does not hold within ten seconds; `pause()` lets others work meanwhile."""
    end = time.monotonic() + 10
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("not ready after 10 seconds")
        pause()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh page, with the service as its base. The test fails where a script of the page does."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 860})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    context.close()
    assert broken == []


# Each mark as the browser paints it: [its colour, the words under it].
MARKS = """(selector) => {
  const field = document.querySelector(selector);
  const under = (one) => one instanceof Range ? one.toString() : field.value.slice(one.startOffset, one.endOffset);
  const painted = [...CSS.highlights].flatMap(([name, ranges]) => [...ranges].map((one) => [name, under(one)]));
  const mirrored = [...document.querySelectorAll(".rehab-mirror mark")].map((one) => [one.className, one.textContent]);
  return [...painted, ...mirrored].map(([name, words]) => [name.replaceAll("rehab-", ""), words]);
}"""

# Whether the last answer is one to the note as it stands: the service sends back the digest of what it has read.
ANSWERED = """async (id) => {
  const assist = document.querySelector(`rehab-code-assist[for="${id}"]`);
  const text = assist.pieces.map((piece) => piece.text).join("");
  if (text.trim() === "") return assist.answer === null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return assist.answer?.text_sha256 === hex;
}"""


class Editor:
    """A field of a page and the element that belongs to it."""

    def __init__(self, page: Page, field_id: str) -> None:
        self.page = page
        self.id = field_id
        self.field = page.locator(f"#{field_id}")
        self.assist = page.locator(f'rehab-code-assist[for="{field_id}"]')
        self.chips = self.assist.locator(".chip")

    def answered(self) -> None:
        """Wait for the answer to the note as it stands. Raises TimeoutError where none comes."""
        wait_until(lambda: bool(self.page.evaluate(ANSWERED, self.id)), pause=lambda: self.page.wait_for_timeout(10))

    def write(self, text: str) -> None:
        """Put a note in place of what is there, as a person who pastes does."""
        self.field.focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        self.answered()

    def type(self, text: str) -> list[tuple[str, list[list[str]]]]:
        """Type key by key, and return the note and its marks after the answer to each."""
        return [self._after(key) for key in text]

    def _after(self, key: str) -> tuple[str, list[list[str]]]:
        self.page.keyboard.type(key)
        self.answered()
        return self.text, self.marks

    @property
    def text(self) -> str:
        """The note as it stands in the field."""
        return str(self.field.evaluate("(field) => field.value ?? field.innerText"))

    @property
    def marks(self) -> list[list[str]]:
        """The colours and the words under them, as painted."""
        found: list[list[str]] = self.page.evaluate(MARKS, f"#{self.id}")
        return sorted(found)

    @property
    def words(self) -> list[str]:
        """The words that are painted, whatever their colour."""
        return sorted(words for _, words in self.marks)

    @property
    def codes(self) -> list[str]:
        """The codes of the chips, in their order."""
        return self.chips.locator(".open .digits").all_inner_texts()


OpenEditor = Callable[..., Editor]

# What a page of somebody else's has its notes typed in; `mirror` has a browser without ranges in text areas.
AREA = '<textarea id="note" aria-label="Note" rows="6" cols="60"></textarea>'
RICH = '<div id="note" aria-label="Note" contenteditable="true" role="textbox" aria-multiline="true"></div>'
FIELDS = {"textarea": AREA, "mirror": AREA, "contenteditable": RICH}
STYLE = "<style>body { margin: 2rem } #note { width: 30rem; min-height: 6rem; white-space: pre-wrap }</style>"
SHELL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A chart</title>{style}
<main><h1>A chart</h1>{field}<rehab-code-assist for="note"></rehab-code-assist></main>
<script type="module" src="{base}/static/rehab-code-assist.js"></script></html>"""


@pytest.fixture
def shell(page: Page, address: str) -> Callable[[str, str], Editor]:
    """Open a page of another origin that embeds the element beside a kind of field; `more` goes before the field."""

    def opened(kind: str, more: str = "") -> Editor:
        if kind == "mirror":
            page.add_init_script("delete HTMLTextAreaElement.prototype.createValueRange")
        body = SHELL.format(style=STYLE + more, field=FIELDS[kind], base=address)
        page.route("http://emr.localhost/**", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto("http://emr.localhost/chart")
        return Editor(page, "note")

    return opened


@pytest.fixture
def desk(page: Page) -> Editor:
    """The page of the service."""
    page.goto("/")
    return Editor(page, "note")

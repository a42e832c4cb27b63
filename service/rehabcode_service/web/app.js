// The page: what is typed goes to the service, what comes back is shown. The note itself is never changed.

import { Backdrop } from "./backdrop.js";
import { examples, Refused, suggest, Unreachable } from "./client.js";
import { codeItem, consideredItem, summary, withheldItem } from "./panel.js";
import { marksOf } from "./spans.js";

const PAUSE = 150; // milliseconds without a key before the note is sent
const RETRY = 3000; // milliseconds before an unreachable service is asked again
const HUES = 8;

const at = (id) => document.getElementById(id);
const note = at("note");
const hues = new Map();
const backdrop = new Backdrop(at("backdrop"), hueOf);
let revision = 0;
let waiting = 0;
let sent = new AbortController();

// A code keeps its colour for as long as the page is open, so that nothing flickers while one types.
function hueOf(code) {
  if (!hues.has(code)) hues.set(code, hues.size % HUES);
  return hues.get(code);
}

function changed() {
  revision += 1;
  backdrop.follow(note.value);
  later(PAUSE);
}

function later(milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, milliseconds);
}

async function ask() {
  sent.abort();
  sent = new AbortController();
  const asked = revision;
  try {
    const answer = await suggest(note.value, asked, sent.signal);
    if (answer.revision === revision) show(answer);
  } catch (error) {
    if (error.name === "AbortError" || asked !== revision) return;
    trouble(error);
  }
}

function show(answer) {
  at("trouble").hidden = true;
  at("found").classList.remove("stale");
  backdrop.mark(marksOf(answer));
  at("codes").replaceChildren(...answer.suggestions.map((one) => codeItem(one, hueOf(one.code), select)));
  list("considered", answer.considered.map((one) => consideredItem(one, select)));
  list("withheld", answer.withheld.map((one) => withheldItem(one, select)));
  at("considered-count").textContent = `(${answer.considered.length})`;
  const blank = note.value.trim() === "";
  at("status").textContent = blank ? "" : summary(answer);
  at("empty").hidden = answer.suggestions.length > 0;
  at("empty").textContent = blank
    ? "No note yet. Type one, or take an example."
    : "No code: the note names nothing as performed that supports one.";
  const { rehabcode, ranker, codebook } = answer.versions;
  at("versions").textContent = `rehabcode ${rehabcode}, ranker ${ranker}, codebook ${codebook}.`;
}

function list(id, items) {
  at(id).replaceChildren(...items);
  at(`${id}-box`).hidden = items.length === 0;
}

// What was found before stays, paler: it is still true of the words that did not change.
function trouble(error) {
  const box = at("trouble");
  const sentence = error.message.charAt(0).toUpperCase() + error.message.slice(1);
  const away = error instanceof Unreachable;
  const text = away ? `${sentence}. Keep typing: the note stays here and is read when the service is back.` : `${sentence}.`;
  if (box.hidden || box.textContent !== text) box.textContent = text;
  box.hidden = false;
  at("found").classList.add("stale");
  at("status").textContent = "";
  if (away) later(RETRY);
  else if (!(error instanceof Refused)) throw error;
}

// Between a key and the answer the list is older than the note: what has moved is not pointed at.
function select({ start, end, quote }) {
  if (note.value.slice(start, end) !== quote) return;
  note.focus({ preventScroll: true });
  note.setSelectionRange(start, end);
  backdrop.reveal(start, at("paper"));
}

function light(event) {
  backdrop.light(event.target.closest?.("[data-code]")?.dataset.code ?? null);
}

function current() {
  const codes = document.activeElement === note ? backdrop.codesAt(note.selectionStart) : new Set();
  for (const item of at("codes").children) item.classList.toggle("current", codes.has(item.dataset.code));
}

// As if pasted, so that undo brings back what was there.
function paste(text) {
  note.focus();
  note.select();
  if (!document.execCommand("insertText", false, text)) note.setRangeText(text, 0, note.value.length, "end");
  note.setSelectionRange(0, 0);
  changed();
}

async function offerExamples() {
  const buttons = (await examples()).map(({ title, text }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.addEventListener("click", () => paste(text));
    return button;
  });
  at("examples").replaceChildren(...buttons);
}

note.addEventListener("input", changed);
document.addEventListener("selectionchange", current);
for (const event of ["mouseover", "focusin"]) at("codes").addEventListener(event, light);
for (const event of ["mouseleave", "focusout"]) at("codes").addEventListener(event, () => backdrop.light(null));
offerExamples().catch(() => at("examples").remove());
changed(); // a reloaded page may bring its note along

// A practice session: enter, read, answer, and only then see what was right.

import { make } from "./make.js";
import { MarkedNote } from "./practice-note.js";
import { Sheet } from "./practice-sheet.js";
import { drawFeedback, drawProgress } from "./practice-feedback.js";
import { answer, codes, deal, enter, progress } from "./practice-service.js";

const at = (id) => document.getElementById(id);
const note = new MarkedNote(at("note"), mark);
const sheet = new Sheet(at("lines"), (start, end) => note.words(start, end), changed);
let learner = null;
let attempt = null;

at("enter").addEventListener("submit", (event) => whole(event, begin));
at("sheet").addEventListener("submit", (event) => whole(event, commit));
at("add").addEventListener("click", add);
at("code").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  add();
});

async function begin() {
  const [found, known] = await Promise.all([enter(at("name").value.trim()), codes()]);
  learner = found.learner_id;
  sheet.know(known);
  at("codes").replaceChildren(...known.map(({ code, name }) => make("option", { value: code }, name)));
  at("enter").hidden = true;
  await next();
}

async function next() {
  const dealt = await deal(learner);
  at("feedback").hidden = true;
  if (dealt.case) show(dealt.case);
  else rest(dealt.next_due);
  await stand();
}

function show(dealt) {
  attempt = dealt.attempt_id;
  note.show(dealt.text);
  at("facts").textContent = `Level ${dealt.level} · ${dealt.discipline} · ${dealt.payer.replaceAll("_", " ")} · asked: ${["codes", "words", ...dealt.asks].join(", ")}`;
  sheet.clear(dealt.asks);
  swap("legend", "note-help");
  for (const id of ["desk", "margin", "sheet"]) at(id).hidden = false;
  at("note-label").focus();
}

function swap(from, to) {
  at(from).hidden = true;
  at(to).hidden = false;
}

function rest(due) {
  for (const id of ["desk", "margin"]) at(id).hidden = true;
  say(due ? `Nothing is due until ${new Date(due).toLocaleString()}.` : "Nothing is due.");
}

async function commit() {
  at("commit").disabled = true;
  try {
    const found = await answer(attempt, sheet.answer());
    note.reveal(found.lines.flatMap((line) => line.evidence), found.traps);
    at("sheet").hidden = true;
    swap("note-help", "legend");
    at("feedback").replaceChildren(...drawFeedback(found, () => whole(null, next)));
    at("feedback").hidden = false;
    at("feedback-label").focus();
    await stand();
  } finally {
    at("commit").disabled = false;
  }
}

async function stand() {
  const found = await progress(learner);
  at("progress").replaceChildren(...drawProgress(found));
  at("standing").hidden = found.answered === 0;
}

function add() {
  const wrong = sheet.add(at("code").value.trim().toUpperCase());
  say(wrong || `${sheet.active} added. Mark the words that prove it.`, Boolean(wrong));
  if (wrong) return;
  at("code").value = "";
}

function mark(start, end, on) {
  if (!sheet.mark(start, end, on)) {
    say("Add a code first: the words you mark are its proof.", true);
    at("code").focus();
  } else say(on ? `Marked for ${sheet.active}.` : `Freed from ${sheet.active}.`);
}

function changed() {
  note.paint(sheet.marks(), sheet.active);
  at("none").hidden = !sheet.empty;
}

async function whole(event, act) {
  event?.preventDefault();
  say("");
  try {
    await act();
  } catch (error) {
    say(error.message, true);
  }
}

function say(words, wrong = false) {
  at("said").textContent = wrong ? "" : words;
  at("wrong").textContent = wrong ? words : "";
  at("wrong").hidden = !wrong;
}

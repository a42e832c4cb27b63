// The review queue: one note at a time, all of it by keyboard.

import { renderNote, light } from "./note.js";
import { renderMeasures } from "./measures.js";

const $ = (id) => document.getElementById(id);
const state = { reviewer: "", note: null, decisions: new Map(), current: 0, began: 0, codes: new Map(), entry: null };
const VERDICTS = { accept: "accepted", change: "changed", reject: "rejected", add: "added" };

async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const joint = path.includes("?") ? "&" : "?";
  const answer = await fetch(`${path}${joint}reviewer=${encodeURIComponent(state.reviewer)}`, options);
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? "The service did not answer.");
  return answer.json();
}

function complain(words) {
  $("trouble").textContent = words;
  $("trouble").hidden = !words;
}

async function go(path, body) {
  try {
    show(await ask(path, body));
    complain("");
  } catch (error) {
    complain(error instanceof TypeError ? "The service is not there. Start rehabcode review again; nothing is lost." : error.message);
  }
}

function show({ note, done, size }) {
  $("count").textContent = `${done} of ${size}`;
  $("bar").max = Math.max(size, 1);
  $("bar").value = done;
  state.note = note;
  $("main").hidden = !note;
  $("end").hidden = Boolean(note);
  if (!note) return $("end-title").focus();
  state.decisions = new Map(note.decided.map((one) => [one.code, one]));
  state.current = 0;
  state.began = performance.now();
  closeEntry();
  $("note-title").textContent = `Note ${note.note_id}`;
  $("facts").textContent = [note.day, note.payer, note.clinician, note.drawn === "random" ? "drawn at random" : "the run is unsure"].filter(Boolean).join(" · ");
  renderNote($("text"), note.text, note.suggestions);
  const unsupported = (note.billed ?? []).filter((one) => one.verdict === "unsupported");
  $("billed-box").hidden = !unsupported.length;
  $("billed").replaceChildren(...unsupported.map((one) => element("li", "", `${one.code} ${nameOf(one.code)}`)));
  renderCodes();
  $("note-title").focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

function rows() {
  const own = state.note.suggestions.map((one) => ({ ...one, suggested: true }));
  const added = [...state.decisions.values()].filter((one) => one.verdict === "add");
  return [...own, ...added.map((one) => ({ code: one.code, name: nameOf(one.code), suggested: false, evidence: [] }))];
}

const nameOf = (code) => state.codes.get(code) ?? "";

function element(kind, className, words) {
  const made = document.createElement(kind);
  if (className) made.className = className;
  if (words !== undefined) made.textContent = words;
  return made;
}

function renderCodes() {
  const shown = rows();
  state.current = Math.min(state.current, Math.max(shown.length - 1, 0));
  $("nothing").hidden = shown.length > 0;
  $("codes").replaceChildren(...shown.map(codeItem));
  light($("text"), shown[state.current]?.suggested ? state.current : -1);
}

function codeItem(one, place) {
  const decided = state.decisions.get(one.code);
  const item = element("li", `code card hue-${place % 8}${place === state.current ? " current" : ""} ${decided?.verdict ?? "open"}`);
  if (place === state.current) item.setAttribute("aria-current", "true");
  const head = element("p", "head");
  head.append(element("strong", "", one.code), element("span", "name", one.name));
  const minutes = one.minutes == null ? "" : `${one.minutes} min`;
  const units = one.units == null ? "" : `${one.units} u`;
  const billed = one.billed === true ? "billed" : one.billed === false ? "not billed" : "";
  head.append(element("span", "soft", [one.score?.toFixed(2), minutes, units, billed].filter(Boolean).join(" · ")));
  const reasons = element("p", "soft", [...new Set(one.evidence.map((span) => span.reason))].join("; "));
  const verdict = element("p", "verdict", decided ? `${VERDICTS[decided.verdict]}${decided.changed_to ? ` to ${decided.changed_to} ${nameOf(decided.changed_to)}` : ""}` : "");
  item.append(head, reasons, verdict, buttons(one, place));
  item.addEventListener("click", () => choose(place));
  return item;
}

function buttons(one, place) {
  const row = element("p", "row");
  const acts = one.suggested ? [["Accept", "accept"], ["Change", "change"], ["Reject", "reject"]] : [["Take out", "undo"]];
  for (const [words, act] of acts) {
    const button = element("button", "", words);
    button.type = "button";
    button.setAttribute("aria-label", `${words} ${one.code}`);
    if (state.decisions.get(one.code)?.verdict === act) button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      state.current = place;
      decide(act);
    });
    row.append(button);
  }
  return row;
}

function choose(place) {
  state.current = Math.max(0, Math.min(place, rows().length - 1));
  renderCodes();
  $("codes").children[state.current]?.scrollIntoView({ block: "nearest" });
}

function decide(act) {
  const one = rows()[state.current];
  if (!one) return;
  if (act === "change" && one.suggested) return openEntry("change", one.code);
  if (act === "undo" || !one.suggested) state.decisions.delete(one.code);
  else state.decisions.set(one.code, { code: one.code, verdict: act, changed_to: null });
  if (act !== "undo") {
    const open = rows().findIndex((each) => each.suggested && !state.decisions.has(each.code));
    if (open >= 0) state.current = open;
  }
  renderCodes();
}

function acceptAll() {
  for (const one of state.note.suggestions) {
    if (!state.decisions.has(one.code)) state.decisions.set(one.code, { code: one.code, verdict: "accept", changed_to: null });
  }
  renderCodes();
}

async function save() {
  const open = state.note.suggestions.findIndex((one) => !state.decisions.has(one.code));
  if (open >= 0) {
    choose(open);
    return complain("A code is still open: accept, change or reject it.");
  }
  const seconds = Math.min((performance.now() - state.began) / 1000, 86400);
  await go(`review/notes/${state.note.row}`, { decisions: [...state.decisions.values()], seconds });
}

function openEntry(kind, code) {
  state.entry = { kind, code };
  $("entry-label").textContent = kind === "change" ? `${code} becomes` : "Code to add";
  $("entry").hidden = false;
  $("code").value = "";
  $("code").focus();
}

function closeEntry() {
  state.entry = null;
  $("entry").hidden = true;
}

function takeEntry() {
  const code = $("code").value.trim().toUpperCase();
  if (!state.codes.has(code)) return complain("That code is not in the codebook; choose one of the list.");
  if (state.entry.kind === "change" && code === state.entry.code) return complain("That is the same code: accept it.");
  if (state.entry.kind === "add" && rows().some((one) => one.code === code)) return complain("That code is here already.");
  const verdict = state.entry.kind;
  const own = verdict === "change" ? state.entry.code : code;
  state.decisions.set(own, { code: own, verdict, changed_to: verdict === "change" ? code : null });
  complain("");
  closeEntry();
  renderCodes();
  $("note-title").focus({ preventScroll: true });
}

const KEYS = {
  ArrowDown: () => choose(state.current + 1),
  ArrowUp: () => choose(state.current - 1),
  a: () => decide("accept"),
  c: () => decide("change"),
  r: () => decide("reject"),
  u: () => decide("undo"),
  n: () => openEntry("add", ""),
  b: () => back(),
  A: acceptAll,
  Enter: save,
};

const back = () => go(`review/before${state.note ? `?row=${state.note.row}` : ""}`);

document.addEventListener("keydown", (event) => {
  const own = event.target.closest?.("input, dialog, summary, a, button");
  if (event.key === "Escape" && state.entry) return closeEntry();
  if (event.ctrlKey || event.metaKey || event.altKey || !state.note || $("measures").open) return;
  if (own && (own.matches("input") || event.key === "Enter")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

$("save").addEventListener("click", save);
$("add").addEventListener("click", () => openEntry("add", ""));
$("back").addEventListener("click", back);
$("end-back").addEventListener("click", back);
$("entry-cancel").addEventListener("click", closeEntry);
$("entry").addEventListener("submit", (event) => {
  event.preventDefault();
  takeEntry();
});
$("measures-close").addEventListener("click", () => $("measures").close());
$("measures").addEventListener("close", () => (state.note ? $("note-title") : $("end-title")).focus({ preventScroll: true }));
$("measures-open").addEventListener("click", async () => {
  renderMeasures($("measured"), await ask("review/measures"), state.codes);
  $("measures").showModal();
});
$("who").addEventListener("submit", (event) => {
  event.preventDefault();
  begin($("name").value.trim());
});

async function begin(reviewer) {
  if (!reviewer) return;
  state.reviewer = reviewer;
  localStorage.setItem("reviewer", reviewer);
  $("who").hidden = true;
  for (const { code, name } of await ask("review/codes")) state.codes.set(code, name);
  $("all-codes").replaceChildren(...[...state.codes].map(([code, name]) => Object.assign(element("option", "", name), { value: code })));
  await go("review/next");
}

$("name").value = localStorage.getItem("reviewer") ?? "";
$("who").hidden = false;
$("name").focus();

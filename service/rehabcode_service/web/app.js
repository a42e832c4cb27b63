// The page around the element: examples, what is known of the visit, what was accepted, and the sheet for print.

import "./rehab-code-assist.js";
import { hueOf } from "./hues.js";
import { make } from "./make.js";

const at = (id) => document.getElementById(id);
const note = at("note");
const assist = at("assist");
const accepted = new Map();

// As if pasted, so that undo brings back what was there.
function paste(text) {
  note.focus({ preventScroll: true });
  note.select();
  if (!document.execCommand("insertText", false, text)) note.value = text;
  note.setSelectionRange(0, 0);
  note.scrollTop = 0;
  accepted.clear();
  assist.forget();
  showAccepted();
  assist.refresh();
}

async function offerExamples() {
  const response = await fetch(new URL("examples.json", import.meta.url));
  const examples = response.ok ? await response.json() : [];
  at("examples").replaceChildren(
    ...examples.map(({ title, text }) => make("button", { type: "button", on: { click: () => paste(text) } }, title)),
  );
}

function showAccepted() {
  const codes = [...accepted].map(([code, billed]) => (billed?.units ? `${code} × ${billed.units}` : code));
  at("claim").hidden = codes.length === 0;
  at("accepted").textContent = codes.join(", ");
  at("copy").textContent = "Copy";
}

async function copy() {
  await navigator.clipboard.writeText(at("accepted").textContent);
  at("copy").textContent = "Copied";
}

function forPrint() {
  const pieces = assist.pieces.map(({ text, codes: [code] }) =>
    code ? make("mark", { "data-hue": hueOf(code) }, text) : text,
  );
  at("printed").replaceChildren(...pieces);
}

assist.addEventListener("rehab-accept", ({ detail: { code, billed } }) => {
  accepted.set(code, billed);
  showAccepted();
});
assist.addEventListener("rehab-undo", ({ detail: { code } }) => {
  accepted.delete(code);
  showAccepted();
});
assist.addEventListener("rehab-suggestions", ({ detail: { versions, billing } }) => {
  if (!versions) return; // no note, so nobody was asked
  const { rehabcode, ranker, codebook } = versions;
  at("versions").textContent = `rehabcode ${rehabcode}, ranker ${ranker}, codebook ${codebook}.`;
  for (const code of accepted.keys()) accepted.set(code, billing.codes.find((one) => one.code === code) ?? accepted.get(code));
  showAccepted();
});
at("visit").addEventListener("change", ({ target }) => {
  assist.setAttribute(target.dataset.sets, target.value);
  const said = [...at("visit").querySelectorAll("[data-sets]")].filter((one) => one.value);
  at("known").textContent = said.map((one) => one.selectedOptions?.[0].label ?? one.value).join(", ") || "not said";
});
at("copy").addEventListener("click", copy);
addEventListener("beforeprint", forPrint);
offerExamples().catch(() => at("examples").remove());

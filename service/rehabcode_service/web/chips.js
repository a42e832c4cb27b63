// One suggested code: what it is, what it bills, and the words that prove it.

import { make } from "./make.js";
import { capital, count, line, percent } from "./words.js";

/** Return a button with the words of a span; it shows them in the note. */
export function quote(span, control) {
  const button = make("button", { type: "button", class: "quote", "data-act": "show", "data-control": control });
  button.append(make("q", {}, line(span.quote)));
  button.spans = [span];
  return button;
}

/** Return a chip as an item for fill(). `chip` is {suggestion, billed, open, accepted, toCheck, toAdd, hue}. */
export function chipItem(chip) {
  return { key: chip.suggestion.code, says: JSON.stringify(chip), draw: () => draw(chip) };
}

function draw(chip) {
  const { suggestion, open, accepted, hue } = chip;
  const { code, evidence } = suggestion;
  const item = make(
    "li",
    { class: `chip${accepted ? " accepted" : ""}`, "data-hue": hue, "data-code": code },
    make("div", { class: "line" }, heading(chip), units(chip)),
    !open && make("div", { class: "proof" }, quote(evidence[0], "quote-0"), more(evidence.length - 1)),
    make("div", { class: "foot" }, make("div", { class: "facts" }, facts(chip)), acts(chip)),
    open && details(chip),
  );
  item.spans = evidence;
  return item;
}

function heading({ suggestion: { code, name }, open }) {
  return make(
    "h3",
    {},
    make(
      "button",
      { type: "button", class: "open", "data-act": "open", "data-control": "open", "aria-expanded": String(open) },
      make("span", { class: "digits" }, code),
      make("span", { class: "name" }, capital(name)),
    ),
  );
}

function units({ billed }) {
  if (!billed) return null;
  if (billed.units === null) return make("span", { class: "units unknown" }, "minutes?");
  return make("span", { class: "units" }, make("b", {}, String(billed.units)), billed.units === 1 ? " unit" : " units");
}

function more(number) {
  return number > 0 ? make("span", { class: "more" }, `and ${number} more`) : null;
}

function facts({ suggestion, billed, toCheck, toAdd }) {
  const { minutes, score } = suggestion;
  const tags = (billed?.modifiers ?? []).map((one) =>
    make("span", { class: "tag" }, one.alternative ? `${one.modifier} or ${one.alternative}` : one.modifier),
  );
  return [
    meter(score),
    minutes !== null && make("span", {}, `${minutes} min`),
    ...tags,
    toCheck > 0 && make("span", { class: "check" }, `${toCheck} to check`),
    toAdd > 0 && make("span", {}, `${toAdd} to add`),
  ];
}

function meter(score) {
  const bar = make("span", { class: "meter", "aria-hidden": "true" }, make("span", {}));
  bar.style.setProperty("--score", String(score));
  return make("span", { class: "score" }, bar, make("span", { class: "spoken" }, "score "), percent(score));
}

function acts({ suggestion: { code }, accepted }) {
  const act = (name, words, label) =>
    make("button", { type: "button", class: name, "data-act": name, "data-control": name, "aria-label": `${label} ${code}` }, words);
  return make(
    "div",
    { class: "acts" },
    accepted
      ? [make("span", { class: "done" }, "Accepted"), act("undo", "Undo", "Undo accepting")]
      : [act("accept", "Accept", "Accept"), act("dismiss", "Dismiss", "Dismiss")],
  );
}

// What counts for the same reason stands together, and the reason once.
function details({ suggestion, billed }) {
  const groups = new Map();
  suggestion.evidence.forEach((one, index) => {
    groups.set(one.reason, [...(groups.get(one.reason) ?? []), quote(one, `all-${index}`)]);
  });
  const row = (term, ...words) => [make("dt", {}, term), make("dd", {}, ...words)];
  return make(
    "dl",
    { class: "details" },
    [...groups].map(([reason, quotes]) => row(capital(reason), ...quotes)),
    suggestion.note && row("On that day", suggestion.note),
    billed && row(billed.units === null ? "Units" : count(billed.units, "unit"), billed.reason),
    billed?.caution && row("Mind", billed.caution),
    (billed?.modifiers ?? []).map(({ modifier, reason, units: of }) =>
      row(modifier, of === null || of === undefined ? reason : `${reason} (${count(of, "unit")})`),
    ),
  );
}

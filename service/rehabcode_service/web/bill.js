// What the day bills, what is worth a look, and what the note could still say.

import { make } from "./make.js";
import { capital, count, rule } from "./words.js";

/** Return the figures of the day, and how they came about. */
export function figures({ suggestions, billing }) {
  const figure = (number, noun) => make("div", {}, make("dd", {}, String(number)), make("dt", {}, noun));
  const plural = (number, noun) => count(number, noun).replace(/^\d+ /u, "");
  return make(
    "dl",
    { class: "figures" },
    figure(suggestions.length, plural(suggestions.length, "code")),
    billing && figure(billing.timed_minutes, "timed min"),
    billing && figure(billing.timed_units, plural(billing.timed_units, "timed unit")),
  );
}

/** Return the rule in words, and the allocations that are as right as the one shown. */
export function ruleLines(billing) {
  const other = billing.alternatives.map((units) =>
    Object.entries(units).map(([code, number]) => `${code} × ${number}`).join(", "),
  );
  return [
    make("p", { class: "soft" }, rule(billing)),
    other.length > 0 && make("p", { class: "soft" }, `Just as right: ${other.join("; or ")}.`),
  ];
}

/** Return the findings as items for fill(). */
export function findingItems({ findings }) {
  return findings.map((finding, index) => ({
    key: `finding-${index}`,
    says: JSON.stringify(finding),
    draw: () => row(finding, capital(finding.message), capital(finding.remedy), finding.source),
  }));
}

/** Return what is missing as items for fill(): one sentence may serve several codes. */
export function missingItems({ documentation }) {
  const groups = new Map();
  for (const one of documentation.filter(({ present }) => !present)) {
    const remedy = one.remedy ?? one.name;
    groups.set(remedy, [...(groups.get(remedy) ?? []), one]);
  }
  return [...groups].map(([remedy, elements]) => {
    const codes = elements.map(({ code }) => code);
    const spans = elements.flatMap((one) => one.spans);
    return {
      key: `missing-${remedy}`,
      says: JSON.stringify([remedy, codes, spans]),
      draw: () => row({ codes, spans }, capital(remedy), null, null),
    };
  });
}

/** Return what the note says already as items for fill(). */
export function presentItems({ documentation }) {
  return documentation
    .filter(({ present }) => present)
    .map((one) => ({
      key: `present-${one.code}-${one.element}`,
      says: JSON.stringify(one),
      draw: () => row({ codes: [one.code], spans: one.spans }, capital(one.name), null, null),
    }));
}

function row({ codes, spans }, message, remedy, source) {
  const words = [
    make("span", { class: "message" }, message),
    remedy && make("span", { class: "remedy" }, remedy),
    source && make("span", { class: "source" }, source),
    make(
      "span",
      { class: "of" },
      [...new Set(codes)].map((code) => make("span", { class: "digits" }, code)),
    ),
  ];
  const shown = spans.length
    ? make("button", { type: "button", class: "row", "data-act": "show", "data-control": "show" }, words)
    : make("span", { class: "row" }, words);
  const item = make("li", {}, shown);
  item.spans = spans;
  shown.spans = spans;
  return item;
}

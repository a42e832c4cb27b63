// What became of an answer: the parts of the grade, each code with its reason, traps, look-alikes, the model.

import { make } from "./make.js";
import { hueOf } from "./hues.js";

const VERDICTS = { right: "✓ right", missed: "– missed", over_coded: "✗ not supported" };
const percent = (share) => `${Math.round(100 * share)}%`;

/** Return the elements of a feedback. */
export function drawFeedback(found, next) {
  const passed = found.score >= found.pass_mark;
  return [
    make("h2", { tabindex: "-1", id: "feedback-label" }, found.title),
    make("p", { class: "score" }, percent(found.score), " ", make("small", {}, passed ? `passed in ${found.seconds} s` : `${percent(found.pass_mark)} passes`)),
    make("ul", { class: "parts" }, found.parts.map(drawPart)),
    make("ul", { class: "lines" }, found.lines.map(drawLine)),
    make("ul", { class: "aside" }, [...found.traps.map(drawTrap), ...found.questions.map(drawQuestion), drawModel(found.model)]),
    make("div", { class: "more" }, make("button", { type: "button", class: "go", id: "next", on: { click: next } }, "Next case")),
  ];
}

function drawPart(part) {
  return make(
    "li",
    {},
    make("span", {}, part.name),
    make("meter", { min: "0", max: "1", value: String(part.earned), "aria-label": part.name }),
    make("span", {}, `${percent(part.earned)}, weighs ${percent(part.weight)}`),
  );
}

function drawLine(line) {
  return make(
    "li",
    { class: line.verdict, "data-hue": hueOf(line.code) },
    make("div", { class: "head" }, make("strong", {}, line.code), make("span", { class: "name" }, line.name), make("span", { class: "verdict" }, VERDICTS[line.verdict])),
    make("p", { class: "why" }, line.rationale ?? "No words of the note support it."),
    make("p", { class: "given" }, said(line)),
    line.source && make("p", { class: "source" }, `Source: ${line.source}`),
  );
}

function said(line) {
  const beyond = line.marked_words - line.shared_words;
  return [
    line.gold_words && `${line.shared_words} of ${line.gold_words} words${beyond ? `, ${beyond} beyond` : ""}`,
    line.units_right !== null && (line.units_right ? `units ${line.units} ✓` : `units ${line.answered_units ?? "none"}, should be ${line.units}`),
    line.modifiers_right !== null && (line.modifiers_right ? "modifiers ✓" : `modifiers should be ${line.modifiers.map((group) => group.join(" or ")).join(", ") || "none"}`),
  ].filter(Boolean).join(" · ");
}

function drawTrap(trap) {
  return make("li", {}, make("strong", {}, trap.fallen ? `✗ ${trap.code}` : trap.code), ` ${trap.assertion}: `, make("q", {}, trap.quote), ` ${trap.rationale}`);
}

function drawQuestion(asked) {
  return make("li", {}, make("strong", {}, `${asked.code} or ${asked.other}? `), asked.question, make("p", { class: "source" }, `${asked.code}: ${asked.choose_this_if}. ${asked.other}: ${asked.choose_other_if}.`));
}

function drawModel(model) {
  if (!model) return false;
  const wrong = [model.missed.length && `it missed ${model.missed.join(", ")}`, model.over_coded.length && `it was wrong about ${model.over_coded.join(", ")}`].filter(Boolean);
  return make("li", {}, make("strong", {}, "The model said "), model.codes.join(", ") || "no code", wrong.length ? `; ${wrong.join(" and ")}.` : ", and was right.");
}

/** Return the elements of a learner's progress. */
export function drawProgress(found) {
  const facts = [
    ["Cases", found.answered],
    ["Passed", found.passed],
    ["Mean", found.score === null ? "–" : percent(found.score)],
    ["A case takes", found.seconds === null ? "–" : `${found.seconds} s`],
    ["Days in a row", found.streak],
    ["Skills due", found.due],
  ];
  return [
    make("dl", {}, facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, String(value))))),
    make("ul", { class: "bars" }, found.codes.map(drawCode)),
    found.confusions.length ? make("ul", { class: "aside" }, found.confusions.map((one) => make("li", {}, `${one.answered} answered where ${one.expected} is supported: ${one.times}×`))) : "",
  ];
}

function drawCode(one) {
  const all = one.right + one.missed + one.over_coded;
  const rest = [one.missed && `${one.missed} missed`, one.over_coded && `${one.over_coded} not supported`].filter(Boolean);
  return make(
    "li",
    {},
    make("code", {}, one.code),
    make("meter", { min: "0", max: String(all), value: String(one.right), "aria-label": `${one.code} right` }),
    make("span", {}, [`${one.right} of ${all} right`, ...rest].join(", ")),
  );
}

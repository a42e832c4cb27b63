// The answer sheet: codes, the words that prove each, units and modifiers.

import { make } from "./make.js";
import { hueOf } from "./hues.js";
import { touches } from "./practice-note.js";

export class Sheet {
  #list;
  #names = new Map();
  #lines = []; // {code, evidence: [{start, end}], units, modifiers}
  #asks = [];
  #words;
  #changed;
  active = null;

  /** `words(start, end)` returns words of the note; `changed()` is called after every change. */
  constructor(list, words, changed) {
    this.#list = list;
    this.#words = words;
    this.#changed = changed;
  }

  /** Tell the names of the codes. */
  know(codes) {
    this.#names = new Map(codes.map(({ code, name }) => [code, name]));
  }

  /** Begin anew; `asks` is what is graded beside codes and words. */
  clear(asks) {
    this.#lines = [];
    this.#asks = asks;
    this.active = null;
    this.#draw();
  }

  /** Add a code and return what is wrong with it, or nothing. */
  add(code) {
    if (!this.#names.has(code)) return `${code || "That"} is no code of the codebook`;
    if (!this.#lines.some((line) => line.code === code)) this.#lines.push({ code, evidence: [], units: "", modifiers: "" });
    this.active = code;
    this.#draw();
    return "";
  }

  /** Mark a stretch for the active code, or free it. Returns false where no code is active. */
  mark(start, end, on) {
    const line = this.#lines.find((one) => one.code === this.active);
    if (!line) return false;
    const apart = line.evidence.filter((one) => !(on ? meets(one, { start, end }) : touches(one, { start, end })));
    const joined = line.evidence.filter((one) => on && meets(one, { start, end }));
    const cut = on ? [] : line.evidence.filter((one) => touches(one, { start, end })).flatMap((one) => rest(one, start, end));
    const whole = on ? [{ start: Math.min(start, ...joined.map((one) => one.start)), end: Math.max(end, ...joined.map((one) => one.end)) }] : [];
    line.evidence = [...apart, ...cut, ...whole].sort((one, other) => one.start - other.start);
    this.#draw();
    return true;
  }

  /** Return every mark, with its code. */
  marks() {
    return this.#lines.flatMap(({ code, evidence }) => evidence.map((one) => ({ code, ...one })));
  }

  /** Return the answer as the service takes it. */
  answer() {
    return this.#lines.map(({ code, evidence, units, modifiers }) => ({
      code,
      evidence,
      units: units === "" ? null : Number(units),
      modifiers: modifiers.toUpperCase().split(/[\s,;-]+/).filter(Boolean),
    }));
  }

  get empty() {
    return this.#lines.length === 0;
  }

  #draw() {
    this.#list.replaceChildren(...this.#lines.map((line) => this.#drawn(line)));
    this.#changed();
  }

  #drawn(line) {
    const { code } = line;
    const active = code === this.active;
    const choose = () => {
      this.active = code;
      this.#draw();
      this.#list.querySelector(`[data-code="${code}"] .choose`)?.focus();
    };
    return make(
      "li",
      { class: active ? "active" : null, "data-hue": hueOf(code), "data-code": code },
      make(
        "div",
        { class: "head" },
        make("strong", {}, code),
        make("span", { class: "name" }, this.#names.get(code) ?? ""),
        make("button", { type: "button", class: "choose", "aria-pressed": String(active), "aria-label": `Mark words for ${code}`, on: { click: choose } }, active ? "Marking" : "Mark"),
        make("button", { type: "button", "aria-label": `Remove ${code}`, on: { click: () => this.#remove(code) } }, "Remove"),
      ),
      make("div", { class: "entries" }, this.#entries(line)),
      make("p", { class: "words" }, line.evidence.map((one) => this.#words(one.start, one.end)).join(" · ") || "No words marked yet."),
    );
  }

  #entries(line) {
    const entry = (name, label, attributes) =>
      this.#asks.includes(name) &&
      make("label", {}, label, make("input", { ...attributes, value: line[name], "aria-label": `${label} of ${line.code}`, on: { input: (event) => (line[name] = event.target.value) } }));
    return [
      entry("units", "Units", { type: "number", min: "0", max: "99", step: "1" }),
      entry("modifiers", "Modifiers", { maxlength: "14", placeholder: "none", autocomplete: "off" }),
    ];
  }

  #remove(code) {
    this.#lines = this.#lines.filter((line) => line.code !== code);
    if (this.active === code) this.active = this.#lines.at(-1)?.code ?? null;
    this.#draw();
    document.getElementById("code").focus();
  }
}

// Words side by side become one stretch: a blank or two lie between them.
function meets(one, other) {
  return one.start <= other.end + 2 && other.start <= one.end + 2;
}

function rest(one, start, end) {
  return [
    { start: one.start, end: start - 1 },
    { start: end + 1, end: one.end },
  ].filter((left) => left.end > left.start);
}

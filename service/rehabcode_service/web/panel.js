// The answer, laid out: chips, the day's bill, what is withheld. It knows nothing of the note but the answer.

import { figures, findingItems, missingItems, presentItems, ruleLines } from "./bill.js";
import { chipItem, quote } from "./chips.js";
import { fill, make } from "./make.js";
import { line, percent, summary, trouble, why } from "./words.js";

export class Panel {
  #at = {};
  #hueOf;
  #open = new Set();
  #answer = null;

  /** `hueOf(code)` gives the number of the colour of a code. */
  constructor(root, hueOf) {
    this.#hueOf = hueOf;
    root.append(this.#frame());
  }

  /** Show an answer. `decided` maps codes to "accepted" or "dismissed", `kept` are accepted codes without support now. */
  show(answer, decided, kept) {
    this.#answer = answer;
    const { suggestions, considered, withheld, billing } = answer;
    const bill = billing ?? { findings: [], documentation: [], alternatives: [] };
    const shown = suggestions.filter(({ code }) => decided.get(code) !== "dismissed");
    fill(this.#at.chips, shown.map((one) => chipItem(this.#chip(one, bill, decided))));
    this.#list("kept", kept.map((code) => decisionItem(code, "was accepted; the note no longer supports it")));
    const gone = suggestions.filter(({ code }) => decided.get(code) === "dismissed");
    this.#list("dismissed", gone.map(({ code, name }) => decisionItem(code, name)));
    this.#list("findings", findingItems(bill));
    this.#list("missing", missingItems(bill));
    this.#list("present", presentItems(bill));
    this.#list("withheld", withheld.map(withheldItem));
    this.#list("considered", considered.map(consideredItem));
    this.#at.empty.hidden = suggestions.length > 0;
    this.#at.figures.replaceChildren(...(suggestions.length ? [figures(answer)] : []));
    this.#at.rule.replaceChildren(...(suggestions.length && billing ? ruleLines(billing).filter(Boolean) : []));
    this.#at.counted.hidden = gone.length === 0;
  }

  /** Open or close the details of a code. */
  toggle(code) {
    if (!this.#open.delete(code)) this.#open.add(code);
  }

  /** Bring out the chips of the codes whose words the caret is in; `far` scrolls the first into view. */
  point(codes) {
    for (const chip of this.#at.chips.children) chip.classList.toggle("current", codes.has(chip.dataset.code));
    this.#at.chips.querySelector(".current")?.scrollIntoView({ block: "nearest" });
  }

  /** Say what is going on: "fresh", "asked", "slow" or "stale"; what is shown stays, paler while the service is away. */
  state(kind) {
    if (kind !== "asked" || this.#at.trouble.hidden) this.#at.panel.dataset.state = kind;
    this.#at.slow.hidden = kind !== "slow";
    if (kind !== "fresh") return;
    this.#at.trouble.hidden = true;
    const said = this.#answer.suggestions.length + this.#answer.withheld.length ? summary(this.#answer) : "";
    this.say(said);
  }

  trouble(error, retried) {
    this.state("stale");
    const words = trouble(error, retried);
    if (this.#at.trouble.hidden || this.#at.words.textContent !== words) this.#at.words.textContent = words;
    this.#at.trouble.hidden = false;
    this.#at.retry.hidden = !retried;
  }

  /** Tell those who listen; the same words are not said twice. */
  say(words) {
    if (this.#at.said.textContent !== words) this.#at.said.textContent = words;
  }

  #chip(suggestion, bill, decided) {
    const { code } = suggestion;
    const of = (list) => list.filter((one) => one.codes.includes(code)).length;
    return {
      suggestion,
      billed: bill.codes?.find((one) => one.code === code) ?? null,
      open: this.#open.has(code),
      accepted: decided.get(code) === "accepted",
      toCheck: of(bill.findings),
      toAdd: bill.documentation.filter((one) => one.code === code && !one.present).length,
      hue: this.#hueOf(code),
    };
  }

  #list(name, items) {
    fill(this.#at[name], items);
    const box = this.#at[`${name}Box`];
    box.hidden = items.length === 0;
    const number = box.querySelector(".count");
    if (number) number.textContent = String(items.length);
  }

  #frame() {
    const at = this.#at;
    const part = (name, element) => (at[name] = element);
    const box = (name, title, list = "ul") =>
      part(`${name}Box`, make("section", { class: name, hidden: true }, make("h3", {}, title), part(name, make(list, {}))));
    const fold = (name, title) =>
      part(
        `${name}Box`,
        make(
          "details",
          { class: name, hidden: true },
          make("summary", {}, title, make("span", { class: "count" })),
          part(name, make("ul", {})),
        ),
      );
    return part(
      "panel",
      make(
        "div",
        { class: "panel", part: "panel", "data-state": "fresh" },
        part("said", make("p", { class: "spoken", role: "status" })),
        part(
          "trouble",
          make(
            "div",
            { class: "trouble", role: "status", hidden: true },
            part("words", make("p", {})),
            part("retry", make("button", { type: "button", "data-act": "retry" }, "Try now")),
          ),
        ),
        part("slow", make("p", { class: "soft", hidden: true }, "Still reading. Typing is not held up.")),
        part("figures", make("div", {})),
        part("empty", make("p", { class: "empty" }, "Each code that the note supports appears here, with the words that prove it.")),
        part("chips", make("ol", { class: "chips", "aria-label": "Suggested codes" })),
        box("kept", "No longer supported"),
        part("rule", make("div", { class: "rule" })),
        part("counted", make("p", { class: "soft", hidden: true }, "Units count every suggested code, dismissed ones too.")),
        box("findings", "Worth a look"),
        box("missing", "Worth adding"),
        fold("present", "Said already"),
        box("withheld", "Named, not performed"),
        fold("considered", "Also considered"),
        fold("dismissed", "Dismissed"),
      ),
    );
  }
}

function decisionItem(code, words) {
  const undo = make("button", { type: "button", class: "undo", "data-act": "undo", "aria-label": `Undo for ${code}` }, "Undo");
  return {
    key: code,
    says: words,
    draw: () =>
      make("li", { class: "plain", "data-code": code }, make("span", { class: "digits" }, code), make("span", {}, words), undo),
  };
}

function withheldItem(mention) {
  return {
    key: `${mention.start}-${mention.end}-${mention.technique}`,
    says: JSON.stringify(mention),
    draw() {
      const item = make(
        "li",
        { class: "plain" },
        quote(mention, "show"),
        make("span", { class: "reason" }, why(mention)),
        make("span", { class: "would-be" }, mention.codes.slice(0, 3).map((code) => make("s", {}, code))),
      );
      item.spans = mention.cue ? [mention, mention.cue] : [mention];
      return item;
    },
  };
}

function consideredItem({ code, name, score, evidence }) {
  return {
    key: code,
    says: JSON.stringify([code, name, score, evidence]),
    draw() {
      const item = make(
        "li",
        { class: "plain" },
        make("span", { class: "digits" }, code),
        make("span", {}, `${line(name)}, ${percent(score)}`),
        quote(evidence[0], "show"),
      );
      item.spans = evidence;
      return item;
    },
  };
}

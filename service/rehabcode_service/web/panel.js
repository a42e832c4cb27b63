// The answer in words: codes with their evidence, what was considered, what was withheld.

const NOT_PERFORMED = {
  planned: "planned, not done today",
  negated: "not done",
  historical: "done before, not today",
  home: "done at home",
  other: "done by somebody else",
  ordered: "ordered",
  hypothetical: "only if something happens",
  incidental: "named in passing",
};

/** Return an element; children may be strings. A null child is left out. */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

function percent(score) {
  return `${Math.round(score * 100)}%`;
}

function minutesOf(minutes) {
  return minutes === null ? null : make("span", "minutes", `${minutes} min`);
}

function quoted({ quote }) {
  return make("q", "", quote.replace(/\s+/gu, " ").trim());
}

// The quote is a button: it selects the words in the note, by mouse and by keyboard alike.
function quoteButton(span, onQuote) {
  const button = make("button", "quote", quoted(span));
  button.type = "button";
  button.addEventListener("click", () => onQuote(span));
  return button;
}

// What counts for the same reason stands together, and the reason once.
function reasons(evidence, onQuote) {
  const groups = new Map();
  for (const one of evidence) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one]);
  return [...groups].map(([reason, spans]) =>
    make("li", "", ...spans.map((span) => quoteButton(span, onQuote)), make("span", "reason", reason)),
  );
}

/** Return one suggested code as a list item. */
export function codeItem({ code, name, score, minutes, evidence }, hue, onQuote) {
  const bar = make("span", "score-bar", make("span", ""));
  bar.ariaHidden = "true";
  bar.style.setProperty("--score", String(score));
  const item = make(
    "li",
    `code hue-${hue}`,
    make("div", "code-line", make("strong", "", code), make("span", "name", name), minutesOf(minutes)),
    make("div", "score-line", bar, make("span", "spoken", "score "), make("span", "score", percent(score))),
    make("ul", "quotes", ...reasons(evidence, onQuote)),
  );
  item.dataset.code = code;
  return item;
}

/** Return a code that lies below the operating point as a list item. */
export function consideredItem({ code, name, score, evidence }, onQuote) {
  return make(
    "li",
    "",
    make("div", "code-line", make("strong", "", code), make("span", "name", name), make("span", "", percent(score))),
    quoteButton(evidence[0], onQuote),
  );
}

/** Return a technique that was named and not performed as a list item. */
export function withheldItem(mention, onQuote) {
  const { assertion, cue, codes } = mention;
  const because = cue ? [" (", quoted(cue), ")"] : [];
  return make(
    "li",
    "",
    quoteButton(mention, onQuote),
    make("span", "reason", NOT_PERFORMED[assertion] ?? assertion, ...because),
    codes.length ? make("span", "would-be", codes.slice(0, 3).join(", ")) : null,
  );
}

/** Return the answer in one sentence, for those who listen. */
export function summary({ suggestions, withheld }) {
  const codes = suggestions.length === 1 ? "1 code" : `${suggestions.length} codes`;
  return withheld.length ? `${codes}, ${withheld.length} not performed` : codes;
}

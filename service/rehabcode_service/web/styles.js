// How it looks. Style sheets are made here and adopted, so that a page needs no more of its policy than the script.

import { HUES } from "./hues.js";
import { PANEL } from "./panel-style.js";

const dressed = new WeakSet();
let inNote = null;
let inShadow = null;

/** Let the words of notes in this document or shadow root be coloured, and completions be seen. */
export function dress(root) {
  if (dressed.has(root)) return;
  dressed.add(root);
  inNote ??= sheet([...colours(), MIRROR, COMPLETIONS].join("\n"));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, inNote];
}

/** Dress the shadow root of the panel. */
export function dressShadow(root) {
  inShadow ??= sheet(PANEL + HUES.map(([hue, line], at) => `[data-hue="${at}"] { --hue: ${hue}; --stroke: ${line}; }`).join("\n"));
  root.adoptedStyleSheets = [inShadow];
}

function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

// Half transparent, so that they suit whatever ground and ink the page has, light or dark.
function colours() {
  return [
    ...HUES.flatMap(([hue, line], at) => [
      colour(`hue-${at}`, `oklch(0.72 0.14 ${hue} / 0.26)`, `${line} oklch(0.6 0.13 ${hue}) 2px`),
      colour(`hue-${at}-quiet`, "transparent", `${line} oklch(0.6 0.13 ${hue} / 0.5) 1px`),
      colour(`hue-${at}-lit`, `oklch(0.72 0.15 ${hue} / 0.5)`, `${line} oklch(0.6 0.15 ${hue}) 3px`),
    ]),
    colour("withheld", "transparent", "dotted oklch(0.62 0.01 250) 1px"),
    colour("plain-lit", "oklch(0.68 0.01 250 / 0.34)", "solid oklch(0.6 0.01 250) 2px"),
  ];
}

// One rule each: a browser that does not know ::highlight drops the rule in which it stands.
function colour(name, ground, line) {
  const declarations = `background-color: ${ground}; text-decoration: underline ${line}; text-decoration-skip-ink: none;`;
  return `::highlight(rehab-${name}) { ${declarations} }\n.rehab-mirror mark.rehab-${name} { ${declarations} }`;
}

const MIRROR = `
.rehab-mirror { position: absolute; overflow: hidden; pointer-events: none; margin: 0; padding: 0; border: 0; }
.rehab-mirror > div {
  box-sizing: border-box; margin: 0; border: 0; background: none; color: transparent;
  white-space: pre-wrap; overflow-wrap: break-word;
}
.rehab-mirror mark { color: transparent; margin: 0; padding: 0; text-underline-offset: auto; }
@media print { .rehab-mirror, .rehab-completions { display: none; } }
`;

const COMPLETIONS = `
.rehab-completions {
  position: fixed; inset: auto; box-sizing: border-box; margin: 0; padding: 4px; min-width: 14rem;
  max-width: min(34rem, calc(100vw - 16px)); max-height: min(19rem, 60vh); overflow: auto;
  border: 1px solid light-dark(#d8d3c8, #3b4249); border-radius: 10px;
  background: light-dark(#ffffff, #22272c); color: light-dark(#1d2125, #e8e6e1);
  box-shadow: 0 10px 30px rgb(0 0 0 / 0.16), 0 2px 6px rgb(0 0 0 / 0.08);
  font: 400 0.9rem/1.4 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; text-align: start;
}
.rehab-completions [role="option"] {
  display: grid; grid-template-columns: 1fr auto; gap: 0 1.25rem; padding: 6px 9px; border-radius: 7px; cursor: pointer;
}
.rehab-completions [role="option"]:first-child:not([aria-selected="true"])::after {
  content: "Tab"; grid-column: 2; grid-row: 2; justify-self: end; font-size: 0.75rem; color: light-dark(#5d646c, #a4acb4);
}
.rehab-completions [role="option"]:hover { background: light-dark(#f3f1ec, #2b3137); }
.rehab-completions [role="option"][aria-selected="true"] { background: light-dark(#dcefec, #1f4543); }
.rehab-completions .rehab-codes { font: 0.8rem/1.75 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: light-dark(#5d646c, #a4acb4); }
.rehab-completions:has([aria-selected="true"]) [aria-selected="false"] .rehab-add,
.rehab-completions:not(:has([aria-selected="true"])) [role="option"]:not(:first-child) .rehab-add { display: none; }
.rehab-completions .rehab-add { font-size: 0.8rem; color: light-dark(#5d646c, #a4acb4); }
.rehab-completions [aria-selected="true"] :is(.rehab-codes, .rehab-add) { color: inherit; }
`;

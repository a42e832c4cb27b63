// The panel's style sheet. A page sets its own with --rehab-ink, --rehab-paper and the others of the first rule.

export const PANEL = `
:host {
  --ink: var(--rehab-ink, light-dark(#1d2125, #e9e7e2));
  --soft: var(--rehab-soft, light-dark(#5a616a, #a6aeb6));
  --line: var(--rehab-line, light-dark(#e0dbd0, #353b42));
  --paper: var(--rehab-paper, light-dark(#ffffff, #1d2226));
  --accent: var(--rehab-accent, light-dark(#0b6666, #74cbc4));
  --care: var(--rehab-care, light-dark(#7a4a08, #eec07c));
  --care-ground: var(--rehab-care-ground, light-dark(#fbf2e1, #332a1b));
  --text: var(--rehab-font, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  --mono: var(--rehab-mono, ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace);
  display: block; color: var(--ink); font: 400 0.9375rem/1.5 var(--text);
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ul, ol { list-style: none; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: start; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.soft, .empty { color: var(--soft); font-size: 0.875rem; }
.empty { max-width: 26rem; }
.digits { font-family: var(--mono); font-variant-numeric: tabular-nums; }

.panel[data-state="stale"] :is(.figures, .chips) { filter: saturate(0.2); }
.trouble {
  display: flex; align-items: baseline; gap: 1rem; justify-content: space-between; margin-bottom: 1rem; padding: 0.7rem 0.9rem;
  border-radius: 10px; background: var(--care-ground); color: var(--care); font-size: 0.875rem;
}
.trouble button { flex: none; font-weight: 600; text-decoration: underline; text-underline-offset: 0.2em; }

.figures { display: flex; gap: 2rem; margin-bottom: 1.1rem; }
.figures div { display: flex; flex-direction: column; }
.figures dd { font-size: 1.75rem; line-height: 1.1; font-weight: 300; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.figures dt { color: var(--soft); font-size: 0.8125rem; }

.chips { display: grid; gap: 0.6rem; }
.chip {
  --deep: light-dark(oklch(0.48 0.11 var(--hue)), oklch(0.8 0.1 var(--hue)));
  padding: 0.75rem 0.9rem 0.6rem; border: 1px solid var(--line); border-radius: 12px; background: var(--paper);
  transition: border-color 120ms, box-shadow 120ms;
}
.chip:hover, .chip:focus-within { border-color: var(--deep); }
.chip.current { border-color: var(--deep); box-shadow: 0 0 0 1px var(--deep); }
.line { display: flex; align-items: baseline; justify-content: space-between; gap: 0.75rem; }
h3 { font: inherit; min-width: 0; }
.open { display: flex; align-items: baseline; gap: 0.65rem; font-weight: 600; }
.open .name { overflow-wrap: anywhere; }
.open .digits {
  padding: 0.05rem 0.3rem; border-radius: 4px; background: oklch(0.72 0.14 var(--hue) / 0.26);
  text-decoration: underline var(--stroke) oklch(0.6 0.13 var(--hue)) 2px; text-underline-offset: 0.22em;
  text-decoration-skip-ink: none;
}
.units { flex: none; color: var(--soft); font-size: 0.875rem; white-space: nowrap; }
.units b { color: var(--ink); font-size: 1.0625rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.units.unknown { color: var(--care); }

.proof { display: flex; align-items: baseline; gap: 0.5rem; margin: 0.3rem 0 0.35rem; }
.quote { min-width: 0; max-width: 100%; color: var(--soft); border-radius: 4px; }
.quote q { font: 0.8125rem/1.5 var(--mono); quotes: "\\201C" "\\201D"; overflow-wrap: anywhere; }
.proof .quote q {
  display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 2; line-clamp: 2;
}
.quote:hover { color: var(--ink); }
.more { flex: none; color: var(--soft); font-size: 0.8125rem; }

.foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.3rem 1rem; min-height: 1.9rem; }
.facts { display: flex; flex-wrap: wrap; align-items: center; gap: 0.2rem 0.8rem; color: var(--soft); font-size: 0.8125rem; }
.score { display: inline-flex; align-items: center; gap: 0.4rem; font-variant-numeric: tabular-nums; }
.meter { width: 2.4rem; height: 4px; border-radius: 2px; background: var(--line); overflow: hidden; }
.meter span { display: block; width: calc(var(--score) * 100%); height: 100%; background: oklch(0.6 0.13 var(--hue)); }
.tag { padding: 0 0.35rem; border: 1px solid var(--line); border-radius: 5px; font-family: var(--mono); font-size: 0.75rem; color: var(--ink); }
.check { color: var(--care); }
.acts { display: flex; align-items: center; gap: 0.15rem; margin-inline: auto -0.5rem; font-size: 0.8125rem; }
.acts button, .undo { padding: 0.25rem 0.55rem; border-radius: 7px; color: var(--soft); }
.acts .accept { color: var(--accent); font-weight: 600; }
.acts button:hover, .undo:hover { background: color-mix(in oklab, var(--ink) 8%, transparent); color: var(--ink); }
.done { color: var(--accent); font-weight: 600; }
.done::before { content: "✓ " / ""; }
.accepted { background: color-mix(in oklab, var(--accent) 6%, var(--paper)); }

.details { display: grid; gap: 0.15rem 0.9rem; margin: 0.5rem 0 0.35rem; padding-top: 0.6rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
.details dt { color: var(--soft); font-size: 0.8125rem; }
.details dd { margin-bottom: 0.35rem; display: grid; justify-items: start; gap: 0.2rem; overflow-wrap: anywhere; }
.details .quote { color: var(--ink); }

.rule { margin-top: 0.9rem; }
section { margin-top: 1.5rem; }
section h3, summary { margin-bottom: 0.3rem; font-size: 0.875rem; font-weight: 600; }
details { margin-top: 1.1rem; }
summary { color: var(--soft); cursor: pointer; font-weight: 500; }
.count { margin-inline-start: 0.5rem; font-weight: 400; font-variant-numeric: tabular-nums; }
.row { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.9rem; width: 100%; padding: 0.35rem 0 0.35rem 1.5rem; position: relative; font-size: 0.875rem; }
.row::before { content: ""; position: absolute; left: 0.1rem; top: 0.72rem; width: 0.8rem; height: 0.8rem; border: 1.5px solid var(--soft); border-radius: 4px; }
.findings .row::before { border-radius: 50%; border-color: var(--care); background: var(--care-ground); }
.present .row::before { border-color: var(--accent); background: color-mix(in oklab, var(--accent) 22%, transparent); }
.remedy, .source { grid-column: 1; color: var(--soft); }
.source { font-size: 0.75rem; }
.of { grid-column: 2; grid-row: 1 / span 3; display: grid; align-content: start; color: var(--soft); font-size: 0.75rem; line-height: 1.3125rem; }
button.row:hover .message { text-decoration: underline; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
.plain { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.6rem; padding: 0.25rem 0; font-size: 0.875rem; color: var(--soft); }
.plain .digits, .would-be { font: 0.8125rem var(--mono); }
.would-be { display: inline-flex; gap: 0.6rem; margin-inline-start: auto; }
.would-be s { text-decoration-thickness: 1px; }
.reason { font-size: 0.8125rem; }

@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { .meter span { background: CanvasText; } .chip.current { outline: 2px solid Highlight; } }
@media print {
  .acts, .trouble, .considered, .dismissed, .present { display: none; }
  .chip, .row, .plain { break-inside: avoid; }
  .open .digits, .meter span { print-color-adjust: exact; }
}
`;

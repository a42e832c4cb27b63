// <rehab-code-assist for="note">: codes for the note that is typed in another element of the page.
// The service is the one that this file came from, unless `endpoint` says otherwise. README.md tells the rest.

import { Service, Unreachable } from "./client.js";
import { Completions } from "./completions.js";
import { Conversation } from "./conversation.js";
import { fieldOf } from "./fields.js";
import { hueOf } from "./hues.js";
import { painterOf } from "./painters.js";
import { Panel } from "./panel.js";
import { codesAt, editOf, marksOf, moved, segments } from "./spans.js";
import { dress, dressShadow } from "./styles.js";

const HOME = new URL("../", import.meta.url);
const BLANK = { suggestions: [], considered: [], withheld: [], billing: null };

export class RehabCodeAssist extends HTMLElement {
  static observedAttributes = ["for", "endpoint", "payer", "date-of-service", "discipline", "pause", "completions"];

  /** A bearer token, or a function that returns one or a promise of one. Never an attribute: pages get copied. */
  token = null;

  #panel;
  #field = null;
  #painter = null;
  #talk = null;
  #completions = null;
  #bound = new AbortController();
  #awaited = null;
  #answer = BLANK;
  #text = ""; // the note as it was when last looked at
  #asked = ""; // as it was sent
  #answered = ""; // and as it was read for the answer
  #edits = []; // what was done to it since the answer
  #lit = null; // {spans, hue}: what is brought out
  #decided = new Map();
  #accepted = new Map(); // what was accepted, as it was

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    dressShadow(root);
    this.#panel = new Panel(root, hueOf);
    root.append(Object.assign(document.createElement("slot"), { name: "completions" }));
    this.#listen(root);
  }

  connectedCallback() {
    this.#find();
  }

  disconnectedCallback() {
    this.#awaited?.disconnect();
    this.#release();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (["for", "endpoint", "pause", "completions"].includes(name)) this.#find();
    else this.refresh();
  }

  /** The last answer of the service; null before the first, and for an empty note. */
  get answer() {
    return this.#answer.versions ? this.#answer : null;
  }

  /** The note cut where evidence begins and ends: [{text, codes}], for print or for a copy. */
  get pieces() {
    return segments(this.#text, this.#standing(marksOf(this.#answer))).map(({ text, marks }) => ({
      text,
      codes: [...new Set(marks.map(({ code }) => code).filter(Boolean))],
    }));
  }

  /** Read the note again: call it after a script has changed a text area, which tells nobody. */
  refresh() {
    this.#look();
    this.#talk?.changed();
  }

  /** Another note begins: forget what was accepted and dismissed. */
  forget() {
    this.#decided.clear();
    this.#accepted.clear();
    this.#show();
  }

  // The field may come later than this element, and may be replaced while the page lives.
  #find() {
    this.#release();
    const root = this.getRootNode();
    const found = () => root.getElementById?.(this.getAttribute("for")) ?? null;
    this.#awaited?.disconnect();
    this.#awaited = new MutationObserver(() => {
      if (found() !== (this.#field?.element ?? null)) this.#find();
    });
    const attributeFilter = ["id", "contenteditable"];
    this.#awaited.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter });
    const field = fieldOf(found());
    if (field) this.#bind(field, root);
  }

  #bind(field, root) {
    dress(root);
    this.#bound = new AbortController();
    const { signal } = this.#bound;
    const { element } = field;
    this.#field = field;
    this.#painter = painterOf(this.#field);
    const service = new Service(new URL(this.getAttribute("endpoint") ?? HOME, document.baseURI), () => this.#given());
    const pause = this.hasAttribute("pause") ? Number(this.getAttribute("pause")) || 0 : null;
    this.#talk = new Conversation((revision, sent) => this.#ask(service, revision, sent), (...heard) => this.#hear(...heard), pause);
    if (this.getAttribute("completions") !== "off") {
      const say = (words) => this.#panel.say(words);
      this.#completions = new Completions({ field: this.#field, host: this, service, say, signal });
    }
    element.addEventListener("input", (event) => this.#typed(event), { signal });
    this.#field.watch(() => this.#field.text !== this.#text && this.refresh(), signal);
    document.addEventListener("selectionchange", () => this.#pointAtCaret(), { signal });
    element.addEventListener("click", () => this.#pointAtCaret(), { signal });
    this.refresh();
  }

  #release() {
    this.#bound.abort();
    this.#talk?.end();
    this.#painter?.clear();
    this.#field?.release();
    this.#field = this.#painter = this.#talk = this.#completions = null;
  }

  #given() {
    return typeof this.token === "function" ? this.token() : this.token;
  }

  async #ask(service, revision, signal) {
    this.#look();
    const text = (this.#asked = this.#text);
    if (text.trim() === "") return { ...BLANK, revision };
    const [payer, day, discipline] = ["payer", "date-of-service", "discipline"].map((name) => this.getAttribute(name));
    const known = { ...(payer && { payer }), ...(day && { date_of_service: day }), ...(discipline && { visit: { discipline } }) };
    return service.suggest({ text, revision, ...known }, signal);
  }

  #typed(event) {
    this.#look();
    this.#talk.changed();
    this.#completions?.typed(event);
  }

  // A script may have changed the note, and told nobody.
  #look() {
    if (!this.#field) return;
    const text = this.#field.text;
    const edit = editOf(this.#text, text, this.#field.caret);
    if (edit) this.#edits = text === this.#answered ? [] : [...this.#edits, edit];
    this.#text = text;
    this.#paint();
  }

  #hear(kind, what) {
    if (kind === "trouble") this.#panel.trouble(what, what instanceof Unreachable);
    else if (kind !== "answer") this.#panel.state(kind);
    else this.#heard(what);
  }

  #heard(answer) {
    this.#answer = answer;
    this.#answered = this.#text = this.#asked;
    this.#edits = [];
    this.#lit = null;
    this.#show();
    this.#panel.state("fresh");
    this.#look();
    this.#pointAtCaret();
    this.#tell("rehab-suggestions", answer);
  }

  #show() {
    const found = new Set(this.#answer.suggestions.map(({ code }) => code));
    const kept = [...this.#accepted.keys()].filter((code) => !found.has(code));
    this.#panel.show(this.#answer, this.#decided, kept);
  }

  #standing(spans) {
    return spans.map((span) => moved(span, this.#edits)).filter(Boolean);
  }

  #paint() {
    const quiet = this.#lit ? "-quiet" : "";
    const marks = this.#standing(marksOf(this.#answer))
      .filter(({ code }) => this.#decided.get(code) !== "dismissed")
      .map((mark) => ({ ...mark, name: mark.code ? `hue-${hueOf(mark.code)}${quiet}` : "withheld" }));
    const lit = this.#standing(this.#lit?.spans ?? []).map((span) => ({ ...span, name: `${this.#lit.hue}-lit` }));
    this.#painter.paint([...lit, ...marks], this.#text);
  }

  #light(spans, hue) {
    this.#lit = spans?.length ? { spans, hue } : null;
    this.#look();
  }

  #pointAtCaret() {
    const caret = this.#field?.caret ?? null;
    const marks = caret === null ? [] : this.#standing(marksOf(this.#answer));
    this.#panel.point(codesAt(caret, marks));
  }

  #listen(root) {
    const lit = (event) => {
      const over = event.target.closest?.("li, .quote");
      const from = over?.spans ? over : over?.closest("li");
      const hue = from?.closest("[data-hue]")?.dataset.hue;
      this.#light(from?.spans, hue === undefined ? "plain" : `hue-${hue}`);
    };
    for (const event of ["pointerover", "focusin"]) root.addEventListener(event, lit);
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, () => this.#light(null));
    root.addEventListener("click", (event) => this.#act(event.target.closest("[data-act]")));
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  #act(button) {
    const code = button?.closest("[data-code]")?.dataset.code;
    const acts = {
      open: () => this.#panel.toggle(code),
      show: () => this.#select(button.spans),
      accept: () => this.#accept(code),
      dismiss: () => this.#decide("rehab-dismiss", code, "dismissed"),
      undo: () => this.#undo(code),
      retry: () => this.#talk?.now(),
    };
    acts[button?.dataset.act]?.();
    if (button && button.dataset.act !== "show") this.#show();
    this.#look();
  }

  // In a chip: A accepts, D or Delete dismisses, the arrows go from chip to chip, Escape back to the note.
  #key(event) {
    if (event.key === "Escape") return this.#field?.element.focus();
    const chip = event.target.closest(".chip");
    if (!chip || event.ctrlKey || event.metaKey || event.altKey) return;
    const press = (from, control) => from?.querySelector(`[data-control="${control}"]`);
    const keys = {
      a: () => press(chip, "accept")?.click(),
      d: () => press(chip, "dismiss")?.click(),
      Delete: () => press(chip, "dismiss")?.click(),
      ArrowDown: () => press(chip.nextElementSibling, "open")?.focus(),
      ArrowUp: () => press(chip.previousElementSibling, "open")?.focus(),
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  }

  // Between a key and the answer the panel is older than the note: what has moved away is not pointed at.
  #select(spans) {
    this.#look();
    const [first] = this.#standing(spans);
    if (first && this.#text.slice(first.start, first.end) === first.quote) this.#field.select(first.start, first.end);
  }

  #accept(code) {
    if (this.#decide("rehab-accept", code, "accepted")) this.#accepted.set(code, this.#detail(code));
  }

  #undo(code) {
    const was = this.#decided.get(code);
    const detail = { ...(this.#accepted.get(code) ?? this.#detail(code)), was };
    if (!this.#tell("rehab-undo", detail)) return;
    this.#decided.delete(code);
    this.#accepted.delete(code);
  }

  // A page may refuse with preventDefault(): then nothing was decided.
  #decide(event, code, decision) {
    if (!this.#tell(event, this.#detail(code))) return false;
    this.#decided.set(code, decision);
    return true;
  }

  #detail(code) {
    const { suggestions, billing, revision, text_sha256, versions } = this.#answer;
    const of = (list) => list?.find((one) => one.code === code) ?? null;
    return { code, suggestion: of(suggestions), billed: of(billing?.codes), revision, text_sha256, versions };
  }

  #tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail }));
  }
}

if (!customElements.get("rehab-code-assist")) customElements.define("rehab-code-assist", RehabCodeAssist);

// Phrases at the caret, in a list under it. Nothing is inserted until somebody takes one, and undo takes it back.

import { make } from "./make.js";

const PAUSE = 60; // milliseconds without a key before the service is asked
const WORD = /[\p{L}\p{N}]{2,}$/u;
const IN_WORD = /^[\p{L}\p{N}]/u;
let lists = 0;

export class Completions {
  #field;
  #service;
  #say;
  #found = [];
  #active = -1;
  #waiting = 0;
  #sent = new AbortController();
  #taking = false;
  #list = make("div", { class: "rehab-completions", role: "listbox", "aria-label": "Completions", popover: "manual" });

  /** The list is put into `host`, beside the field as far as ids go; `say(words)` tells those who listen. */
  constructor({ field, host, service, say, signal }) {
    this.#field = field;
    this.#service = service;
    this.#say = say;
    lists += 1;
    this.#list.id = `rehab-completions-${lists}`;
    this.#list.slot = "completions";
    host.append(this.#list);
    this.#announce(signal);
    const { element } = field;
    element.addEventListener("keydown", (event) => this.#key(event), { capture: true, signal });
    element.addEventListener("blur", () => this.close(), { signal });
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.#list.addEventListener("click", (event) => this.#click(event), { signal });
    addEventListener("scroll", (event) => this.#list.contains(event.target) || this.close(), { capture: true, signal });
    addEventListener("resize", () => this.close(), { signal });
    signal.addEventListener("abort", () => this.#list.remove());
  }

  /** The note was edited by this input event: it may be time to offer something. */
  typed(event) {
    if (this.#taking) return;
    clearTimeout(this.#waiting);
    this.#sent.abort();
    const wanted = event?.inputType === "insertText" || (event?.inputType?.startsWith("delete") && this.#found.length > 0);
    if (!wanted || event.isComposing || !this.#inWord()) this.close();
    else this.#waiting = setTimeout(() => this.#ask(), PAUSE);
  }

  close() {
    clearTimeout(this.#waiting);
    this.#sent.abort();
    if (!this.#found.length) return;
    this.#found = [];
    this.#list.hidePopover();
    this.#point(-1);
  }

  #inWord() {
    const { caret, text } = this.#field;
    return caret !== null && WORD.test(text.slice(Math.max(0, caret - 40), caret)) && !IN_WORD.test(text.slice(caret));
  }

  async #ask() {
    this.#sent = new AbortController();
    const { signal } = this.#sent;
    const { text, caret } = this.#field;
    // Without completions one types as well as before: what goes wrong here is not worth a word.
    const found = await this.#service.complete({ text, cursor: caret }, signal).catch(() => []);
    if (signal.aborted || this.#field.caret !== caret || this.#field.text !== text) return;
    this.#show(found.filter(({ start, end, insert }) => insert !== text.slice(start, end)));
  }

  #show(found) {
    if (!found.length) return this.close();
    const first = !this.#found.length;
    this.#found = found;
    this.#list.replaceChildren(...found.map((one, index) => option(one, `${this.#list.id}-${index}`)));
    if (first) this.#list.showPopover();
    this.#place(found[0].start);
    this.#point(-1);
    if (first) this.#say(`${found.length === 1 ? "1 completion" : `${found.length} completions`}: Tab takes the first`);
  }

  // Below the word; above it where there is no room below.
  #place(offset) {
    const at = this.#field.rect(offset);
    const { width, height } = this.#list.getBoundingClientRect();
    const below = at.bottom + 4 + height <= innerHeight;
    this.#list.style.left = `${Math.max(8, Math.min(at.left - 10, innerWidth - width - 8))}px`;
    this.#list.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
  }

  #point(index) {
    this.#active = index;
    [...this.#list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
    const { element } = this.#field;
    if (index < 0) element.removeAttribute("aria-activedescendant");
    else element.setAttribute("aria-activedescendant", this.#list.children[index].id);
    this.#list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  // Enter takes only what was chosen with the arrows: who has not looked at the list gets the new line they asked for.
  #key(event) {
    if (!this.#found.length || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#found.length - 1;
    const at = this.#active;
    const actions = {
      ArrowDown: () => this.#point(at === last ? 0 : at + 1),
      ArrowUp: () => this.#point(at <= 0 ? last : at - 1),
      Escape: () => this.close(),
      ...(event.shiftKey ? {} : { Tab: () => this.#take(Math.max(at, 0)) }),
      ...(at >= 0 ? { Enter: () => this.#take(at) } : {}),
    };
    if (event.key in actions) {
      event.preventDefault();
      event.stopPropagation();
      actions[event.key]();
    } else if (/^(Arrow|Home|End|Page|Tab)/.test(event.key)) this.close();
  }

  #click(event) {
    const index = [...this.#list.children].indexOf(event.target.closest("[role=option]"));
    if (index >= 0) this.#take(index);
  }

  #take(index) {
    const { start, end, insert } = this.#found[index];
    this.close();
    this.#taking = true;
    this.#field.replace(start, end, insert);
    this.#taking = false;
  }

  // A text area keeps its role: a combobox may not be one of several lines.
  #announce(signal) {
    const { element } = this.#field;
    const told = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.#list.id };
    if (!element.matches("textarea, [role]")) Object.assign(told, { role: "textbox", "aria-multiline": "true" });
    const before = Object.keys(told).map((name) => [name, element.getAttribute(name)]);
    for (const [name, value] of Object.entries(told)) element.setAttribute(name, value);
    signal.addEventListener("abort", () => {
      this.close();
      for (const [name, value] of before) value === null ? element.removeAttribute(name) : element.setAttribute(name, value);
    });
  }
}

function option({ label, codes = [], add = [] }, id) {
  const rest = [add].flat().filter(Boolean).join(", ");
  return make(
    "div",
    { id, role: "option", "aria-selected": "false" },
    make("span", { class: "rehab-label" }, label),
    make("span", { class: "rehab-codes" }, codes.join(" ")),
    rest && make("span", { class: "rehab-add" }, `then add: ${rest.replace(/^[\s—–-]+/u, "")}`),
  );
}

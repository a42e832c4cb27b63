// Where the note is typed: a text area or an editable element, told apart here and nowhere else.

import { Flat } from "./flat.js";
import { Mirror } from "./mirror.js";

/** Return the field of an element; null for one in which no note can be typed. */
export function fieldOf(element) {
  if (element?.matches("textarea")) return new Area(element);
  return element?.isContentEditable ? new Editable(element) : null;
}

function focused(element) {
  return element.getRootNode().activeElement === element;
}

// As if typed, so that undo brings back what was there.
function type(text) {
  return document.execCommand(text === "" ? "delete" : "insertText", false, text);
}

class Area {
  #mirror = null;

  constructor(element) {
    this.element = element;
    this.ranges = typeof element.createValueRange === "function";
  }

  /** The note. A text area has its line ends as `\n`, whatever it was given. */
  get text() {
    return this.element.value;
  }

  /** Where the caret is; null without the focus, or while a stretch is selected. */
  get caret() {
    const { selectionStart, selectionEnd } = this.element;
    return focused(this.element) && selectionStart === selectionEnd ? selectionStart : null;
  }

  get mirror() {
    this.#mirror ??= new Mirror(this.element);
    return this.#mirror;
  }

  /** A range over [start, end); null where a script has made the note shorter. */
  range(start, end) {
    return end <= this.text.length ? this.element.createValueRange(start, end) : null;
  }

  /** Where a character stands on the screen, seen or scrolled away. */
  rect(offset) {
    if (!this.ranges) return this.mirror.rect(this.text, offset);
    return this.element.createValueRange(offset, offset).getBoundingClientRect();
  }

  select(start, end) {
    this.element.focus({ preventScroll: true });
    this.element.setSelectionRange(start, end);
    const [seen, at] = [this.element.getBoundingClientRect(), this.rect(start)];
    if (at.top < seen.top || at.bottom > seen.bottom) this.element.scrollTop += at.top - seen.top - seen.height / 3;
    this.element.scrollIntoView({ block: "nearest" });
  }

  replace(start, end, text) {
    this.element.focus({ preventScroll: true });
    this.element.setSelectionRange(start, end);
    if (type(text)) return;
    this.element.setRangeText(text, start, end, "end");
    this.element.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertText" }));
  }

  /** Call `changed` when a script, not a person, changes the note: here it is told by the form alone. */
  watch(changed, signal) {
    this.element.form?.addEventListener("reset", () => setTimeout(changed), { signal });
  }

  release() {
    this.#mirror?.remove();
  }
}

class Editable {
  ranges = true;
  mirror = null;
  #flat = null;

  constructor(element) {
    this.element = element;
  }

  get text() {
    this.#flat = new Flat(this.element);
    return this.#flat.text;
  }

  get caret() {
    const selection = this.#selection;
    if (!selection?.isCollapsed || !this.element.contains(selection.anchorNode)) return null;
    this.#flat = new Flat(this.element);
    return this.#flat.offset(selection.anchorNode, selection.anchorOffset);
  }

  range(start, end) {
    return this.#read().range(start, end);
  }

  rect(offset) {
    const place = this.#read().place(offset);
    if (!place) return this.element.getBoundingClientRect();
    const range = document.createRange();
    range.setStart(...place);
    return range.getClientRects()[0] ?? place[0].parentElement.getBoundingClientRect();
  }

  select(start, end) {
    const range = this.#read().range(start, end);
    if (!range) return;
    this.element.focus({ preventScroll: true });
    const { startContainer, startOffset, endContainer, endOffset } = range;
    this.#selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
    startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }

  replace(start, end, text) {
    this.select(start, end);
    type(text);
  }

  watch(changed, signal) {
    const observer = new MutationObserver(changed);
    observer.observe(this.element, { characterData: true, childList: true, subtree: true });
    signal.addEventListener("abort", () => observer.disconnect());
  }

  release() {}

  get #selection() {
    return this.element.getRootNode().getSelection?.() ?? document.getSelection();
  }

  #read() {
    this.#flat ??= new Flat(this.element);
    return this.#flat;
  }
}

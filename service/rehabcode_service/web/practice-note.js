// The note as words that can be marked: by dragging, by tapping, or by keyboard.

import { make } from "./make.js";
import { hueOf } from "./hues.js";

const WORD = /\S+/g;

export class MarkedNote {
  #list;
  #text = "";
  #words = []; // {start, end, element}
  #drag = null;
  #onMark;

  /** `onMark(first, last, on)` is called with the offsets of a stretch that is to be marked, or to be freed. */
  constructor(list, onMark) {
    this.#list = list;
    this.#onMark = onMark;
    list.addEventListener("pointerdown", (event) => this.#begin(event));
    list.addEventListener("pointerover", (event) => this.#over(event));
    list.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("pointerup", () => this.#end());
  }

  /** Show a note; nothing in it is marked. */
  show(text) {
    this.#text = text;
    this.#words = [...text.matchAll(WORD)].map((found) => ({ start: found.index, end: found.index + found[0].length }));
    const pieces = this.#words.flatMap((word, index) => {
      word.element = make("span", { role: "option", tabindex: index ? "-1" : "0", "aria-selected": "false" }, text.slice(word.start, word.end));
      return [text.slice(index ? this.#words[index - 1].end : 0, word.start), word.element];
    });
    this.#list.replaceChildren(...pieces.filter(Boolean));
  }

  /** Mark what is marked: `marks` are {code, start, end}. The `active` code's words count as selected. */
  paint(marks, active) {
    for (const word of this.#words) {
      const mark = marks.find((one) => one.code === active && touches(one, word)) ?? marks.find((one) => touches(one, word));
      if (mark) word.element.dataset.hue = hueOf(mark.code);
      else delete word.element.dataset.hue;
      word.element.setAttribute("aria-selected", String(mark?.code === active && Boolean(active)));
      word.element.title = mark ? mark.code : "";
    }
  }

  /** Show where the gold evidence and the traps stand; the note takes no marks any more. */
  reveal(proofs, traps) {
    for (const word of this.#words) {
      word.element.classList.toggle("proof", proofs.some((one) => touches(one, word)));
      word.element.classList.toggle("trap", traps.some((one) => touches(one, word)));
      word.element.setAttribute("aria-disabled", "true");
    }
  }

  /** Return the words of a stretch. */
  words(start, end) {
    return this.#text.slice(start, end);
  }

  #indexOf(target) {
    return this.#words.findIndex((word) => word.element === target);
  }

  #begin(event) {
    const index = this.#indexOf(event.target);
    if (index < 0 || event.button) return;
    event.target.releasePointerCapture?.(event.pointerId);
    this.#drag = { first: index, last: index, on: event.target.getAttribute("aria-selected") !== "true", touch: event.pointerType === "touch" };
  }

  #over(event) {
    if (!this.#drag || this.#drag.touch) return;
    const index = this.#indexOf(event.target);
    if (index >= 0) this.#drag.last = index;
  }

  #end() {
    if (!this.#drag) return;
    const { first, last, on } = this.#drag;
    this.#drag = null;
    this.#focus(last);
    this.#mark(first, last, on);
  }

  #key(event) {
    const index = this.#indexOf(event.target);
    if (index < 0) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === " ") this.#mark(index, index, event.target.getAttribute("aria-selected") !== "true");
    else if (event.key === "Home") this.#focus(0);
    else if (event.key === "End") this.#focus(this.#words.length - 1);
    else if (step) {
      const next = Math.min(Math.max(index + step, 0), this.#words.length - 1);
      this.#focus(next);
      if (event.shiftKey) this.#mark(index, next, true);
    } else return;
    event.preventDefault();
  }

  #focus(index) {
    for (const word of this.#words) word.element.tabIndex = -1;
    this.#words[index].element.tabIndex = 0;
    this.#words[index].element.focus({ preventScroll: true });
  }

  #mark(one, other, on) {
    const [first, last] = one < other ? [one, other] : [other, one];
    if (this.#words[first].element.getAttribute("aria-disabled")) return;
    this.#onMark(this.#words[first].start, this.#words[last].end, on);
  }
}

/** Tell whether two stretches share a character. */
export function touches(one, other) {
  return one.start < other.end && other.start < one.end;
}

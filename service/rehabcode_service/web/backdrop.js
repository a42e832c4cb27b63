// The coloured words: a copy of the note that lies behind the text area, sign for sign.

import { segments, shifted } from "./spans.js";

export class Backdrop {
  #element;
  #text = "";
  #marks = [];
  #hueOf;

  /** `hueOf(code)` gives the number of the colour of a code. */
  constructor(element, hueOf) {
    this.#element = element;
    this.#hueOf = hueOf;
  }

  /** Follow the note while it is typed: marks move along with their words. */
  follow(text) {
    this.#marks = shifted(this.#marks, this.#text, text);
    this.#text = text;
    this.#draw();
  }

  /** Mark what an answer to this very text found. */
  mark(marks) {
    this.#marks = marks;
    this.#draw();
  }

  /** Bring out the words of one code; null brings back all. */
  light(code) {
    this.#element.classList.toggle("dimmed", code !== null);
    for (const word of this.#element.querySelectorAll("mark")) {
      word.classList.toggle("lit", code !== null && word.dataset.codes.split(" ").includes(code));
    }
  }

  /** Return the codes that the words at an offset prove. */
  codesAt(offset) {
    return new Set(
      this.#marks.filter(({ start, end, code }) => code && start <= offset && offset <= end).map(({ code }) => code),
    );
  }

  /** Scroll `paper` until the words at an offset are seen. The browser does so for a caret, not for a selection. */
  reveal(offset, paper) {
    const words = document.createRange();
    const nodes = document.createTreeWalker(this.#element, NodeFilter.SHOW_TEXT);
    let before = 0;
    while (nodes.nextNode() && before + nodes.currentNode.length <= offset) before += nodes.currentNode.length;
    words.setStart(nodes.currentNode, offset - before);
    const seen = paper.getBoundingClientRect();
    const at = words.getBoundingClientRect();
    if (at.top < seen.top || at.bottom > seen.bottom) paper.scrollTop += at.top - seen.top - seen.height / 3;
    paper.scrollIntoView({ block: "nearest" });
  }

  #draw() {
    const pieces = segments(this.#text, this.#marks).map(({ text, codes, withheld }) => {
      if (!codes.length && !withheld) return text;
      const word = document.createElement("mark");
      word.textContent = text;
      word.dataset.codes = codes.join(" ");
      word.className = withheld ? "withheld" : `hue-${this.#hueOf(codes[0])}${codes.length > 1 ? " shared" : ""}`;
      return word;
    });
    // A last line that is empty has no height of its own, and the text area would be a line short.
    this.#element.replaceChildren(...pieces, "\u200b");
  }
}

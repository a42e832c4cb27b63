// A copy of a text area, sign for sign, that lies over it and lets every click through: for browsers that give no
// ranges of what is in a text area. It holds the colours; its letters are not seen.

const COPIED = [
  "direction", "font-family", "font-feature-settings", "font-kerning", "font-size", "font-stretch", "font-style",
  "font-variant", "font-weight", "letter-spacing", "line-height", "padding-bottom", "padding-left", "padding-right",
  "padding-top", "tab-size", "text-align", "text-indent", "text-transform", "word-break", "word-spacing",
];

export class Mirror {
  #area;
  #frame = document.createElement("div");
  #copy = document.createElement("div");
  #gone = new AbortController();
  #sized = new ResizeObserver(() => this.#lay());

  constructor(area) {
    this.#area = area;
    this.#frame.className = "rehab-mirror";
    this.#frame.ariaHidden = "true";
    this.#frame.append(this.#copy);
    area.after(this.#frame);
    this.#sized.observe(area);
    if (area.offsetParent) this.#sized.observe(area.offsetParent);
    const { signal } = this.#gone;
    area.addEventListener("scroll", () => this.#follow(), { signal, passive: true });
    addEventListener("resize", () => this.#lay(), { signal });
    document.fonts?.addEventListener("loadingdone", () => this.#lay(), { signal });
  }

  /** Show pieces of the note, each {text, names}: names of colours, best first. */
  draw(pieces) {
    const nodes = pieces.map(({ text, names }) => {
      if (!names.length) return text;
      const word = document.createElement("mark");
      word.className = names.map((name) => `rehab-${name}`).join(" ");
      word.textContent = text;
      return word;
    });
    // A last line that is empty has no height of its own, and the text area would be a line longer.
    this.#copy.replaceChildren(...nodes, "\u200b");
    this.#lay();
  }

  /** Where a character stands on the screen, if the copy were to show `text`. */
  rect(text, offset) {
    if (this.#copy.textContent !== `${text}\u200b`) this.draw([{ text, names: [] }]);
    this.#lay();
    const walker = document.createTreeWalker(this.#copy, NodeFilter.SHOW_TEXT);
    let before = 0;
    while (walker.nextNode() && before + walker.currentNode.length <= offset) before += walker.currentNode.length;
    const range = document.createRange();
    range.setStart(walker.currentNode, offset - before);
    range.setEnd(walker.currentNode, Math.min(offset - before + 1, walker.currentNode.length));
    return range.getClientRects()[0] ?? range.getBoundingClientRect();
  }

  remove() {
    this.#gone.abort();
    this.#sized.disconnect();
    this.#frame.remove();
  }

  #lay() {
    const style = getComputedStyle(this.#area);
    for (const name of COPIED) this.#copy.style.setProperty(name, style.getPropertyValue(name));
    this.#copy.style.width = `${this.#area.clientWidth}px`;
    Object.assign(this.#frame.style, {
      left: "0", top: "0", width: `${this.#area.clientWidth}px`, height: `${this.#area.clientHeight}px`, zIndex: style.zIndex,
    });
    const [at, to] = [this.#frame.getBoundingClientRect(), this.#area.getBoundingClientRect()];
    this.#frame.style.left = `${to.left + this.#area.clientLeft - at.left}px`;
    this.#frame.style.top = `${to.top + this.#area.clientTop - at.top}px`;
    this.#follow();
  }

  #follow() {
    this.#copy.style.transform = `translate(${-this.#area.scrollLeft}px, ${-this.#area.scrollTop}px)`;
  }
}

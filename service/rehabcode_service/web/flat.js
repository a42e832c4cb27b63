// An editable element as one string, and back: which text node holds the character at an offset.

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TR UL".split(" "),
);

/** The text of an element: a line a block, `\n` for `<br>`, and no character more or fewer than its text nodes hold. */
export class Flat {
  text = "";
  #pieces = [];
  #breakDue = false;
  #kept;

  constructor(root) {
    this.#kept = getComputedStyle(root).whiteSpace.startsWith("pre");
    this.#walk(root);
  }

  /** Return a range over [start, end), or null where the element has no text node there. */
  range(start, end) {
    const first = this.#pieces.find((piece) => start < piece.end);
    const last = this.#pieces.findLast((piece) => piece.start < end);
    if (!first || !last || last.end < first.start) return null;
    const range = document.createRange();
    range.setStart(first.node, Math.max(0, start - first.start));
    range.setEnd(last.node, Math.min(end, last.end) - last.start);
    return range;
  }

  /** Return [node, offset within it] for a caret; null where the element has no text. */
  place(offset) {
    const piece = this.#pieces.find(({ end }) => offset <= end) ?? this.#pieces.at(-1);
    return piece ? [piece.node, Math.max(0, Math.min(offset, piece.end) - piece.start)] : null;
  }

  /** Return the offset of a caret that stands in `node`. */
  offset(node, within) {
    const piece = this.#pieces.find((one) => one.node === node);
    if (piece) return piece.start + within;
    const caret = document.createRange();
    caret.setStart(node, within);
    const next = this.#pieces.find((one) => caret.comparePoint(one.node, 0) >= 0);
    return next ? next.start : this.text.length;
  }

  #walk(parent) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#take(node);
      else if (node.nodeName === "BR") this.#break();
      else if (node.nodeType === Node.ELEMENT_NODE) this.#enter(node);
    }
  }

  #enter(element) {
    const block = BLOCKS.has(element.nodeName);
    if (block) this.#due();
    this.#walk(element);
    if (block) this.#due();
  }

  #due() {
    this.#breakDue = this.text !== "" && !this.text.endsWith("\n");
  }

  #break() {
    if (this.#breakDue) this.text += "\n";
    this.#breakDue = false;
    this.text += "\n";
  }

  // What the browser shows as a blank is sent as a blank; length stays, so offsets do too.
  #take(node) {
    if (node.data === "") return;
    const data = (this.#kept ? node.data : node.data.replace(/[\n\r\t]/g, " ")).replaceAll("\u00a0", " ");
    if (this.#breakDue && !this.#kept && data.trim() === "") return;
    if (this.#breakDue) this.text += "\n";
    this.#breakDue = false;
    const start = this.text.length;
    this.text += data;
    this.#pieces.push({ node, start, end: this.text.length });
  }
}

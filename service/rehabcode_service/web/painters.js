// The colours in the note. The browser paints them by name over ranges; a mirror does where it gives no ranges.

import { segments } from "./spans.js";

const ABOVE = { withheld: 0, quiet: 1, lit: 3 }; // anything else: 2

/** Return a painter: paint(marks, text) with marks {start, end, name}, and clear(). */
export function painterOf(field) {
  const native = typeof CSS !== "undefined" && CSS.highlights;
  if (native && field.ranges) return new RangePainter(field);
  return field.mirror ? new MirrorPainter(field.mirror) : { paint() {}, clear() {} };
}

class RangePainter {
  #field;
  #painted = []; // [highlight, range]: a highlight is shared by all fields of the page

  constructor(field) {
    this.#field = field;
  }

  paint(marks) {
    this.clear();
    for (const { start, end, name } of marks) {
      const range = this.#field.range(start, end);
      if (!range) continue;
      const highlight = shared(name);
      highlight.add(range);
      this.#painted.push([highlight, range]);
    }
  }

  clear() {
    for (const [highlight, range] of this.#painted) {
      highlight.delete(range);
      range.disconnect?.();
    }
    this.#painted = [];
  }
}

function shared(name) {
  const key = `rehab-${name}`;
  if (!CSS.highlights.has(key)) {
    const highlight = new Highlight();
    highlight.priority = ABOVE[name.split("-").at(-1)] ?? 2;
    CSS.highlights.set(key, highlight);
  }
  return CSS.highlights.get(key);
}

class MirrorPainter {
  #mirror;

  constructor(mirror) {
    this.#mirror = mirror;
  }

  paint(marks, text) {
    const pieces = segments(text, marks);
    this.#mirror.draw(pieces.map((piece) => ({ text: piece.text, names: piece.marks.map(({ name }) => name) })));
  }

  clear() {
    this.#mirror.draw([]);
  }
}

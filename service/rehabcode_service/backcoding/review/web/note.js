// The note with the words that prove each suggestion; offsets count UTF-16 units, as strings here do.

export function renderNote(place, text, suggestions) {
  const spans = suggestions.flatMap((one, rank) => one.evidence.map((span) => ({ ...span, rank })));
  const edges = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const pieces = [];
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const [start, end] = [edges[at], edges[at + 1]];
    const over = [...new Set(spans.filter((span) => span.start <= start && end <= span.end).map((span) => span.rank))];
    const words = text.slice(start, end);
    pieces.push(over.length ? marked(words, over) : document.createTextNode(words));
  }
  place.replaceChildren(...pieces);
}

function marked(words, ranks) {
  const mark = document.createElement("mark");
  mark.className = `hue-${ranks[0] % 8}`;
  mark.dataset.ranks = ranks.join(" ");
  mark.textContent = words;
  return mark;
}

// Light up the words of one suggestion; -1 for none.
export function light(place, rank) {
  let first = true;
  for (const mark of place.querySelectorAll("mark")) {
    const lit = mark.dataset.ranks.split(" ").includes(String(rank));
    mark.classList.toggle("lit", lit);
    if (lit && first) {
      const box = place.getBoundingClientRect();
      const own = mark.getBoundingClientRect();
      if (own.top < box.top || own.bottom > box.bottom) place.scrollTop += own.top - box.top - box.height / 3;
      first = false;
    }
  }
  place.classList.toggle("dimmed", !first);
}

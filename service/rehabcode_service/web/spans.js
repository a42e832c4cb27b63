// Where things stand in the note. Pure functions: no page in here.
// A mark is {start, end, code}: the words prove `code`, or are withheld where it is null. Offsets count UTF-16 units.

/** Return the marks of an answer, evidence of the best code first. */
export function marksOf(answer) {
  const proven = answer.suggestions.flatMap(({ code, evidence }) =>
    evidence.map(({ start, end }) => ({ start, end, code })),
  );
  const withheld = answer.withheld.map(({ start, end }) => ({ start, end, code: null }));
  return [...proven, ...withheld];
}

/**
 * Return what one edit did: before it, [head, tail) stood where the new text is `by` units longer. Null: nothing.
 * The caret after the edit tells which of several equal letters was typed; null where it is not known.
 */
export function editOf(before, after, caret = null) {
  if (before === after) return null;
  const by = after.length - before.length;
  const typed = caret === null ? -1 : caret - Math.max(by, 0);
  if (typed >= 0 && before.startsWith(after.slice(0, typed)) && before.endsWith(after.slice(typed + Math.max(by, 0)))) {
    return { head: typed, tail: typed + Math.max(-by, 0), by };
  }
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let same = 0;
  while (same < shorter - head && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { head, tail: before.length - same, by };
}

/** Return a span as it stands after the edits; null where one of them touched it. */
export function moved(span, edits) {
  let { start, end } = span;
  for (const { head, tail, by } of edits) {
    if (end <= head) continue;
    if (start < tail) return null;
    start += by;
    end += by;
  }
  return start === span.start ? span : { ...span, start, end };
}

/** Cut the text where marks begin and end: [{text, marks}], in order and without a gap. */
export function segments(text, marks) {
  const events = marks
    .flatMap((mark) => [
      { at: mark.start, mark, begins: true },
      { at: mark.end, mark, begins: false },
    ])
    .sort((one, other) => one.at - other.at);
  const open = new Set();
  const pieces = [];
  let from = 0;
  for (const { at, mark, begins } of [...events, { at: text.length }]) {
    if (at > from) pieces.push({ text: text.slice(from, at), marks: [...open] });
    from = Math.max(from, at);
    if (mark) begins ? open.add(mark) : open.delete(mark);
  }
  return pieces;
}

/** Return the codes that the words at an offset prove. */
export function codesAt(offset, marks) {
  return new Set(marks.filter(({ start, end, code }) => code && start <= offset && offset <= end).map(({ code }) => code));
}

// Where things stand in the note. Pure functions: no page in here.
// A mark is {start, end, code}: the words prove `code`, or are withheld where it is null.

/** Return the marks of an answer, evidence of the best code first. */
export function marksOf(answer) {
  const proven = answer.suggestions.flatMap(({ code, evidence }) =>
    evidence.map(({ start, end }) => ({ start, end, code })),
  );
  const withheld = answer.withheld.map(({ start, end }) => ({ start, end, code: null }));
  return [...proven, ...withheld];
}

/** Return the marks as they stand after an edit. One that the edit touched is gone until the next answer. */
export function shifted(marks, before, after) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const edited = before.length - tail;
  const by = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start >= edited) return [{ ...mark, start: mark.start + by, end: mark.end + by }];
    return [];
  });
}

/** Cut the text where marks begin and end: [{text, codes, withheld}], in order and without a gap. */
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
    if (at > from) pieces.push(piece(text.slice(from, at), open));
    from = Math.max(from, at);
    if (mark) begins ? open.add(mark) : open.delete(mark);
  }
  return pieces;
}

function piece(text, open) {
  const codes = [...new Set([...open].flatMap(({ code }) => (code ? [code] : [])))];
  return { text, codes, withheld: open.size > 0 && codes.length === 0 };
}

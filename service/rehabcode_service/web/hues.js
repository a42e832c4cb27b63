// A colour and a kind of line for each code: no code is told by colour alone.

/** Hue in degrees of OKLCH, and how the line under the words is drawn. */
export const HUES = [
  [175, "solid"],
  [262, "dashed"],
  [70, "dotted"],
  [318, "double"],
  [25, "wavy"],
  [130, "solid"],
  [225, "dotted"],
  [345, "dashed"],
];

const given = new Map();

/** Return the number of the colour of a code. It stays the same for as long as the page is open. */
export function hueOf(code) {
  if (!given.has(code)) given.set(code, given.size % HUES.length);
  return given.get(code);
}

// Elements, made without a word of HTML: what stands in a note can never become markup.

/** Return an element; `on` in its attributes holds listeners, null and false leave an attribute or a child out. */
export function make(tag, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

const said = new WeakMap();

/**
 * Bring a list up to date: `items` are {key, draw(), says}. What says the same stays the very element it was, so that
 * the focus, and whatever a person has opened, stays too.
 */
export function fill(list, items) {
  const standing = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const root = list.getRootNode();
  const active = list.contains(root.activeElement) ? root.activeElement : null;
  const held = active?.closest("[data-key]");
  const place = [...list.children].indexOf(held);
  items.forEach((item, index) => {
    let child = standing.get(item.key);
    if (!child || said.get(child) !== item.says) {
      const drawn = item.draw();
      drawn.dataset.key = item.key;
      said.set(drawn, item.says);
      child?.replaceWith(drawn);
      child = drawn;
    }
    standing.delete(item.key);
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
  for (const child of standing.values()) child.remove();
  if (active && root.activeElement !== active) focusAgain(list, held.dataset.key, active.dataset.control, place);
}

// Where the item is gone, its neighbour takes the focus: whoever goes on with the keyboard is not sent back to the top.
function focusAgain(list, key, control, place) {
  const item = [...list.children].find((child) => child.dataset.key === key) ?? list.children[place] ?? list.lastElementChild;
  const again = item?.querySelector(`[data-control="${control}"]`) ?? item?.querySelector("button");
  again?.focus({ preventScroll: true });
}

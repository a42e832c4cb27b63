// The one place that talks to the service. The note goes in the body alone, never in an address.

/** The service answered, and said what is wrong. */
export class Refused extends Error {}

/** The service did not answer, or failed. Trying again may help. */
export class Unreachable extends Error {}

/** Return the answer to a note. Offsets in it count UTF-16 units, as JavaScript strings do. */
export async function suggest(text, revision, signal) {
  const body = JSON.stringify({ text: wellFormed(text), offset_unit: "utf16", revision });
  let response;
  try {
    response = await fetch("v1/suggestions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      signal,
    });
    if (response.ok) return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable("the service cannot be reached");
  }
  if (response.status >= 500) throw new Unreachable(`the service failed (${response.status})`);
  throw new Refused(await reason(response));
}

/** Return the example notes that come with the page. */
export async function examples() {
  const response = await fetch("static/examples.json");
  return response.ok ? response.json() : [];
}

// Half an emoji, cut by an editor, cannot be sent; the replacement has the same length.
function wellFormed(text) {
  return typeof text.toWellFormed === "function" ? text.toWellFormed() : text;
}

async function reason(response) {
  try {
    const problem = await response.json();
    return [problem.detail, ...(problem.errors ?? []).map((one) => one.detail)].join(". ");
  } catch {
    return `the service refused the note (${response.status})`;
  }
}

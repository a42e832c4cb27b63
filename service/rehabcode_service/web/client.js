// The one place that talks to the service. The note goes in the body alone, never in an address.

const LONGEST = 20_000; // milliseconds until a service that says nothing counts as away
const LATER = new Set([408, 425, 429]); // beside 5xx: asking again may help

/** The service answered, and said what is wrong. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The service did not answer, or failed. Asking again may help. */
export class Unreachable extends Error {}

export class Service {
  #base;
  #token;
  #completes = true;

  /** `base` is the address of the service; `token()` returns a bearer token, a promise of one, or null. */
  constructor(base, token) {
    this.#base = new URL(base);
    this.#token = token;
  }

  /** Return the answer to a note. Offsets in it count UTF-16 units, as JavaScript strings do. */
  async suggest(request, signal) {
    const response = await this.#post("v1/suggestions", request, signal);
    if (!response.ok) throw new Refused(await reason(response), response.status);
    return read(response);
  }

  /** Return the completions at a caret; none where the service knows none, or says that something is wrong. */
  async complete(request, signal) {
    if (!this.#completes) return [];
    const response = await this.#post("v1/completions", request, signal);
    this.#completes = response.status !== 404;
    return response.ok ? (await read(response)).completions : [];
  }

  async #post(path, request, signal) {
    const body = JSON.stringify({ ...request, text: wellFormed(request.text), offset_unit: "utf16" });
    const token = await this.#token();
    const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const signals = AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]);
    const options = { method: "POST", headers, body, signal: signals, credentials: "omit", referrerPolicy: "no-referrer" };
    const response = await fetch(new URL(path, this.#base), options).catch(away);
    if (response.status >= 500 || LATER.has(response.status)) throw new Unreachable("The service cannot answer just now");
    return response;
  }
}

function away(error) {
  if (error.name === "AbortError") throw error;
  throw new Unreachable(
    error.name === "TimeoutError" ? "The service takes too long to answer" : "The service cannot be reached",
  );
}

async function read(response) {
  try {
    return await response.json();
  } catch (error) {
    return away(error);
  }
}

// Half an emoji, cut by an editor, cannot be sent; the replacement has the same length.
function wellFormed(text) {
  return typeof text.toWellFormed === "function" ? text.toWellFormed() : text;
}

async function reason(response) {
  if (response.status === 401 || response.status === 403) return "The service does not know who is asking";
  const problem = await response.json().catch(() => ({}));
  const said = [problem.detail ?? `the service refused the note (${response.status})`, ...(problem.errors ?? []).map((one) => one.detail)];
  const sentence = said.join(": ");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

// Practice over HTTP. A case comes without its answer; the answer comes with the grade.

const LONGEST = 20_000; // milliseconds until a service that says nothing counts as away

/** What the service says is wrong, in its words. */
export class Refused extends Error {}

/** Return the learner of a name. */
export const enter = (name) => send("POST", "learners", { name });

/** Return the next case, or null for one where nothing is due and nothing is new. */
export const deal = (learner) => send("POST", `learners/${learner}/cases`);

/** Commit an answer and return what became of it. */
export const answer = (attempt, codes) => send("POST", `attempts/${attempt}`, { codes, offset_unit: "utf16" });

/** Return how far a learner has come. */
export const progress = (learner) => send("GET", `learners/${learner}/progress`);

/** Return all codes with our names for them. */
export async function codes() {
  const found = await read(await ask("v1/codes", { method: "GET" }));
  return found.codes.map(({ code, name }) => ({ code, name }));
}

async function send(method, path, body) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  return read(await ask(`v1/practice/${path}`, { method, headers, body: body && JSON.stringify(body) }));
}

async function ask(path, options) {
  try {
    return await fetch(path, { ...options, credentials: "same-origin", signal: AbortSignal.timeout(LONGEST) });
  } catch {
    throw new Refused("The service cannot be reached. Your answer is still here; try again.");
  }
}

async function read(response) {
  const said = await response.json().catch(() => ({}));
  if (response.ok) return said;
  const details = [said.detail ?? `The service refused (${response.status})`, ...(said.errors ?? []).map((one) => one.detail)];
  throw new Refused(details.join(": "));
}

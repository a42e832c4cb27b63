// When the service is asked: after a pause, once at a time, again when it was away. Only an answer to the note as it
// is now is heard.

import { Unreachable } from "./client.js";

const SHORTEST = 40; // milliseconds of pause, however quick the service is
const LONGEST = 400; // and however slow
const FIRST = 150; // before it is known how quick it is
const SLOW = 1500; // milliseconds without an answer before that is said
const RETRY = 2000; // before the service is asked again, doubled each time it is away
const RETRY_AT_MOST = 30_000;

export class Conversation {
  revision = 0;
  #ask;
  #hear;
  #pause;
  #took = FIRST / 2;
  #failures = 0;
  #waiting = 0;
  #slow = 0;
  #sent = new AbortController();
  #online = () => this.#failures && this.now();

  /**
   * `ask(revision, signal)` returns a promise of an answer with that `revision`; `hear(kind, what)` is called with
   * "asked", "slow", "answer" and it, or "trouble" and the error. `pause` in milliseconds; null follows the service.
   */
  constructor(ask, hear, pause = null) {
    this.#ask = ask;
    this.#hear = hear;
    this.#pause = pause;
    addEventListener("online", this.#online);
  }

  /** The note has changed: what is on its way answers an older one. */
  changed() {
    this.revision += 1;
    this.#sent.abort();
    // While the service is away, typing does not ask more often: the next try is due anyway.
    if (this.#failures && this.#waiting) return;
    this.#later(this.#pause ?? Math.min(LONGEST, Math.max(SHORTEST, 2 * this.#took)));
  }

  /** Ask without a pause. */
  now() {
    this.#later(0);
  }

  end() {
    this.#sent.abort();
    this.#still();
    removeEventListener("online", this.#online);
  }

  #later(milliseconds) {
    this.#still();
    this.#waiting = setTimeout(() => this.#send(), milliseconds);
  }

  #still() {
    clearTimeout(this.#waiting);
    clearTimeout(this.#slow);
    this.#waiting = 0;
  }

  async #send() {
    this.#waiting = 0;
    this.#sent.abort();
    this.#sent = new AbortController();
    const { signal } = this.#sent;
    const began = performance.now();
    this.#slow = setTimeout(() => this.#hear("slow"), SLOW);
    this.#hear("asked");
    try {
      const answer = await this.#ask(this.revision, signal);
      if (signal.aborted || answer.revision !== this.revision) return;
      this.#took = (this.#took + performance.now() - began) / 2;
      this.#failures = 0;
      clearTimeout(this.#slow);
      this.#hear("answer", answer);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  #failed(error) {
    this.#still();
    if (error instanceof Unreachable) {
      this.#later(Math.min(RETRY_AT_MOST, RETRY * 2 ** this.#failures));
      this.#failures += 1;
    }
    this.#hear("trouble", error);
  }
}

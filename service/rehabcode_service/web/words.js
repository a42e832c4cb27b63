// What the panel says, in plain words.

const ASSERTIONS = {
  planned: "planned",
  negated: "not done",
  historical: "done before",
  home: "at home",
  other: "done by somebody else",
  ordered: "ordered",
  hypothetical: "conditional",
  incidental: "named in passing",
};

const RULES = {
  cms: "timed minutes are pooled over the day",
  midpoint: "each code is counted alone, from the eighth minute on",
};

/** Return "1 code", "2 codes". */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export function percent(score) {
  return `${Math.min(99, Math.round(score * 100))}%`;
}

export function capital(sentence) {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Return the words of a span as one line. */
export function line(quote) {
  return quote.replace(/\s+/gu, " ").trim();
}

/** Return why a technique is withheld: "planned: next visit". */
export function why({ assertion, cue }) {
  const words = ASSERTIONS[assertion] ?? assertion;
  const said = cue && /\p{L}{2}/u.test(cue.quote) && !words.endsWith(cue.quote.toLowerCase());
  return said ? `${words}: ${line(cue.quote)}` : words;
}

export function payer(name) {
  return capital(name.replaceAll("_", " "));
}

export function rule({ payer: name, rule: kind, left_over: left }) {
  const rest = left ? `; ${left} min left over` : "";
  return `${payer(name)}: ${RULES[kind] ?? kind}${rest}.`;
}

/** Return the answer in one sentence, for those who listen. */
export function summary({ suggestions, withheld, billing }) {
  const parts = [count(suggestions.length, "code")];
  if (billing?.timed_units) parts.push(count(billing.timed_units, "timed unit"));
  if (billing?.findings.length) parts.push(`${billing.findings.length} to check`);
  if (withheld.length) parts.push(`${withheld.length} named, not performed`);
  return `${parts.join(", ")}.`;
}

/** Return what stands in the way of an answer, and that nothing is lost by it. */
export function trouble(error, retried) {
  const rest = retried ? "Keep typing: the note stays here, and is read again as soon as the service is back." : "";
  return `${error.message.replace(/\.$/u, "")}. ${rest}`.trim();
}

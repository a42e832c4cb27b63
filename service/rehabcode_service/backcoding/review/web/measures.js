// What the decisions tell so far, as tables.

const percent = (share) => (share == null ? "–" : `${(share * 100).toFixed(0)}%`);

export function renderMeasures(place, found, codes) {
  const seconds = found.seconds == null ? "–" : `${found.seconds.toFixed(0)} s`;
  const told = document.createElement("p");
  told.textContent = `${found.notes} notes, ${seconds} each in the median.`;
  const rows = [
    ["drawn at random", found.at_random],
    ["the run is unsure", found.uncertain],
    ...Object.entries(found.by_code).map(([code, one]) => [`${code} ${codes.get(code) ?? ""}`, one]),
  ];
  place.replaceChildren(told, table(rows));
  if (found.reviewers_agree != null) {
    const both = document.createElement("p");
    both.textContent = `Reviewers of the same note agree on ${percent(found.reviewers_agree)} of its codes.`;
    place.append(both);
  }
}

function table(rows) {
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const words of ["", "accepted", "95 %", "changed", "rejected", "added"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = words;
    head.append(cell);
  }
  const body = made.createTBody();
  for (const [name, one] of rows) {
    const row = body.insertRow();
    const range = one.interval ? `${percent(one.interval[0])}–${percent(one.interval[1])}` : "–";
    for (const words of [name, `${one.accepted} of ${one.decided}`, range, one.changed, one.rejected, one.added]) {
      row.insertCell().textContent = words;
    }
  }
  return made;
}

// What a page does with the element: gives it a token, and takes what is accepted.

const charges = new Map();

for (const assist of document.querySelectorAll("rehab-code-assist")) {
  // Asked for before each request: here the page would give what its own server issued. null sends none.
  assist.token = async () => null;
}

// The events bubble and leave every shadow root, so that one listener serves the whole page.
document.addEventListener("rehab-accept", ({ target, detail: { code, billed, suggestion } }) => {
  charges.set(`${target.getAttribute("for")} ${code}`, `${code} × ${billed?.units ?? "?"}: ${suggestion.name}`);
  show();
});
document.addEventListener("rehab-undo", ({ target, detail: { code } }) => {
  charges.delete(`${target.getAttribute("for")} ${code}`);
  show();
});

function show() {
  const lines = charges.size ? [...charges.values()] : ["none accepted yet"];
  const items = lines.map((line) => Object.assign(document.createElement("li"), { textContent: line }));
  document.getElementById("charges").replaceChildren(...items);
}

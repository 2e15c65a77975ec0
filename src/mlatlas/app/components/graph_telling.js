// What the graph tells: the facts of a line, what screen readers hear, the keys. Part of graph.js.

const MOST_NAMES = 12; // that are read aloud of a change

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.filter(Boolean));
  return made;
}

function openFacts(state, id) {
  const edge = state.edges.get(id);
  const place = state.root.querySelector(".facts");
  if (!edge || !edge.facts || edge.facts.length === 0) return;
  state.told = id;
  const close = element("button", "close", "×");
  Object.assign(close, { type: "button", title: "Close (Escape)" });
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => closeFacts(state));
  place.replaceChildren(close, ...edge.facts.map(factOf));
  place.hidden = false;
}

function closeFacts(state) {
  state.told = null;
  const place = state.root.querySelector(".facts");
  if (place) place.hidden = true;
}

// By keyboard: the facts of the lines at the selected node, one line after the other.
function nextFacts(state) {
  const ids = state.network.getConnectedEdges(state.selected);
  if (ids.length === 0) return;
  const next = ids[(ids.indexOf(state.told) + 1) % ids.length];
  openFacts(state, next);
  const facts = state.edges.get(next).facts ?? [];
  speak(state, ...facts.map((fact) => sentences(fact.text, fact.scope, fact.verdict.slice(2), right(fact))));
}

function sentences(...parts) {
  return parts.filter(Boolean).map((part) => `${part}.`).join(" ");
}

function right(fact) {
  return fact.correction && `Right is: ${fact.correction}`;
}

function factOf(fact) {
  const text = element(fact.is_struck ? "s" : "strong", "claim", fact.text);
  const correction = fact.correction && element("p", "right", right(fact));
  const scope = fact.scope && element("p", "scope", fact.scope);
  const verdict = fact.verdict && element("span", "verdict", `${fact.verdict} · ${fact.id}`);
  const proof = fact.proof && element("p", "scope", fact.proof);
  return element("div", "fact", text, correction, scope, verdict, proof, ...fact.sources.map(citedOf));
}

function citedOf(source) {
  if (!source.url) return element("p", "cited", source.text);
  const anchor = element("a", "", source.text);
  Object.assign(anchor, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
  return element("p", "cited", anchor);
}

// ── For ears and for tests ──────────────────────────────────────────────────

// What the pane is, by name; the keys are its description.
function describe(state) {
  state.pane.setAttribute("aria-label", `Knowledge graph of ${things(state.nodes.length)}`);
}

function things(count) {
  return count === 1 ? "1 thing" : `${count} things`;
}

function help(state, isOpen) {
  state.isHelping = isOpen;
  state.root.querySelector(".help").hidden = !isOpen;
  state.root.querySelector("[data-help]").setAttribute("aria-expanded", String(isOpen));
}

// Into the live region: screen readers read what is new there.
function speak(state, ...said) {
  const text = said.filter(Boolean).join(" ");
  if (text) state.root.querySelector(".spoken").textContent = text;
}

// A node and its neighbours, in words.
function aloud(state, iri) {
  const node = state.nodes.get(iri);
  const around = [...new Set(state.network.getConnectedNodes(iri))].map((id) => state.nodes.get(id).name);
  const joined = around.length > 0 ? `Connected with ${around.join(", ")}.` : "Connected with nothing here.";
  return `${node.name}, ${node.kind}. ${joined}`;
}

// What is on the graph, to be compared with what was.
function shown(state) {
  return {
    scene: state.scene,
    names: new Map(state.nodes.get().map((node) => [node.id, node.name])),
    pinned: new Set(state.pinned),
  };
}

// What a change came to, in words; empty where nothing changed.
function news(before, now) {
  if (before.scene !== now.scene) return `Another graph: ${things(now.names.size)}.`;
  const came = missing(now.names.keys(), before.names).map((id) => now.names.get(id));
  const gone = missing(before.names.keys(), now.names).map((id) => before.names.get(id));
  const pinned = missing(now.pinned, before.pinned).map((id) => `${now.names.get(id) ?? id} is pinned.`);
  const free = missing(before.pinned, now.pinned).map((id) => `${now.names.get(id) ?? id} is no longer pinned.`);
  const changed = [listed(came, "came"), listed(gone, "went")].filter(Boolean);
  if (changed.length > 0) changed.push(`${things(now.names.size)} are on the graph.`);
  return [...changed, ...pinned, ...free].join(" ");
}

function missing(ids, others) {
  return [...ids].filter((id) => !others.has(id));
}

function listed(names, verb) {
  if (names.length === 0) return "";
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return `${things(names.length)} ${verb}: ${names.slice(0, MOST_NAMES).join(", ")}${more}.`;
}

function testHook(state) {
  return {
    get isReady() {
      return Boolean(state.isReady);
    },
    get selected() {
      return state.selected;
    },
    get told() {
      return state.told;
    },
    // A place in the window on the line between two nodes, to be clicked.
    between: (one, other) => {
      const [a, b] = [state.network.getPosition(one), state.network.getPosition(other)];
      const place = state.network.canvasToDOM({ x: a.x + 0.5 * (b.x - a.x), y: a.y + 0.5 * (b.y - a.y) });
      const corner = state.pane.getBoundingClientRect();
      return { x: corner.left + place.x, y: corner.top + place.y };
    },
    names: () => Object.fromEntries(state.nodes.get().map((node) => [node.id, node.name])),
    neighbours: (iri) => state.network.getConnectedNodes(iri),
    edges: () => state.edges.get(),
    expand: (iri) => state.send("expand", iri),
    positions: () => state.network.getPositions(),
    scale: () => state.network.getScale(),
    colours: () => ({ text: state.text, ground: state.ground }),
    boxes: () => Object.fromEntries(state.nodes.getIds().map((id) => [id, nodeBox(state, id)])),
    labels: () => Object.fromEntries(state.nodes.get().map((node) => [node.id, node.label])),
    // Where a node lies in the window, to be clicked.
    locate: (iri) => {
      const place = state.network.canvasToDOM(state.network.getPosition(iri));
      const corner = state.pane.getBoundingClientRect();
      return { x: corner.left + place.x, y: corner.top + place.y };
    },
  };
}

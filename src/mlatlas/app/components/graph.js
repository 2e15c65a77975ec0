// The graph pane: vis-network inside a Streamlit component.
//
// Streamlit calls the default export again with every new picture, on the same element. The network made
// at the first call is kept and changed, so that nodes which stay do not move: places come with the data
// and nothing is simulated. Data is only ever handed to vis-network or written as textContent.

const views = new WeakMap();

const LARGEST_ZOOM = 1.25;
const RIM = 8; // pixels of the pane left free around the picture
// Half strokes across the middle of a line, by what it says.
const CROSSES = { denies: [[6, 6], [6, -6]], outdated: [[8, 4]] };
const ACTS = { Delete: "remove", Backspace: "remove", c: "collapse", p: "pin", f: "start" };
const DOUBLE_CLICK = 500; // milliseconds
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".graph");
  const state = views.get(root) ?? { isGone: false };
  views.set(root, state);
  state.latest = data;
  // The nonce makes two equal events different, so that a node can be chosen twice.
  state.send = (event, iri) => setTriggerValue(event, { iri, nonce: Date.now() });
  state.act = (act, iri) => data.acts && setTriggerValue("act", { act, iri, nonce: Date.now() });

  whenLoaded((vis) => {
    if (state.isGone || state.latest !== data) return;
    if (state.network) update(state, data);
    else start(vis, state, root, data);
    select(state, data.selected);
    state.isReady = true;
  });

  return () => {
    state.isGone = true;
    state.stop?.();
    views.delete(root);
  };
}

// vis-network arrives with a component of its own, before or after this one.
function whenLoaded(use, tries = 0) {
  if (globalThis.vis?.Network) use(globalThis.vis);
  else if (tries < 400) setTimeout(() => whenLoaded(use, tries + 1), 25);
}

function start(vis, state, root, data) {
  state.root = root;
  state.pane = root.querySelector(".pane");
  state.scene = data.scene;
  state.nodes = new vis.DataSet(data.nodes);
  state.edges = new vis.DataSet(edgesOf(data));
  state.root.style.height = data.height;
  drawLegend(state, root.querySelector(".legend"), data);
  describe(state);
  readTheme(state);
  state.network = new vis.Network(state.pane, { nodes: state.nodes, edges: state.edges }, options(state, data));
  // vis-network makes its own element a stop of the Tab key; the pane is one already.
  state.pane.querySelector(".vis-network")?.setAttribute("tabindex", "-1");
  fit(state, false);
  state.stop = listen(state);
  globalThis.__mlatlas = testHook(state);
}

function update(state, data) {
  // vis-network would leave the tooltip of a node that goes away.
  const tooltip = state.pane.querySelector(".vis-tooltip");
  if (tooltip) tooltip.style.visibility = "hidden";
  state.root.style.height = data.height;
  drawLegend(state, state.root.querySelector(".legend"), data);
  if (state.told && !data.edges.some((edge) => edge.id === state.told)) closeFacts(state);
  if (data.scene !== state.scene) {
    closeFacts(state);
    state.scene = data.scene;
    state.selected = null;
    state.edges.clear();
    state.nodes.clear();
    state.nodes.add(data.nodes);
    state.edges.add(edgesOf(data));
    fit(state, false);
  } else {
    change(state, data);
  }
  describe(state);
}

// On a map with frames, who belongs where is seen without lines; the arrow keys still follow them.
function edgesOf({ edges, frames }) {
  return frames.length > 0 ? edges.map((edge) => ({ ...edge, hidden: true })) : edges;
}

// Within a scene, nodes that are there stay where they are; only what is new takes the place in the data.
function change(state, data) {
  const there = new Set(state.nodes.getIds());
  const wanted = new Set(data.nodes.map((node) => node.id));
  const wantedEdges = new Set(data.edges.map((edge) => edge.id));
  const fresh = data.nodes.filter((node) => !there.has(node.id));
  state.edges.remove(state.edges.getIds().filter((id) => !wantedEdges.has(id)));
  state.nodes.remove([...there].filter((id) => !wanted.has(id)));
  state.nodes.update(data.nodes.filter((node) => there.has(node.id)).map(({ x, y, ...look }) => look));
  state.nodes.add(fresh);
  state.edges.update(edgesOf(data));
  if (fresh.length > 0) bringIntoView(state);
}

// ── Looks ───────────────────────────────────────────────────────────────────

function options(state, data) {
  const primary = colour(state, "--st-primary-color", "#3b82f6");
  return {
    ...data.options,
    nodes: {
      ...data.options.nodes,
      chosen: {
        node: (values, id, isSelected) => {
          if (!isSelected) return;
          values.shadow = true;
          values.shadowColor = primary;
          values.shadowSize = 18;
          values.shadowX = 0;
          values.shadowY = 0;
        },
        label: false,
      },
    },
  };
}

function readTheme(state) {
  state.text = colour(state, "--st-text-color", "#222222");
  state.ground = colour(state, "--st-background-color", "#ffffff");
}

function drawFrames(state, canvas) {
  canvas.save();
  Object.assign(canvas, { lineWidth: 1.5, strokeStyle: state.text, fillStyle: state.text });
  for (const { x, y, width, height } of state.latest.frames) {
    canvas.beginPath();
    canvas.roundRect(x - width / 2, y - height / 2, width, height, 10);
    canvas.globalAlpha = 0.05;
    canvas.fill();
    canvas.globalAlpha = 0.3;
    canvas.stroke();
  }
  canvas.restore();
}

// The words on the lines, where the data puts them: a share of the way between the two ends.
function drawCaptions(state, canvas) {
  const { size, face } = state.latest.options.edges.font;
  Object.assign(canvas, { font: `${size}px ${face}`, textAlign: "center", textBaseline: "middle", lineJoin: "round" });
  Object.assign(canvas, { lineWidth: 5, strokeStyle: state.ground, fillStyle: state.text });
  const places = state.network.getPositions();
  for (const edge of state.edges.get({ filter: (edge) => !edge.caption && edge.role in CROSSES })) {
    cross(state, canvas, places[edge.from], places[edge.to], edge);
  }
  for (const { from, to, caption } of state.edges.get({ filter: (edge) => edge.caption })) {
    const x = places[from].x + caption.at * (places[to].x - places[from].x);
    const y = places[from].y + caption.at * (places[to].y - places[from].y);
    const lines = caption.text.split("\n");
    lines.forEach((line, index) => {
      const height = y + (index - (lines.length - 1) / 2) * size;
      canvas.strokeText(line, x, height);
      canvas.fillText(line, x, height);
    });
  }
}

// A line that denies bears a cross where it has no words, one that is corrected a stroke: colour is never all.
function cross(state, canvas, from, to, edge) {
  if (!from || !to) return;
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  canvas.save();
  Object.assign(canvas, { lineWidth: 2.5, strokeStyle: edge.color.color });
  canvas.beginPath();
  for (const [dx, dy] of CROSSES[edge.role]) {
    canvas.moveTo(x - dx, y - dy);
    canvas.lineTo(x + dx, y + dy);
  }
  canvas.stroke();
  canvas.restore();
}

function colour(state, name, otherwise) {
  return getComputedStyle(state.root).getPropertyValue(name).trim() || otherwise;
}

// Where the page can hide classes and kinds of lines, each entry is a switch.
function drawLegend(state, place, { legend, acts, frames }) {
  const marks = legend.filter((mark) => mark.fill || frames.length === 0); // with frames, no line is drawn
  const focused = place.getRootNode().activeElement?.dataset?.key;
  place.replaceChildren(...marks.map((mark) => legendEntry(state, mark, acts)));
  if (focused) place.querySelector(`[data-key="${focused}"]`)?.focus();
}

function legendEntry(state, mark, isSwitch) {
  const entry = document.createElement(isSwitch && mark.key ? "button" : "span");
  entry.className = mark.is_off ? "mark off" : "mark";
  if (isSwitch && mark.key) {
    entry.type = "button";
    entry.dataset.key = mark.key;
    entry.title = mark.is_off ? "Show it again" : "Hide it";
    entry.setAttribute("aria-pressed", String(!mark.is_off));
    entry.addEventListener("click", () => state.act("off", mark.key));
  }
  const [svg, shape] = ["svg", mark.fill ? "rect" : "line"].map((name) =>
    document.createElementNS("http://www.w3.org/2000/svg", name),
  );
  set(svg, { width: mark.fill ? 18 : 26, height: 12, "aria-hidden": "true" });
  if (mark.fill) {
    set(shape, { x: 1, y: 1, width: 16, height: 10, rx: Math.min(mark.radius, 5) });
    set(shape, { fill: mark.fill, stroke: mark.colour, "stroke-width": 1.5 });
  } else {
    set(shape, { x1: 0, y1: 6, x2: 26, y2: 6, stroke: mark.colour });
    set(shape, { "stroke-width": mark.width, "stroke-dasharray": mark.dashes.join(" ") });
  }
  svg.append(shape);
  entry.append(svg, document.createTextNode(mark.name));
  return entry;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

// ── The view ────────────────────────────────────────────────────────────────

function fit(state, isAnimated) {
  state.isMoved = false;
  state.network.redraw();
  state.network.moveTo({ ...wholeView(state), animation: animation(isAnimated) });
}

// The view that shows everything. vis-network's own fit leaves a tenth of the pane and the corners' radius free.
function wholeView(state) {
  const frames = state.latest.frames.map(({ x, y, width, height }) => ({
    left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2,
  }));
  const boxes = [...state.nodes.getIds().map((id) => nodeBox(state, id)), ...frames];
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
  const { clientWidth, clientHeight } = state.pane;
  const scale = Math.min((clientWidth - 2 * RIM) / (right - left), (clientHeight - 2 * RIM) / (bottom - top), LARGEST_ZOOM);
  return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02) };
}

// What is drawn of a node: vis-network's box has the radius of the corners added all around.
function nodeBox(state, id) {
  const { left, top, right, bottom } = state.network.getBoundingBox(id);
  const radius = state.nodes.get(id).shapeProperties.borderRadius;
  return { left: left + radius, top: top + radius, right: right - radius, bottom: bottom - radius };
}

function animation(isWanted) {
  const isCalm = globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return isWanted && !isCalm ? { duration: 300, easingFunction: "easeInOutQuad" } : false;
}

// Zoom out, never in, and only where something would lie outside.
function bringIntoView(state) {
  state.network.redraw();
  const { clientWidth, clientHeight } = state.pane;
  const isOutside = state.nodes.getIds().some((id) => {
    const box = nodeBox(state, id);
    const a = state.network.canvasToDOM({ x: box.left, y: box.top });
    const b = state.network.canvasToDOM({ x: box.right, y: box.bottom });
    return a.x < 0 || a.y < 0 || b.x > clientWidth || b.y > clientHeight;
  });
  if (!isOutside) return;
  const whole = wholeView(state);
  state.network.moveTo({ ...whole, scale: Math.min(whole.scale, state.network.getScale()), animation: animation(true) });
}

function zoomBy(state, factor) {
  state.isMoved = true;
  state.network.moveTo({ scale: state.network.getScale() * factor, animation: animation(true) });
}

// ── What a person does ──────────────────────────────────────────────────────

function listen(state) {
  const { network, pane, root } = state;
  // A click beside all nodes keeps the selection, which vis-network would take away.
  network.on("click", ({ nodes, edges }) => {
    if (isGoingIn(state)) return;
    if (nodes.length > 0 && state.latest.goes_in) goIn(state, nodes[0]);
    else if (nodes.length > 0) choose(state, nodes[0]);
    else select(state, state.selected);
    if (nodes.length === 0 && edges.length > 0) openFacts(state, edges[0]);
    else closeFacts(state);
  });
  network.on("doubleClick", ({ nodes }) => nodes.length > 0 && !isGoingIn(state) && state.send("expand", nodes[0]));
  network.on("beforeDrawing", (canvas) => drawFrames(state, canvas));
  network.on("afterDrawing", (canvas) => drawCaptions(state, canvas));
  network.on("dragEnd", ({ nodes }) => (state.isMoved ||= nodes.length === 0));
  network.on("zoom", () => (state.isMoved = true));
  network.on("hoverEdge", () => pane.classList.add("over-node"));
  network.on("blurEdge", () => pane.classList.remove("over-node"));
  network.on("hoverNode", () => pane.classList.add("over-node"));
  network.on("blurNode", () => pane.classList.remove("over-node"));
  pane.addEventListener("keydown", (event) => onKey(state, event));
  root.querySelector(".tools").addEventListener("click", ({ target }) => {
    if (target.dataset.zoom) zoomBy(state, Number(target.dataset.zoom));
    else if ("fit" in target.dataset) fit(state, true);
  });
  return followSurroundings(state);
}

// The size of the pane and the theme may change while the page is open.
function followSurroundings(state) {
  const sizes = new ResizeObserver(() => state.isMoved || fit(state, false));
  const recolour = () => {
    readTheme(state);
    state.network.redraw();
  };
  sizes.observe(state.pane);
  // graph.css puts a short transition on the text colour: its end tells that the theme has changed.
  state.root.addEventListener("transitionend", recolour);
  return () => {
    sizes.disconnect();
    state.network.destroy();
  };
}

// Who double-clicks out of habit goes in once, and does not open what lies under the pointer then.
function goIn(state, iri) {
  state.wentIn = Date.now();
  state.send("expand", iri);
}

function isGoingIn(state) {
  return Date.now() - (state.wentIn ?? 0) < DOUBLE_CLICK;
}

function choose(state, iri) {
  select(state, iri);
  state.send("select", iri);
}

function select(state, iri) {
  if (!iri || !state.nodes.get(iri)) {
    state.selected = null;
    state.network.unselectAll();
  } else if (iri !== state.selected) {
    state.selected = iri;
    say(state, iri);
  }
  if (state.selected) state.network.selectNodes([state.selected]);
}

function onKey(state, event) {
  const direction = DIRECTIONS[event.key];
  if (direction) {
    step(state, direction);
  } else if (event.key === "Enter" && state.selected) {
    state.send("expand", state.selected);
  } else if (event.key === "e" && state.selected) {
    nextFacts(state);
  } else if (event.key === "Escape" && state.told) {
    closeFacts(state);
  } else if (ACTS[event.key] && state.selected && state.latest.acts && !event.ctrlKey && !event.metaKey) {
    state.act(ACTS[event.key], state.selected);
  } else if ((event.key === "z" || event.key === "y") && state.latest.acts) {
    state.act(event.key === "z" ? "undo" : "redo", "");
  } else if (event.key === "+" || event.key === "-") {
    zoomBy(state, event.key === "+" ? 1.25 : 0.8);
  } else if (event.key === "0") {
    fit(state, true);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

// Along the line that leads most nearly in the direction of the arrow key; the first key takes the first node.
function step(state, [dx, dy]) {
  const { network, nodes, selected } = state;
  if (!selected) {
    choose(state, nodes.getIds()[0]);
    return;
  }
  const places = network.getPositions();
  const here = places[selected];
  let best = null;
  let bestCosine = 0.1;
  for (const id of network.getConnectedNodes(selected)) {
    const [x, y] = [places[id].x - here.x, places[id].y - here.y];
    const cosine = (x * dx + y * dy) / (Math.hypot(x, y) || 1);
    if (cosine > bestCosine) [best, bestCosine] = [id, cosine];
  }
  if (best) choose(state, best);
}

// ── What a line says ────────────────────────────────────────────────────────

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
  const heard = facts.map((fact) => [fact.text, fact.verdict.slice(2), fact.correction && `Right is: ${fact.correction}`]);
  state.root.querySelector(".spoken").textContent = heard.map((parts) => parts.filter(Boolean).join(". ")).join(". ");
}

function factOf(fact) {
  const text = element(fact.is_struck ? "s" : "strong", "claim", fact.text);
  const right = fact.correction && element("p", "right", `Right is: ${fact.correction}`);
  const scope = fact.scope && element("p", "scope", fact.scope);
  const verdict = fact.verdict && element("span", "verdict", `${fact.verdict} · ${fact.id}`);
  const proof = fact.proof && element("p", "scope", fact.proof);
  return element("div", "fact", text, right, scope, verdict, proof, ...fact.sources.map(citedOf));
}

function citedOf(source) {
  if (!source.url) return element("p", "cited", source.text);
  const anchor = element("a", "", source.text);
  Object.assign(anchor, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
  return element("p", "cited", anchor);
}

// ── For ears and for tests ──────────────────────────────────────────────────

function describe(state) {
  const count = state.nodes.length;
  state.pane.setAttribute(
    "aria-label",
    `Knowledge graph of ${count} things. Arrow keys move along lines, Enter opens more, plus and minus zoom, ` +
      "0 shows everything, E reads the lines of a node, C collapses, Delete removes, P pins, F starts afresh from it, " +
      "Z takes back. The same is there as a table.",
  );
}

function say(state, iri) {
  const node = state.nodes.get(iri);
  const around = state.network.getConnectedNodes(iri).map((id) => state.nodes.get(id).name);
  const neighbours = around.length > 0 ? `Connected with ${around.join(", ")}.` : "Connected with nothing here.";
  state.root.querySelector(".spoken").textContent = `${node.name}, ${node.kind}. ${neighbours}`;
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

// The graph pane: vis-network inside a Streamlit component.
//
// Streamlit calls the default export again with every new picture, on the same element. The network made
// at the first call is kept and changed, so that nodes which stay do not move: places come with the data
// and nothing is simulated. Data is only ever handed to vis-network or written as textContent.

const views = new WeakMap();

const LARGEST_ZOOM = 1.25;
const RIM = 8; // pixels of the pane left free around the picture
const ACTS = { Delete: "remove", Backspace: "remove", c: "collapse", p: "pin", f: "start" };
const DOUBLE_CLICK = 500; // milliseconds
const SEARCHED = 10000; // milliseconds from a choice in the search box to its graph
const PATIENCE = 1500; // milliseconds for an answer of the server
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".graph");
  const state = views.get(root) ?? { isGone: false };
  views.set(root, state);
  state.latest = data;
  // The nonce makes two equal events different, so that a node can be chosen twice.
  root.querySelector(".changing").hidden = !data.acts;
  state.send = (event, iri) => setTriggerValue(event, { iri, nonce: Date.now() });
  state.act = (act, iri) => data.acts && setTriggerValue("act", { act, iri, nonce: Date.now() });

  whenLoaded((vis) => {
    if (state.isGone || state.latest !== data) return;
    const before = state.network ? shown(state) : null;
    if (state.network) update(state, data);
    else start(vis, state, root, data);
    const isAnother = select(state, isAhead(state, data) ? state.selected : data.selected);
    state.pinned = data.pinned;
    speak(state, before && news(before, shown(state)), isAnother && aloud(state, state.selected));
    takeFocus(state);
    state.isReady = true;
  });

  return whenGone(root, () => {
    state.isGone = true;
    state.stop?.();
    views.delete(root);
  });
}

// Who searched goes on in the graph of what was found, without a mouse.
function takeFocus(state) {
  if (Date.now() - (globalThis.__mlatlasFound ?? 0) < SEARCHED) state.pane.focus();
  globalThis.__mlatlasFound = 0;
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
    else if ("help" in target.dataset) help(state, !state.isHelping);
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
  if (select(state, iri)) speak(state, aloud(state, iri));
  state.chosen = { iri, at: Date.now() };
  state.send("select", iri);
}

// By keyboard: a group has no page, and opens where a person says so, not where they pass by.
function reach(state, iri) {
  if (!iri.includes("~")) {
    choose(state, iri);
    return;
  }
  if (select(state, iri)) speak(state, aloud(state, iri), "Enter opens it.");
  state.chosen = { iri, at: Date.now(), isPassed: true };
}

// A person may choose faster than the server answers: an answer to an earlier choice does not take the last one back.
// Where a group was opened, the server says what is selected; of one that was only passed by it knows nothing.
function isAhead(state, data) {
  const { iri, at, isPassed } = state.chosen ?? {};
  const isAnswered = iri === data.selected || !state.nodes.get(iri) || Date.now() - at > PATIENCE;
  if (!iri || isAnswered || (iri.includes("~") && !isPassed)) state.chosen = null;
  return state.chosen !== null;
}

// Whether another node is selected now than before.
function select(state, iri) {
  const isThere = Boolean(iri && state.nodes.get(iri));
  const isAnother = isThere && iri !== state.selected;
  state.selected = isThere ? iri : null;
  if (isThere) state.network.selectNodes([iri]);
  else state.network.unselectAll();
  return isAnother;
}

function onKey(state, event) {
  const direction = DIRECTIONS[event.key];
  if (direction) {
    step(state, direction);
  } else if (event.key === "Enter" && state.selected) {
    if (state.chosen?.isPassed) state.chosen = null;
    state.visited = null; // its own neighbours come next
    state.send("expand", state.selected);
  } else if (event.key === "e" && state.selected) {
    nextFacts(state);
  } else if (event.key === "Escape" && (state.told || state.isHelping)) {
    closeFacts(state);
    help(state, false);
  } else if (event.key === "?") {
    help(state, !state.isHelping);
  } else if (event.key.toLowerCase() === "n" && state.selected) {
    stepRound(state, event.shiftKey ? -1 : 1);
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
    reach(state, nodes.getIds()[0]);
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
  if (best) reach(state, best);
}

// From neighbour to neighbour of one node, clockwise from the top: the arrow keys alone do not reach all of many.
function stepRound(state, turn) {
  const { network, selected } = state;
  if (selected !== state.visited || !state.nodes.get(state.centre)) state.centre = selected;
  const places = network.getPositions();
  const { x, y } = places[state.centre];
  const angle = (id) => (Math.atan2(places[id].x - x, y - places[id].y) + 2 * Math.PI) % (2 * Math.PI);
  const around = [...new Set(network.getConnectedNodes(state.centre))].sort((one, other) => angle(one) - angle(other));
  if (around.length === 0) return;
  const here = around.indexOf(selected);
  state.visited = here < 0 && turn < 0 ? around.at(-1) : around[(here + turn + around.length) % around.length];
  reach(state, state.visited);
}

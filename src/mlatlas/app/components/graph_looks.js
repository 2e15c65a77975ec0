// How the graph looks: the theme's colours, frames, the words on lines, the legend. Part of graph.js.

// Half strokes across the middle of a line, by what it says.
const CROSSES = { denies: [[6, 6], [6, -6]], outdated: [[8, 4]] };

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

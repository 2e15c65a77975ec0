// A combobox after the ARIA pattern: the server sends the hits for what was typed.

const PAUSE = 120; // milliseconds without a key stroke before the server is asked
const boxes = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".search");
  const box = boxes.get(root) ?? start(root);
  box.send = setTriggerValue;
  box.input.placeholder = data.placeholder;
  box.input.setAttribute("aria-label", data.placeholder);
  offer(box, data);
  receive(box, data);
  return whenGone(root, () => {
    clearTimeout(box.timer);
    document.removeEventListener("keydown", box.onSlash);
  });
}

function start(root) {
  const box = {
    input: root.querySelector("input"),
    select: root.querySelector("select"),
    key: root.querySelector("kbd"),
    list: root.querySelector("ul"),
    spoken: root.querySelector(".spoken"),
    hits: [],
    active: 0,
    isEntered: false,
  };
  box.onSlash = (event) => focusBy(box, event);
  box.input.addEventListener("input", () => ask(box));
  box.select.addEventListener("change", () => {
    box.input.focus();
    ask(box);
  });
  box.input.addEventListener("keydown", (event) => onKey(box, event));
  box.input.addEventListener("blur", () => close(box));
  box.input.addEventListener("focus", () => box.hits.length > 0 && open(box));
  boxes.set(root, box);
  return box;
}

// Streamlit may take the box away and bring it back: the one listener on the document comes and goes with it.
function offer(box, { classes, shortcut }) {
  document.removeEventListener("keydown", box.onSlash);
  if (shortcut) document.addEventListener("keydown", box.onSlash);
  box.key.hidden = !shortcut;
  box.select.hidden = classes.length === 0;
  if (box.select.options.length === classes.length + 1) return;
  const kept = box.select.value;
  box.select.replaceChildren(new Option("All classes", ""), ...classes.map(({ kind, name }) => new Option(name, kind)));
  box.select.value = kept;
}

// The key / leads here from anywhere but a place to type.
function focusBy(box, event) {
  const [target] = event.composedPath();
  const isTyping = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.input.focus();
  box.input.select();
}

function ask(box) {
  clearTimeout(box.timer);
  box.isEntered = false;
  const text = box.input.value.trim();
  if (!text) {
    box.hits = [];
    close(box);
    return;
  }
  const kind = box.select.value;
  box.timer = setTimeout(() => box.send("typed", { text, kind, nonce: Date.now() }), PAUSE);
}

// Answers to an earlier text are not shown; Enter that came before the answer counts.
function receive(box, data) {
  if (data.text !== box.input.value.trim() || !data.text || data.kind !== box.select.value) return;
  box.hits = data.hits;
  box.active = 0;
  box.list.replaceChildren(...data.hits.map((hit, index) => option(box, hit, index)));
  if (data.hits.length === 0) box.list.append(nothing());
  box.spoken.textContent = data.hits.length === 0 ? "Nothing found" : `${data.hits.length} found: ${data.hits[0].label}`;
  if (box.isEntered && data.hits.length > 0) choose(box, data.hits[0]);
  else open(box);
}

function option(box, hit, index) {
  const item = document.createElement("li");
  item.id = `hit-${index}`;
  item.setAttribute("role", "option");
  const name = part("label", hit.label);
  if (hit.by) name.append(part("by", hit.by));
  item.append(name, part("kind", hit.kind));
  // The pointer's press, not the click: by the click the input has lost the focus and the list is closed.
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(box, hit);
  });
  return item;
}

function part(className, text) {
  const span = document.createElement("span");
  span.className = className;
  span.textContent = text;
  return span;
}

function nothing() {
  const item = document.createElement("li");
  item.className = "nothing";
  item.textContent = "Nothing found: try another word";
  return item;
}

function onKey(box, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && box.hits.length > 0) {
    box.active = (box.active + step + box.hits.length) % box.hits.length;
    open(box);
  } else if (event.key === "Enter") {
    enter(box);
  } else if (event.key === "Escape") {
    close(box);
  } else {
    return;
  }
  event.preventDefault();
}

function enter(box) {
  if (!box.list.hidden && box.hits.length > 0) choose(box, box.hits[box.active]);
  else box.isEntered = true;
}

function choose(box, hit) {
  clearTimeout(box.timer);
  box.hits = [];
  box.isEntered = false;
  box.input.value = "";
  close(box);
  globalThis.__mlatlasFound = Date.now(); // the graph that comes takes the focus: see graph.js
  box.send("choose", { iri: hit.iri, nonce: Date.now() });
}

function open(box) {
  box.list.hidden = false;
  box.input.setAttribute("aria-expanded", "true");
  box.list.querySelectorAll("[role=option]").forEach((item, index) => {
    item.setAttribute("aria-selected", String(index === box.active));
  });
  box.input.setAttribute("aria-activedescendant", `hit-${box.active}`);
}

function close(box) {
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

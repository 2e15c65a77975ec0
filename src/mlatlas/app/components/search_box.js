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
  receive(box, data);
  return () => clearTimeout(box.timer);
}

function start(root) {
  const box = {
    input: root.querySelector("input"),
    list: root.querySelector("ul"),
    spoken: root.querySelector(".spoken"),
    hits: [],
    active: 0,
    isEntered: false,
  };
  box.input.addEventListener("input", () => ask(box));
  box.input.addEventListener("keydown", (event) => onKey(box, event));
  box.input.addEventListener("blur", () => close(box));
  box.input.addEventListener("focus", () => box.hits.length > 0 && open(box));
  boxes.set(root, box);
  return box;
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
  box.timer = setTimeout(() => box.send("typed", { text, nonce: Date.now() }), PAUSE);
}

// Answers to an earlier text are not shown; Enter that came before the answer counts.
function receive(box, data) {
  if (data.text !== box.input.value.trim() || !data.text) return;
  box.hits = data.hits;
  box.active = 0;
  box.list.replaceChildren(...data.hits.map((hit, index) => option(box, hit, index)));
  if (data.hits.length === 0) box.list.append(nothing());
  box.spoken.textContent = data.hits.length === 0 ? "Nothing found" : `${data.hits.length} found`;
  if (box.isEntered && data.hits.length > 0) choose(box, data.hits[0]);
  else open(box);
}

function option(box, hit, index) {
  const item = document.createElement("li");
  item.id = `hit-${index}`;
  item.setAttribute("role", "option");
  item.append(part("label", hit.label), part("kind", hit.by ? `${hit.by} · ${hit.kind}` : hit.kind));
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

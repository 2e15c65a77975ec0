// The table of Compare: it comes as HTML, with all texts escaped, and here its heads get hands.
// What a person does is sent as {act, name, before}; the next table that arrives shows what came of it.

const tables = new WeakMap(); // root → what is kept from one table to the next

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
const HEADS = "[data-thing], [data-row]";

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".root");
  const table = tables.get(root) ?? create(root);
  tables.set(root, table);
  table.send = (act, name, before = "") => setTriggerValue("act", { act, name, before, nonce: `${Date.now()}.${Math.random()}` });
  if (table.html !== data.html) draw(table, data.html);
}

function create(root) {
  const table = { place: root.querySelector(".place"), spoken: root.querySelector(".spoken"), html: "", focus: null, dragged: null };
  table.place.addEventListener("click", (event) => onClick(table, event));
  table.place.addEventListener("keydown", (event) => onKey(table, event));
  for (const name of ["dragstart", "dragover", "dragleave", "drop", "dragend"]) {
    table.place.addEventListener(name, (event) => onDrag(table, event));
  }
  return table;
}

// A new table keeps the place to which the old one was scrolled, and the button that had the focus.
function draw(table, html) {
  const { scrollLeft = 0, scrollTop = 0 } = table.place.firstElementChild ?? {};
  table.html = html;
  table.place.innerHTML = html;
  table.place.firstElementChild.scrollTo(scrollLeft, scrollTop);
  if (table.focus === null) return;
  const head = heads(table, table.focus.kind).find((each) => nameOf(each) === table.focus.name);
  head?.querySelector(`[data-act="${table.focus.act}"]`)?.focus();
  if (head && table.focus.act === "move") say(table, head);
  table.focus = null;
}

function say(table, head) {
  const all = heads(table, kindOf(head));
  const label = head.querySelector("[data-act=drop]").title.replace("Leave out ", "");
  table.spoken.textContent = `${label}: place ${all.indexOf(head) + 1} of ${all.length}`;
}

function kindOf(head) {
  return ["thing", "row", "group"].find((kind) => kind in head.dataset);
}

function nameOf(head) {
  return head.dataset[kindOf(head)];
}

function heads(table, kind) {
  return [...table.place.querySelectorAll(`[data-${kind}]`)];
}

// ── Buttons and keys ────────────────────────────────────────────────────────

function onClick(table, event) {
  const button = event.target.closest("[data-act]");
  if (!button || button.dataset.act === "move") return;
  act(table, button.closest("[data-thing], [data-row], [data-group]"), button.dataset.act);
}

function act(table, head, name) {
  const kind = kindOf(head);
  if (name === "drop") {
    const all = heads(table, kind);
    const next = all[all.indexOf(head) + 1] ?? all[all.indexOf(head) - 1];
    if (kind !== "group" && next) table.focus = { kind, name: nameOf(next), act: "drop" };
  } else {
    table.focus = { kind, name: nameOf(head), act: name };
  }
  table.send(`${name}-${kind}`, nameOf(head));
}

function onKey(table, event) {
  const grip = event.target.closest("[data-act=move]");
  if (!grip) return;
  const head = grip.closest(HEADS);
  if (event.key in STEPS) {
    event.preventDefault();
    step(table, head, STEPS[event.key]);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    act(table, head, "drop");
  }
}

function step(table, head, by) {
  const all = heads(table, kindOf(head));
  const place = all.indexOf(head) + by;
  if (place < 0 || place >= all.length) return;
  move(table, head, all[by > 0 ? place + 1 : place]);
}

function move(table, head, before) {
  table.focus = { kind: kindOf(head), name: nameOf(head), act: "move" };
  table.send(`move-${kindOf(head)}`, nameOf(head), before ? nameOf(before) : "");
}

// ── Dragging ────────────────────────────────────────────────────────────────

function onDrag(table, event) {
  const head = event.target.closest?.(HEADS);
  if (event.type === "dragstart") {
    table.dragged = head;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", nameOf(head));
    event.dataTransfer.setDragImage(head, 10, 10);
  } else if (event.type === "dragend") {
    mark(table, null);
    table.dragged = null;
  } else if (fits(table, head)) {
    event.preventDefault(); // here it may be dropped
    mark(table, event.type === "dragover" ? head : null);
    if (event.type === "drop") land(table, head);
  }
}

function fits(table, head) {
  return table.dragged && head && head !== table.dragged && kindOf(head) === kindOf(table.dragged);
}

// What is dragged takes the place it is dropped on: on its way down it lands behind, on its way up before.
function land(table, target) {
  const all = heads(table, kindOf(target));
  const isDown = all.indexOf(table.dragged) < all.indexOf(target);
  move(table, table.dragged, isDown ? all[all.indexOf(target) + 1] : target);
}

function mark(table, head) {
  for (const each of table.place.querySelectorAll(".landing")) each.classList.remove("landing");
  head?.classList.add("landing");
}

// Listeners on the document, which come and go with the page.

const WAIT = 1000; // milliseconds for a menu to open
const MENU = "[data-testid=stPopoverBody]";

const pages = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector("span");
  const page = pages.get(root) ?? start(root);
  page.keys = data.keys;
  page.send = setTriggerValue;
  root.dataset.keys = data.keys.join(" ");
  return whenGone(root, page.stop);
}

function start(root) {
  const page = {};
  const onPage = (event) => onKey(page, event);
  page.stop = () => {
    document.removeEventListener("keydown", onPage);
    document.removeEventListener("click", followMenu, true);
  };
  document.addEventListener("keydown", onPage);
  document.addEventListener("click", followMenu, true); // before Streamlit opens the menu
  pages.set(root, page);
  return page;
}

function onKey({ keys, send }, event) {
  const [target] = event.composedPath();
  const isTyping = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !keys.includes(event.key)) return;
  event.preventDefault();
  send("pressed", { key: event.key, nonce: Date.now() });
}

// Streamlit puts an open menu at the end of the document, behind all that the Tab key reaches: who opened it by key,
// which counts as a click of no button of a mouse, goes on in it. Another menu may still be open then.
function followMenu({ target, detail }) {
  if (detail !== 0 || !target.closest("[data-testid=stPopoverButton]")) return;
  const others = new Set(document.querySelectorAll(MENU));
  goInto(others, Date.now() + WAIT);
}

function goInto(others, end) {
  const opened = [...document.querySelectorAll(MENU)].find((menu) => !others.has(menu));
  const inside = opened?.querySelector(":is(button, a, input):not([disabled])");
  if (inside) inside.focus();
  else if (Date.now() < end) setTimeout(goInto, 50, others, end);
}

// Listeners on the document, which come and go with the page.

const WAIT = 1000; // milliseconds for a menu to open

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const onKey = (event) => {
    const [target] = event.composedPath();
    const isTyping = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !data.keys.includes(event.key)) return;
    event.preventDefault();
    setTriggerValue("pressed", { key: event.key, nonce: Date.now() });
  };
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", followMenu);
  parentElement.querySelector("span").dataset.keys = data.keys.join(" ");
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", followMenu);
  };
}

// Streamlit puts an open menu at the end of the document, behind all that the Tab key reaches: who opened it by key,
// which counts as a click of no button of a mouse, goes on in it.
function followMenu({ target, detail }) {
  if (detail === 0 && target.closest("[data-testid=stPopoverButton]")) goInto(Date.now() + WAIT);
}

function goInto(end) {
  const inside = document.querySelector("[data-testid=stPopoverBody] :is(button, a, input):not([disabled])");
  if (inside) inside.focus();
  else if (Date.now() < end) setTimeout(goInto, 50, end);
}

// One listener on the document, which comes and goes with the page.

export default function (component) {
  const { data, setTriggerValue } = component;
  const onKey = (event) => {
    const [target] = event.composedPath();
    const isTyping = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !data.keys.includes(event.key)) return;
    event.preventDefault();
    setTriggerValue("pressed", { key: event.key, nonce: Date.now() });
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

// Sections of buttons, narrowed by words: every word must stand in an item, in any order.

const pickers = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".picker");
  const picker = pickers.get(root) ?? create(root);
  pickers.set(root, picker);
  picker.pick = (id) => setTriggerValue("pick", { id, nonce: `${Date.now()}.${Math.random()}` });
  picker.input.placeholder = data.placeholder;
  picker.input.setAttribute("aria-label", data.placeholder);
  const key = JSON.stringify(data.sections);
  if (picker.key === key) return;
  picker.key = key;
  picker.sections.replaceChildren(...data.sections.map((section) => sectionOf(picker, section)));
  narrow(picker);
}

function create(root) {
  const find = (name) => root.querySelector(name);
  const picker = {
    input: find("input"),
    sections: find(".sections"),
    nothing: find(".nothing"),
    spoken: find(".spoken"),
  };
  picker.input.addEventListener("input", () => narrow(picker));
  picker.input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || picker.input.value) event.stopPropagation(); // Streamlit has shortcuts of its own
    if (event.key === "Enter") shown(picker)[0]?.click();
    if (event.key === "ArrowDown") shown(picker)[0]?.focus();
    if (event.key === "Escape") picker.input.value = "";
    narrow(picker);
  });
  return picker;
}

function sectionOf(picker, { title, about, items }) {
  const section = document.createElement("section");
  const heading = part("h3", "", title);
  section.append(heading);
  if (about) section.append(part("p", "about", about));
  section.append(...items.map((item) => itemOf(picker, item, title)));
  return section;
}

function itemOf(picker, item, section) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(part("span", "title", item.title));
  if (item.detail) button.append(part("span", "detail", item.detail));
  if (item.remark) button.append(part("span", "remark", item.remark));
  button.dataset.text = [item.title, item.detail, item.remark, item.found_by, section].join(" ").toLowerCase();
  button.addEventListener("click", () => picker.pick(item.id));
  button.addEventListener("keydown", (event) => move(picker, event, button));
  return button;
}

function part(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function shown(picker) {
  return [...picker.sections.querySelectorAll("button")].filter((button) => !button.hidden);
}

function move(picker, event, button) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = shown(picker);
  (buttons[buttons.indexOf(button) + step] ?? picker.input).focus();
}

function narrow(picker) {
  const words = picker.input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const section of picker.sections.children) {
    const buttons = [...section.querySelectorAll("button")];
    for (const button of buttons) {
      button.hidden = !words.every((word) => button.dataset.text.includes(word));
      count += !button.hidden;
    }
    section.hidden = buttons.every((button) => button.hidden);
  }
  picker.nothing.hidden = count > 0;
  if (words.length > 0) picker.spoken.textContent = `${count} found`;
}

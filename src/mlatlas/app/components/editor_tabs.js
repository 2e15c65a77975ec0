// The row of tabs: arrows move, F2 or a double click renames, Delete or the cross closes.

function showTabs(editor) {
  const { tabs, open, full } = editor.data;
  const key = JSON.stringify(tabs);
  if (editor.tabsShown !== key) {
    editor.tabsShown = key;
    const isFocused = editor.tabs.contains(editor.tabs.getRootNode().activeElement);
    editor.tabs.replaceChildren(...tabs.map((tab) => tabButton(editor, tab)));
    if (isFocused) buttonOf(editor, open)?.focus();
  }
  for (const button of editor.tabs.querySelectorAll("button")) {
    const isOpen = button.dataset.id === String(open);
    const wasFocused = editor.tabs.contains(editor.tabs.getRootNode().activeElement);
    if (isOpen && wasFocused && !editor.tabs.querySelector("input")) button.focus(); // arrows move the focus along
    button.setAttribute("aria-selected", String(isOpen));
    button.tabIndex = isOpen ? 0 : -1;
  }
  const add = editor.root.querySelector(".add");
  add.disabled = full;
  add.onclick = () => act(editor, "add", open);
}

function buttonOf(editor, id) {
  return editor.tabs.querySelector(`[data-id="${id}"]`);
}

function tabButton(editor, tab) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("role", "tab");
  button.setAttribute("aria-controls", "query-text");
  button.dataset.id = tab.id;
  button.title = "F2 or a double click renames, Delete closes";
  const name = document.createElement("span");
  name.textContent = tab.name;
  const cross = document.createElement("span");
  cross.className = "cross";
  cross.textContent = "×";
  cross.title = `Close ${tab.name}`;
  cross.setAttribute("aria-hidden", "true"); // by keyboard it is Delete
  button.append(name, cross);
  button.addEventListener("click", (event) => {
    if (event.target === cross) act(editor, "close", tab.id);
    else if (tab.id !== editor.data.open) act(editor, "open", tab.id);
  });
  button.addEventListener("dblclick", (event) => event.target !== cross && rename(editor, button, tab));
  button.addEventListener("keydown", (event) => tabKey(editor, event, button, tab));
  return button;
}

function tabKey(editor, event, button, tab) {
  event.stopPropagation(); // Streamlit has shortcuts of single letters
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const { tabs } = editor.data;
  if (step) {
    const place = tabs.findIndex((one) => one.id === tab.id);
    act(editor, "open", tabs[(place + step + tabs.length) % tabs.length].id);
  } else if (event.key === "Delete") act(editor, "close", tab.id);
  else if (event.key === "F2") rename(editor, button, tab);
  else return;
  event.preventDefault();
}

function rename(editor, button, tab) {
  const input = document.createElement("input");
  input.value = tab.name;
  input.maxLength = 30;
  input.setAttribute("aria-label", `New name of ${tab.name}`);
  let isDone = false;
  const finish = (name) => {
    if (isDone) return;
    isDone = true;
    input.replaceWith(button);
    button.focus();
    if (name && name !== tab.name) act(editor, "rename", tab.id, name);
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") finish(input.value.trim());
    if (event.key === "Escape") finish("");
  });
  input.addEventListener("blur", () => finish(input.value.trim()));
  button.replaceWith(input);
  input.select();
}

// The query of the tab that is left goes first.
function act(editor, action, id, name = "") {
  left(editor);
  editor.send("tab", { action, id: String(id), name });
}

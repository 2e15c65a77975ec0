// The SPARQL editor: a plain textarea on top of a coloured copy of its text, with a list of words to complete.
//
// Streamlit calls the default export again whenever the data change, on the same element. Texts of the
// data and of the visitor reach the page as textContent only, never as markup.

const editors = new WeakMap();

const FEWEST_LINES = 7;
const MOST_LINES = 13;
const SHORTEST_WORD = 2;
const MOST_OFFERED = 40;
const DRAFT = "mlatlas-query-draft";

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".editor");
  const editor = editors.get(root) ?? create(root);
  editors.set(root, editor);
  editor.data = data;
  editor.names = names(data);
  // The nonce makes two equal events different, so that a query can be run twice.
  editor.run = () => setTriggerValue("run", { text: editor.area.value, nonce: Date.now() });
  if (editor.revision !== data.revision) load(editor, data);
  else if (editor.errorKey !== errorKey(data)) showError(editor, data.error);
  editor.errorKey = errorKey(data);
}

function create(root) {
  const find = (name) => root.querySelector(name);
  const editor = {
    root,
    area: find("textarea"),
    paint: find(".paint"),
    gutter: find(".gutter"),
    list: find(".offers"),
    spoken: find(".spoken"),
    offers: [],
    chosen: 0,
    errorLine: null,
  };
  editor.area.addEventListener("input", () => edited(editor));
  editor.area.addEventListener("scroll", () => follow(editor));
  editor.area.addEventListener("keydown", (event) => pressed(editor, event));
  editor.area.addEventListener("blur", () => close(editor));
  editor.area.addEventListener("click", () => close(editor));
  find(".run").addEventListener("click", () => editor.run());
  return editor;
}

// A text that came from the page (an example, the address) replaces what is there; a draft of that same
// text, kept when the visitor went to another page, replaces it in turn.
function load(editor, data) {
  editor.revision = data.revision;
  editor.area.value = draft(data.revision) ?? data.text;
  showError(editor, data.error);
  close(editor);
}

function showError(editor, error) {
  editor.errorLine = error?.line ?? null;
  render(editor);
  editor.area.toggleAttribute("aria-invalid", Boolean(error));
  if (!error?.line) return;
  const lines = editor.area.value.split("\n");
  const before = lines.slice(0, error.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const place = Math.min(before + error.column - 1, editor.area.value.length);
  editor.area.focus();
  editor.area.setSelectionRange(place, place);
}

function errorKey(data) {
  return JSON.stringify([data.revision, data.error, data.runs]);
}

function edited(editor) {
  editor.errorLine = null;
  editor.area.removeAttribute("aria-invalid");
  keepDraft(editor);
  render(editor);
  offer(editor, false);
}

function draft(revision) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(DRAFT));
    return kept?.revision === revision ? kept.text : null;
  } catch {
    return null; // storage is switched off, or holds something else
  }
}

function keepDraft(editor) {
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify({ revision: editor.revision, text: editor.area.value }));
  } catch {
    // Without storage a draft lasts as long as the page.
  }
}

// ── Colours ─────────────────────────────────────────────────────────────────

// One alternative for each kind of token, in the order of CLASSES.
const TOKEN = new RegExp(
  [
    "(#[^\\n]*)",
    "('''(?:[^'\\\\]|\\\\.|'(?!''))*(?:'''|$)|\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*(?:\"\"\"|$)" +
      "|'(?:[^'\\\\\\n]|\\\\.)*'?|\"(?:[^\"\\\\\\n]|\\\\.)*\"?)",
    "(<[A-Za-z]+:[^<>\"{}|^`\\\\\\s]*>?|<[^<>\"{}|^`\\\\\\s]*>)", // one that is still being typed has no end
    "([?$]\\w+)",
    "((?:[A-Za-z][\\w.-]*)?:(?:[\\w%:-](?:[\\w%.:-]*[\\w%:-])?)?)",
    "(\\b\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)",
    "([A-Za-z_]\\w*)",
  ].join("|"),
  "gs",
);
const CLASSES = ["comment", "string", "iri", "variable", "name", "number", "word"];
const QUIET = new Set(["comment", "string", "iri"]);

function* tokens(text) {
  for (const match of text.matchAll(TOKEN)) {
    const kind = CLASSES[match.slice(1).findIndex((group) => group !== undefined)];
    yield { kind, text: match[0], start: match.index, end: match.index + match[0].length };
  }
}

function render(editor) {
  const text = editor.area.value;
  const pieces = document.createDocumentFragment();
  let position = 0;
  for (const token of tokens(text)) {
    pieces.append(text.slice(position, token.start), coloured(token, editor.data.words));
    position = token.end;
  }
  pieces.append(text.slice(position), "\n");
  editor.paint.replaceChildren(pieces);
  number(editor, text.split("\n").length);
  follow(editor);
}

function coloured(token, words) {
  const known = words.some((word) => word.toUpperCase() === token.text.toUpperCase());
  if (token.kind === "word" && !known && token.text !== "a") return token.text;
  const span = document.createElement("span");
  span.className = token.kind;
  span.textContent = token.text;
  return span;
}

function number(editor, lines) {
  const shown = Math.min(Math.max(lines + 1, FEWEST_LINES), MOST_LINES);
  editor.root.style.setProperty("--lines", shown);
  const numbers = Array.from({ length: lines }, (_, index) => {
    const line = document.createElement("div");
    line.textContent = index + 1;
    line.classList.toggle("wrong", index + 1 === editor.errorLine);
    return line;
  });
  editor.gutter.replaceChildren(...numbers);
}

function follow(editor) {
  editor.paint.scrollTop = editor.area.scrollTop;
  editor.paint.scrollLeft = editor.area.scrollLeft;
  editor.gutter.scrollTop = editor.area.scrollTop;
}

// ── Keys ────────────────────────────────────────────────────────────────────

function pressed(editor, event) {
  event.stopPropagation(); // Streamlit has shortcuts of single letters
  const isOpen = !editor.list.hidden;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    close(editor);
    editor.run();
  } else if ((event.ctrlKey || event.metaKey) && event.key === " ") {
    event.preventDefault();
    offer(editor, true);
  } else if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose(editor, editor.chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (isOpen && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey))) {
    event.preventDefault();
    take(editor);
  } else if (isOpen && event.key === "Escape") {
    event.preventDefault();
    close(editor);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    insert(editor, `\n${indent(editor)}`, 0);
  } else if (event.key === "}" && /(^|\n) {2,}$/.test(editor.area.value.slice(0, editor.area.selectionStart))) {
    event.preventDefault();
    insert(editor, "}", 2); // a closing brace stands where its line began to be set in
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    close(editor);
  }
}

// The blanks that the next line starts with: those of this one, and two more after an open brace.
function indent(editor) {
  const before = editor.area.value.slice(0, editor.area.selectionStart);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return /^ */.exec(line)[0] + (/[{(]\s*$/.test(line) ? "  " : "");
}

// As typing would, so that undo works; browsers still carry out this old command for that reason.
function insert(editor, text, replaced) {
  const end = editor.area.selectionEnd;
  editor.area.setSelectionRange(editor.area.selectionStart - replaced, end);
  if (!document.execCommand("insertText", false, text)) {
    editor.area.setRangeText(text, editor.area.selectionStart, end, "end");
    edited(editor);
  }
}

// ── Completion ──────────────────────────────────────────────────────────────

// What can be completed: prefixed names with their labels, prefixes, and SPARQL's words.
function names(data) {
  return [
    ...data.terms.map(([text, label, about]) => ({ text, label, about })),
    ...data.prefixes.map(([text, about]) => ({ text, label: "prefix", about })),
    ...data.words.map((text) => ({ text, label: "", about: "" })),
  ].map((name) => ({ ...name, searched: `${name.text.toLowerCase()} ${name.label.toLowerCase()}` }));
}

function offer(editor, isAsked) {
  const word = wordBefore(editor);
  const isShort = word.length < SHORTEST_WORD && !isAsked;
  editor.word = word;
  editor.offers = isShort || isQuiet(editor) ? [] : matching(editor, word).slice(0, MOST_OFFERED);
  if (editor.offers.length === 0) return close(editor);
  editor.list.replaceChildren(...editor.offers.map((name, index) => entry(editor, name, index)));
  editor.list.hidden = false;
  place(editor, word);
  choose(editor, 0);
}

function wordBefore(editor) {
  return /[?$]?[\w:-]*$/.exec(editor.area.value.slice(0, editor.area.selectionStart))[0];
}

// Whether the caret stands in a comment, a string or an IRI, where words are nobody's business.
function isQuiet(editor) {
  const caret = editor.area.selectionStart;
  for (const token of tokens(editor.area.value)) {
    if (token.start < caret && caret <= token.end && QUIET.has(token.kind)) return true;
  }
  return false;
}

function matching(editor, word) {
  const typed = word.toLowerCase();
  if (/^[?$]/.test(word)) return variables(editor, word);
  return editor.names
    .map((name) => ({ name, rank: rank(name, typed) }))
    .filter((found) => found.rank > 0 && found.name.text !== word)
    .sort((a, b) => b.rank - a.rank || a.name.text.length - b.name.text.length)
    .map((found) => found.name);
}

// How well a name answers what was typed: by its start, by its part after the colon, by a word of its label.
function rank(name, typed) {
  const text = name.text.toLowerCase();
  if (text.startsWith(typed)) return 4;
  if (text.split(":")[1]?.startsWith(typed)) return 3;
  if (name.label.toLowerCase().startsWith(typed)) return 2;
  return new RegExp(`[ :-]${typed.replace(/[^\w]/g, "\\$&")}`).test(name.searched) ? 1 : 0;
}

function variables(editor, word) {
  const used = [...tokens(editor.area.value)].filter((token) => token.kind === "variable").map((token) => token.text);
  const others = [...new Set(used)].filter((name) => name !== word && name.startsWith(word));
  return others.map((text) => ({ text, label: "", about: "" }));
}

function entry(editor, name, index) {
  const item = document.createElement("li");
  item.id = `offer-${index}`;
  item.setAttribute("role", "option");
  const text = document.createElement("b");
  text.textContent = name.text;
  const label = document.createElement("span");
  label.textContent = name.about || name.label;
  item.append(text, label);
  // The list goes when the textarea loses the focus, which a click would do before it counts.
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose(editor, index);
    take(editor);
  });
  return item;
}

// Under the word, measured by a hidden copy of the text before it.
function place(editor, word) {
  const style = getComputedStyle(editor.area);
  const before = editor.area.value.slice(0, editor.area.selectionStart - word.length).split("\n");
  const context = document.createElement("canvas").getContext("2d");
  context.font = style.font;
  const left = editor.area.offsetLeft + parseFloat(style.paddingLeft) + context.measureText(before.at(-1)).width;
  const top = parseFloat(style.paddingTop) + before.length * parseFloat(style.lineHeight) - editor.area.scrollTop;
  const most = editor.root.clientWidth - editor.list.offsetWidth - 8;
  editor.list.style.left = `${Math.max(0, Math.min(left - editor.area.scrollLeft, most))}px`;
  editor.list.style.top = `${top + 2}px`;
}

function choose(editor, index) {
  const count = editor.offers.length;
  editor.chosen = (index + count) % count;
  const items = [...editor.list.children];
  items.forEach((item, position) => item.setAttribute("aria-selected", position === editor.chosen));
  items[editor.chosen].scrollIntoView({ block: "nearest" });
  editor.area.setAttribute("aria-activedescendant", items[editor.chosen].id);
  const name = editor.offers[editor.chosen];
  editor.spoken.textContent = `${name.text} ${name.label}, ${editor.chosen + 1} of ${count}`;
}

function take(editor) {
  const { text } = editor.offers[editor.chosen];
  close(editor);
  insert(editor, text, editor.word.length);
  close(editor); // inserting is an edit, which offers anew
}

function close(editor) {
  editor.list.hidden = true;
  editor.offers = [];
  editor.area.removeAttribute("aria-activedescendant");
  editor.spoken.textContent = "";
}

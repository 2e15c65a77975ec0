// Keys, and words to complete: the graph's own terms at once, names of APIs from the server after a pause.

const SHORTEST_WORD = 2;
const SHORTEST_ASKED = 3;
const MOST_OFFERED = 40;
const PAUSE = 150; // milliseconds without a key stroke before the server is asked
let prepared = { terms: null, names: [] };

// ── Keys ────────────────────────────────────────────────────────────────────

function pressed(editor, event) {
  event.stopPropagation(); // Streamlit has shortcuts of single letters
  const isOpen = !editor.list.hidden;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    close(editor);
    start(editor, "run");
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
    editor.dismissed = editor.word;
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

function insert(editor, text, replaced) {
  replace(editor, editor.area.selectionStart - replaced, editor.area.selectionEnd, text);
}

// As typing would, so that undo works; browsers still carry out this old command for that reason.
function replace(editor, start, end, text) {
  editor.area.setSelectionRange(start, end);
  const isDone = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!isDone) {
    editor.area.setRangeText(text, start, end, "end");
    edited(editor);
  }
}

// Where the caret goes, the view follows.
function setCaret(editor, place) {
  editor.area.focus();
  editor.area.setSelectionRange(place, place);
  const line = editor.area.value.slice(0, place).split("\n").length - 1;
  const height = parseFloat(getComputedStyle(editor.area).lineHeight);
  const { scrollTop, clientHeight } = editor.area;
  const isSeen = line * height >= scrollTop && (line + 1) * height <= scrollTop + clientHeight;
  if (!isSeen) editor.area.scrollTop = Math.max(0, line * height - clientHeight / 2);
  pair(editor);
}

// ── Completion ──────────────────────────────────────────────────────────────

// What can be completed beside the graph's own terms: prefixes, SPARQL's words, and what the server was asked for.
function names(data) {
  return [
    ...data.prefixes.map(([text, about]) => ({ text, label: "prefix", about, kind: "" })),
    ...data.words.map((text) => ({ text, label: "", about: "", kind: "" })),
    ...(data.asked?.terms ?? []).map((one) => ({ ...term(one), found: data.asked.word.toLowerCase() })),
  ].map(searchable);
}

// The graph's own terms, prepared once: editor_terms.js brings them, perhaps after the editor.
function graphNames() {
  const terms = globalThis.__mlatlasTerms ?? [];
  if (prepared.terms !== terms) prepared = { terms, names: terms.map(term).map(searchable) };
  return prepared.names;
}

function searchable(name) {
  return { ...name, searched: `${name.text.toLowerCase()} ${name.label.toLowerCase()}` };
}

function term([text, label, about, kind]) {
  return { text, label, about, kind };
}

function offer(editor, isAsked) {
  const word = wordBefore(editor);
  const isShort = word.length < SHORTEST_WORD && !isAsked;
  const isOff = isShort || isQuiet(editor);
  editor.word = word;
  editor.offers = isOff ? [] : matching(editor, word).slice(0, MOST_OFFERED);
  close(editor, editor.offers);
  if (editor.offers.length > 0) {
    editor.list.replaceChildren(...editor.offers.map((name, index) => entry(editor, name, index)));
    editor.list.hidden = false;
    place(editor, word);
    choose(editor, 0);
  }
  if (!isOff) ask(editor, word);
}

// What only the server can know: the names of APIs, far too many to be sent here all at once.
function ask(editor, word) {
  clearTimeout(editor.pause);
  const isWanted = editor.data.lazy && word.length >= SHORTEST_ASKED && !/^[?$]/.test(word);
  if (!isWanted || editor.data.asked?.word === word) return;
  editor.pause = setTimeout(() => editor.send("ask", { text: word }), PAUSE);
}

// The server's names for what was typed: they join the list, if the same word is still there.
function answered(editor) {
  const { asked } = editor.data;
  if (!asked || editor.answered === asked.word) return;
  editor.answered = asked.word;
  const isHere = editor.area.getRootNode().activeElement === editor.area && wordBefore(editor) === asked.word;
  if (!isHere || asked.terms.length === 0 || editor.dismissed === asked.word) return;
  const chosen = editor.offers[editor.chosen]?.text;
  offer(editor, true);
  const again = editor.offers.findIndex((name) => name.text === chosen);
  if (again > 0) choose(editor, again);
}

function wordBefore(editor) {
  return /[?$]?[\w:.-]*$/.exec(editor.area.value.slice(0, editor.area.selectionStart))[0].replace(/^[.-]+/, "");
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
  const before = editor.area.value.slice(0, editor.area.selectionStart - word.length);
  const wanted = /(^|\s)a\s+$/.test(before) ? "class" : "";
  return [...graphNames(), ...editor.names]
    .map((name) => ({ name, rank: rank(name, typed, wanted) }))
    .filter((found) => found.rank > 0 && found.name.text !== word)
    .sort((a, b) => b.rank - a.rank || a.name.text.length - b.name.text.length)
    .map((found) => found.name);
}

// How well a name answers what was typed: by its start, by its part after the colon, by a word of its label.
function rank(name, typed, wanted) {
  const text = name.text.toLowerCase();
  const more = wanted && name.kind === wanted ? 5 : 0; // after `a` stands a class
  if (text.startsWith(typed)) return 4 + more;
  if (text.split(":")[1]?.startsWith(typed)) return 3 + more;
  if (name.label.toLowerCase().startsWith(typed)) return 2 + more;
  if (new RegExp(`[ :-]${typed.replace(/[^\w]/g, "\\$&")}`).test(name.searched)) return 1 + more;
  return name.found === typed ? 0.5 : 0; // the server forgives typing errors
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

// Under the word, measured by a canvas with the same font.
function place(editor, word) {
  const style = getComputedStyle(editor.area);
  const before = editor.area.value.slice(0, editor.area.selectionStart - word.length).split("\n");
  const context = document.createElement("canvas").getContext("2d");
  context.font = style.font;
  const box = editor.paint.closest(".box");
  const left = box.offsetLeft + editor.area.parentElement.offsetLeft + parseFloat(style.paddingLeft);
  const along = left + context.measureText(before.at(-1)).width - editor.area.scrollLeft;
  const top = parseFloat(style.paddingTop) + before.length * parseFloat(style.lineHeight) - editor.area.scrollTop;
  const most = editor.root.clientWidth - editor.list.offsetWidth - 8;
  editor.list.style.left = `${Math.max(0, Math.min(along, most))}px`;
  editor.list.style.top = `${box.offsetTop + top + 2}px`;
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

function close(editor, offers = []) {
  clearTimeout(editor.pause);
  editor.list.hidden = true;
  editor.offers = offers;
  editor.area.removeAttribute("aria-activedescendant");
  editor.spoken.textContent = "";
}

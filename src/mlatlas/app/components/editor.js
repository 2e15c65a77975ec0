// The SPARQL editor: a plain textarea on top of a coloured copy of its text, with tabs above, words to complete,
// and below what is wrong, with edits that mend it. The other parts are in editor_paint.js, editor_words.js and
// editor_tabs.js; the page gets all four as one module.
//
// Streamlit calls the default export again whenever the data change, on the same element. Texts of the
// data and of the visitor reach the page as textContent only, never as markup.

const editors = new WeakMap();

const DRAFTS = "mlatlas-query-drafts";
const MOST_DRAFTS = 40;
const BENCH = "mlatlas-query-bench";
const SECOND = 1000; // in milliseconds

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".editor");
  const editor = editors.get(root) ?? create(root);
  editors.set(root, editor);
  editor.data = data;
  editor.names = names(data);
  // The nonce makes two equal events different, so that a query can be run twice.
  editor.send = (event, content) => setTriggerValue(event, { ...content, nonce: `${Date.now()}.${Math.random()}` });
  if (editor.revision !== data.revision) load(editor);
  if (editor.runs !== data.runs) ended(editor);
  showTabs(editor);
  root.querySelector(".history").disabled = data.past === 0;
  showProblem(editor);
  answered(editor);
  keepBench(editor);
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
    problem: find(".problem"),
    tabs: find(".tabs"),
    buttons: { run: find(".run"), explain: find(".explain"), link: find(".link"), prefixes: find(".prefixes") },
    offers: [],
    chosen: 0,
    brackets: [],
  };
  editor.area.addEventListener("input", () => edited(editor));
  editor.area.addEventListener("scroll", () => follow(editor));
  editor.area.addEventListener("keydown", (event) => pressed(editor, event));
  editor.area.addEventListener("blur", (event) => {
    // Not on the way to another page, which the server would leave out for this; the draft is kept anyhow.
    if (event.relatedTarget?.closest("a")) close(editor);
    else left(editor);
  });
  editor.area.addEventListener("click", () => close(editor));
  for (const event of ["keyup", "click", "focus", "blur"]) editor.area.addEventListener(event, () => pair(editor));
  find(".examples").addEventListener("click", () => editor.send("look", { for: "examples" }));
  find(".history").addEventListener("click", () => editor.send("look", { for: "history" }));
  editor.buttons.run.addEventListener("click", () => start(editor, "run"));
  editor.buttons.explain.addEventListener("click", () => start(editor, "explain"));
  editor.buttons.link.addEventListener("click", () => copyLink(editor));
  editor.buttons.prefixes.addEventListener("click", () => declare(editor));
  return editor;
}

// A text that came from the page (an example, the address, another tab) replaces what is there; a draft of that
// same text, kept when the visitor went to another page or tab, replaces it in turn.
function load(editor) {
  editor.revision = editor.data.revision;
  editor.area.value = drafts()[editor.revision] ?? editor.data.text;
  editor.area.scrollTop = 0;
  render(editor);
  close(editor);
}

function edited(editor) {
  editor.dismissed = null;
  editor.problem.hidden = true;
  editor.area.removeAttribute("aria-invalid");
  keepDraft(editor);
  editor.brackets = [];
  render(editor);
  offer(editor, false);
}

// What was typed is told when the visitor turns to something else, so that it is not taken for what was there.
function left(editor) {
  close(editor);
  const text = editor.area.value;
  const key = JSON.stringify([editor.revision, text]);
  if (editor.told === key || text === editor.data.text) return;
  editor.told = key;
  editor.send("typed", { id: String(editor.data.open), text });
}

// ── Running ─────────────────────────────────────────────────────────────────

function start(editor, event) {
  if (editor.clock) return; // one at a time
  const button = editor.buttons[event];
  const began = Date.now();
  const tell = () => {
    button.textContent = `Running … ${Math.round((Date.now() - began) / SECOND)} s`;
  };
  editor.clock = setInterval(tell, SECOND);
  button.textContent = "Running …";
  editor.root.classList.add("running");
  editor.send(event, { text: editor.area.value });
}

function ended(editor) {
  editor.runs = editor.data.runs;
  editor.shown = null;
  clearInterval(editor.clock);
  editor.clock = null;
  editor.root.classList.remove("running");
  editor.buttons.run.textContent = "Run query";
  editor.buttons.explain.textContent = "Explain";
}

// ── What is wrong ───────────────────────────────────────────────────────────

// The sentence and its edits belong to the text that was run: they go as soon as that is changed.
function showProblem(editor) {
  const { problem, runs, revision } = editor.data;
  const key = JSON.stringify([problem, runs, revision]);
  if (editor.shown === key) return;
  editor.shown = key;
  const isFitting = Boolean(problem) && editor.area.value === problem.of;
  editor.problem.hidden = !isFitting;
  editor.area.toggleAttribute("aria-invalid", isFitting && problem.tone === "error");
  if (isFitting) {
    const sentence = document.createElement("span");
    sentence.textContent = problem.text;
    editor.problem.className = `problem ${problem.tone}`;
    editor.problem.replaceChildren(sentence, ...problem.fixes.map((fix) => fixButton(editor, fix)));
    if (problem.tone === "error" && problem.end > 0) setCaret(editor, problem.start);
  }
  render(editor);
}

function fixButton(editor, fix) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = fix.label;
  button.addEventListener("click", () => {
    editor.area.focus();
    replace(editor, fix.start, fix.end, fix.text);
    setCaret(editor, fix.start + fix.text.length - fix.back);
    close(editor);
  });
  return button;
}

function currentProblem(editor) {
  return editor.problem.hidden ? null : editor.data.problem;
}

// ── Links and prefixes ──────────────────────────────────────────────────────

async function copyLink(editor) {
  const text = editor.area.value;
  if (text.length > editor.data.longest) return tell(editor, "link", "Too long for a link");
  const address = `${location.origin}${location.pathname}?q=${encodeURIComponent(text)}`;
  tell(editor, "link", (await copied(editor, address)) ? "Link copied" : "The browser refused");
}

async function copied(editor, text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused, or no permission: the old way is left.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  editor.root.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  return isDone;
}

// Says something on a button for a moment.
function tell(editor, name, words) {
  const button = editor.buttons[name];
  const usual = (button.dataset.usual ??= button.textContent);
  button.textContent = words;
  editor.spoken.textContent = words;
  setTimeout(() => (button.textContent = usual), 2 * SECOND);
}

// The prefixes that are known here without being declared, and nowhere else.
function undeclared(editor) {
  const found = [...tokens(editor.area.value)];
  const declared = found.filter((token, index) => index > 0 && found[index - 1].text.toUpperCase() === "PREFIX");
  const known = new Set(declared.map((token) => token.text));
  const used = new Set(found.filter((token) => token.kind === "name").map((token) => prefixOf(token.text)));
  return editor.data.prefixes.filter(([prefix]) => used.has(prefix) && !known.has(prefix));
}

function prefixOf(name) {
  return name.slice(0, name.indexOf(":") + 1);
}

function declare(editor) {
  const lines = undeclared(editor).map(([prefix, namespace]) => `PREFIX ${prefix} <${namespace}>\n`);
  editor.area.focus();
  replace(editor, 0, 0, lines.join(""));
  close(editor);
}

// ── Keeping ─────────────────────────────────────────────────────────────────

function stored(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null; // storage is switched off, or holds something else
  }
}

function store(name, content) {
  try {
    sessionStorage.setItem(name, JSON.stringify(content));
  } catch {
    // Without storage, drafts and tabs last as long as the page.
  }
}

function drafts() {
  const kept = stored(DRAFTS);
  return kept && typeof kept === "object" ? kept : {};
}

function keepDraft(editor) {
  const others = Object.entries(drafts()).filter(([revision]) => revision !== editor.revision);
  const latest = [...others.slice(1 - MOST_DRAFTS), [editor.revision, editor.area.value]];
  store(DRAFTS, Object.fromEntries(latest));
}

// A new session of the server knows no tabs: it is given those that this tab of the browser has kept.
function keepBench(editor) {
  const kept = stored(BENCH);
  if (!editor.data.fresh) store(BENCH, editor.data.kept);
  else if (typeof kept === "string" && !editor.isRestored) {
    editor.isRestored = true;
    editor.send("restore", { text: kept });
  }
}

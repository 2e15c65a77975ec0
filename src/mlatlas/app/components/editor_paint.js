// Colours, the line numbers, brackets that belong together, and the line under what is wrong.

const FEWEST_LINES = 7;
const MOST_LINES = 13;
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
const PAIRS = { "(": ")", "[": "]", "{": "}" };
const OPENING = { ")": "(", "]": "[", "}": "{" };

function* tokens(text) {
  for (const match of text.matchAll(TOKEN)) {
    const kind = CLASSES[match.slice(1).findIndex((group) => group !== undefined)];
    yield { kind, text: match[0], start: match.index, end: match.index + match[0].length };
  }
}

function render(editor) {
  const text = editor.area.value;
  const words = new Set(editor.data.words.map((word) => word.toUpperCase()));
  const marks = marksOf(editor);
  const pieces = document.createDocumentFragment();
  let position = 0;
  for (const token of tokens(text)) {
    paint(pieces, text, position, token.start, "", marks);
    paint(pieces, text, token.start, token.end, look(token, words), marks);
    position = token.end;
  }
  paint(pieces, text, position, text.length, "", marks);
  pieces.append("\n");
  editor.paint.replaceChildren(pieces);
  number(editor, text);
  follow(editor);
  editor.buttons.prefixes.hidden = undeclared(editor).length === 0;
}

function look(token, words) {
  const isPlain = token.kind === "word" && token.text !== "a" && !words.has(token.text.toUpperCase());
  return isPlain ? "" : token.kind;
}

// What lies over the colours: the wrong place, and a pair of brackets.
function marksOf(editor) {
  const marks = editor.brackets.map((start) => ({ start, end: start + 1, look: "bracket" }));
  const problem = currentProblem(editor);
  if (problem) marks.push({ start: problem.start, end: problem.end, look: `wrong ${problem.tone}` });
  return marks;
}

// One stretch of text, cut where marks begin and end.
function paint(pieces, text, start, end, look, marks) {
  const cuts = marks.flatMap((mark) => [mark.start, mark.end]).filter((cut) => start < cut && cut < end);
  const edges = [start, ...cuts.sort((a, b) => a - b), end];
  for (let index = 1; index < edges.length; index += 1) {
    const [from, to] = [edges[index - 1], edges[index]];
    if (from === to) continue;
    const over = marks.filter((mark) => mark.start <= from && to <= mark.end).map((mark) => mark.look);
    const classes = [look, ...over].filter(Boolean).join(" ");
    pieces.append(classes ? coloured(text.slice(from, to), classes) : text.slice(from, to));
  }
}

function coloured(text, classes) {
  const span = document.createElement("span");
  span.className = classes;
  span.textContent = text;
  return span;
}

function number(editor, text) {
  const count = text.split("\n").length;
  const problem = currentProblem(editor);
  const wrong = problem?.tone === "error" ? text.slice(0, problem.start).split("\n").length : 0;
  const shown = Math.min(Math.max(count + 1, FEWEST_LINES), MOST_LINES);
  editor.root.style.setProperty("--lines", shown);
  const numbers = Array.from({ length: count }, (_, index) => {
    const line = document.createElement("div");
    line.textContent = index + 1;
    line.classList.toggle("wrong", index + 1 === wrong);
    return line;
  });
  editor.gutter.replaceChildren(...numbers);
}

function follow(editor) {
  editor.paint.scrollTop = editor.area.scrollTop;
  editor.paint.scrollLeft = editor.area.scrollLeft;
  editor.gutter.scrollTop = editor.area.scrollTop;
}

// ── Brackets ────────────────────────────────────────────────────────────────

// The bracket at the caret and its other half; nothing where it stands in a string, a comment or an IRI.
function pair(editor) {
  const { selectionStart: caret, selectionEnd: end, value } = editor.area;
  const isFocused = editor.area.getRootNode().activeElement === editor.area;
  const found = isFocused && caret === end ? partners(value, caret) : [];
  if (found.join() === editor.brackets.join()) return;
  editor.brackets = found;
  render(editor);
}

function partners(text, caret) {
  const at = [caret - 1, caret].find((place) => text[place] in PAIRS || text[place] in OPENING);
  if (at === undefined) return [];
  const opened = [];
  for (const { sign, place } of brackets(text)) {
    if (sign in PAIRS) {
      opened.push(place);
      continue;
    }
    const start = opened.pop();
    if (start === undefined || text[start] !== OPENING[sign]) return [];
    if (start === at || place === at) return [start, place];
  }
  return [];
}

function* brackets(text) {
  let position = 0;
  for (const token of [...tokens(text), { start: text.length, end: text.length }]) {
    for (let place = position; place < token.start; place += 1) {
      if (text[place] in PAIRS || text[place] in OPENING) yield { sign: text[place], place };
    }
    position = token.end;
  }
}

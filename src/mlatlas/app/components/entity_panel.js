// The page of an entity. All text comes from the data and is only ever written as textContent.

const views = new WeakMap(); // panel → what a person has done on its page: unfolded, filtered

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const panel = parentElement.querySelector(".panel");
  const { entity } = data.page;
  if (views.get(panel)?.entity !== entity.iri) {
    views.set(panel, { entity: entity.iri, open: new Set(), verdict: "", work: "" });
    panel.scrollTop = 0;
  }
  const context = {
    ...data,
    view: views.get(panel),
    filtered: [],
    go: (iri) => setTriggerValue("go", { iri, nonce: Date.now() }),
  };
  panel.style.height = data.height;
  panel.setAttribute("aria-label", entity.label);
  const sections = data.page.sections.map((section) => sectionOf(context, section));
  panel.replaceChildren(...(data.list ? [] : [head(context), filterOf(context)]), ...sections);
  applyFilter(context);
}

// make("p", "note", "text", child, …): an element with a class and its content.
function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content.filter((part) => part !== "" && part !== null));
  return element;
}

// ── The head ────────────────────────────────────────────────────────────────

function head(context) {
  const { page } = context;
  const title = make("h2", "title", page.entity.label);
  const line = make("p", "kinds", kindBadge(context, page), ...page.topics.map((topic) => link(context, topic, "topic")));
  const names = page.names.length > 0 ? make("p", "names", `Also: ${page.names.join(", ")}`) : "";
  const literals =
    page.literals.length > 0
      ? make("p", "names", "In the API or SDK: ", ...spaced(page.literals.map((text) => make("code", "", text))))
      : "";
  return make("header", "", title, line, make("p", "definition", page.definition), names, literals);
}

function kindBadge(context, page) {
  const badge = make("span", "kind", page.kind);
  const look = context.looks[page.entity.kind];
  if (look) Object.assign(badge.style, { background: look.fill, borderColor: look.border, color: "#111" });
  return badge;
}

function spaced(elements) {
  return elements.flatMap((element, index) => (index === 0 ? [element] : [", ", element]));
}

function link(context, target, className = "") {
  const anchor = make("a", className, target.label);
  const slug = slugOf(context, target.iri);
  anchor.href = `./?${new URLSearchParams({ open: slug, node: slug })}`;
  anchor.addEventListener("click", (event) => {
    // With a modifier key the browser opens another tab, as with any link; a list has no graph beside it to move in.
    if (context.list || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    context.go(target.iri);
  });
  return anchor;
}

function slugOf(context, iri) {
  const [base, prefix] = Object.entries(context.bases).find(([base]) => iri.startsWith(base)) ?? [iri, ""];
  return prefix + iri.slice(base.length);
}

// ── The filter ──────────────────────────────────────────────────────────────

// Two small lists above the facts; nothing where there is nothing to choose between.
function filterOf(context) {
  const facts = context.page.sections.flatMap((section) => section.facts).filter((fact) => fact.grounds);
  const verdicts = counted(facts, verdictsOf);
  const works = counted(facts, worksOf);
  const lists = [
    verdicts.length > 1 ? choice(context, "verdict", "Any verdict", verdicts) : "",
    works.length > 1 ? choice(context, "work", "Any source", works) : "",
  ];
  if (lists.every((list) => list === "")) return "";
  context.told = make("span", "told");
  context.told.setAttribute("role", "status");
  return make("div", "filter", ...lists, context.told);
}

function counted(facts, namesOf) {
  const counts = new Map();
  for (const name of facts.flatMap((fact) => [...namesOf(fact)])) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one.localeCompare(other));
}

function choice(context, name, all, counts) {
  const list = make("select", "", new Option(all, ""));
  list.append(...counts.map(([value, count]) => new Option(`${value} (${count})`, value)));
  list.setAttribute("aria-label", name === "verdict" ? "Filter by verdict" : "Filter by source");
  list.value = context.view[name];
  list.addEventListener("change", () => {
    context.view[name] = list.value;
    applyFilter(context);
  });
  return list;
}

function applyFilter(context) {
  const { verdict, work } = context.view;
  let seen = 0;
  for (const { fact, item } of context.filtered) {
    item.hidden = (verdict !== "" && !verdictsOf(fact).has(verdict)) || (work !== "" && !worksOf(fact).has(work));
    if (!item.hidden) seen += 1;
  }
  for (const section of new Set(context.filtered.map(({ item }) => item.closest("section")))) {
    section.hidden = [...section.querySelectorAll("ul.facts > li")].every((item) => item.hidden);
  }
  const all = context.filtered.length;
  if (context.told) context.told.textContent = seen < all ? `${seen} of ${all} facts shown` : "";
}

// A fact counts for all sides of its conflicts: who looks for what is wrong finds it beside what is right.
function sidesOf(fact) {
  return [fact, ...fact.disputes.flatMap((dispute) => dispute.others)];
}

function verdictsOf(fact) {
  return new Set(sidesOf(fact).map((side) => side.grounds.verdict));
}

function worksOf(fact) {
  return new Set(sidesOf(fact).flatMap((side) => side.grounds.sources.map((source) => source.work)));
}

// ── Sections and facts ──────────────────────────────────────────────────────

function sectionOf(context, section) {
  const title = section.target ? link(context, section.target) : section.heading;
  const heading = make("h3", `heading ${section.tone}`, title);
  if (section.tone === "link") return make("section", "", heading, linkList(context, section.facts));
  if (section.tone === "model") return make("section", "", heading, modelList(context, section.facts));
  return make("section", "", heading, make("ul", "facts", ...section.facts.map((fact) => itemOf(context, fact))));
}

function itemOf(context, fact) {
  const item = make("li", fact.disputes.length > 0 ? "disputed" : "", ...factParts(context, fact));
  if (fact.grounds) context.filtered.push({ fact, item });
  return item;
}

function linkList(context, facts) {
  return make("ul", "links", ...facts.map((fact) => make("li", "", link(context, fact.target))));
}

// What stands in an API model: the name, and what the model says of it. It has no grounds of its own.
function modelList(context, facts) {
  const items = facts.map((fact) => {
    const name = fact.target ? link(context, fact.target) : make("span", "value", fact.text);
    const parts = [fact.before && make("span", "verb", `${fact.before} `), name];
    if (fact.after) parts.push(make("span", "verb", ` ${fact.after}`));
    return make("li", "", ...parts);
  });
  return make("ul", "model", ...items);
}

function factParts(context, fact) {
  const parts = [claim(context, fact)];
  if (!fact.grounds) return parts;
  if (fact.grounds.note) parts.push(make("p", "note", fact.grounds.note));
  parts.push(...groundsOf(context, fact.grounds));
  parts.push(...fact.disputes.map((dispute) => disputeOf(context, dispute)));
  return parts;
}

function disputeOf(context, dispute) {
  const heading = make("p", "conflict-heading", `${dispute.sign} ${dispute.heading}`);
  const sides = dispute.others.map((other) => make("div", "side", ...factParts(context, other)));
  const block = make("div", dispute.is_sharp ? "conflict sharp" : "conflict", heading, ...sides, make("p", "reason", dispute.reason));
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", `Conflict: ${dispute.heading}`);
  return block;
}

function claim(context, fact) {
  const grounds = fact.grounds ?? { stands: true };
  const value = fact.target ? link(context, fact.target) : make("strong", "", fact.text);
  const said = [value];
  if (fact.before) said.unshift(make("span", "verb", `${fact.before} `));
  if (fact.after) said.push(make("span", "verb", ` ${fact.after}`));
  if (grounds.scope) said.push(make("span", "verb", ` ${grounds.scope}`));
  if (fact.means.length > 0) {
    said.push(make("span", "verb", " through "), ...spaced(fact.means.map((means) => link(context, means))));
  }
  if (grounds.timing) said.push(make("span", "verb", `, ${grounds.timing}`));
  const line = make(grounds.stands ? "span" : "s", "said", ...said);
  const condition = grounds.condition ? make("span", "condition", grounds.condition) : "";
  return make("p", "claim", line, condition);
}

const SUFFIXES = { checked: "checked", "checked in text": "checked in text", "not as expected": "check fails" };
let lastId = 0;

// The badge is a button that unfolds the evidence and the sources beneath it.
function groundsOf(context, grounds) {
  const { sign, colour, ground } = context.verdicts[grounds.verdict];
  const badge = make("span", "verdict", `${sign} ${grounds.verdict}`);
  const suffix = SUFFIXES[grounds.checked];
  if (suffix) badge.append(make("span", `machine ${suffix === "check fails" ? "bad" : ""}`, suffix));
  Object.assign(badge.style, { color: colour, background: ground });
  const count = grounds.sources.length;
  const button = make("button", "badge", badge, make("span", "count", count === 1 ? "1 source" : `${count} sources`));
  const evidence = make("div", "evidence", ...evidenceOf(context, grounds));
  lastId += 1;
  evidence.id = `evidence-${lastId}`;
  button.type = "button";
  button.setAttribute("aria-controls", evidence.id);
  const { open } = context.view;
  const show = (isOpen) => {
    evidence.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) open.add(grounds.id);
    else open.delete(grounds.id);
  };
  button.addEventListener("click", () => show(evidence.hidden));
  show(open.has(grounds.id));
  return [button, evidence];
}

function evidenceOf(context, grounds) {
  const checks = grounds.evidence.map((check) => checkItem(context, check));
  const id = make("li", "told", `Statement ${grounds.id}`);
  const sources = make("ul", "sources", ...grounds.sources.map(sourceItem), id);
  return checks.length > 0 ? [make("ul", "checks", ...checks), sources] : [sources];
}

function checkItem(context, check) {
  const parts = [make("span", "sign", check.sign), ` ${check.text}`];
  if (check.element && context.page.elements.includes(check.element.iri)) {
    parts.push(" → ", link(context, check.element, "element"));
  }
  if (check.weak) parts.push(make("span", "weak", "Read in a text: weaker than a bound of a model."));
  return make("li", "check", ...parts);
}

function sourceItem(source) {
  if (!source.url) return make("li", "", source.text);
  const anchor = make("a", "", source.text);
  Object.assign(anchor, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
  return make("li", "", anchor);
}

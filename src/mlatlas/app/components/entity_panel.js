// The page of an entity. All text comes from the data and is only ever written as textContent.

const shown = new WeakMap(); // panel → the entity whose page it shows

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const panel = parentElement.querySelector(".panel");
  const { entity } = data.page;
  const context = {
    ...data,
    go: (iri) => setTriggerValue("go", { iri, nonce: Date.now() }),
  };
  panel.style.height = data.height;
  panel.setAttribute("aria-label", entity.label);
  panel.replaceChildren(head(context), ...data.page.sections.map((section) => sectionOf(context, section)));
  if (shown.get(panel) !== entity.iri) panel.scrollTop = 0;
  shown.set(panel, entity.iri);
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
  const slug = target.iri.startsWith(context.base) ? target.iri.slice(context.base.length) : "";
  anchor.href = `?${new URLSearchParams({ open: slug, node: slug })}`;
  anchor.addEventListener("click", (event) => {
    // With a modifier key the browser opens another tab, as with any link.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    context.go(target.iri);
  });
  return anchor;
}

// ── Sections and facts ──────────────────────────────────────────────────────

function sectionOf(context, section) {
  const heading = make("h3", `heading ${section.tone}`, section.heading);
  if (section.tone === "link") return make("section", "", heading, linkList(context, section.facts));
  const facts = section.facts.map((fact) => make("li", "", ...factParts(context, fact)));
  return make("section", "", heading, make("ul", "facts", ...facts));
}

function linkList(context, facts) {
  return make("ul", "links", ...facts.map((fact) => make("li", "", link(context, fact.target))));
}

function factParts(context, fact) {
  const parts = [claim(context, fact)];
  if (fact.grounds.note) parts.push(make("p", "note", fact.grounds.note));
  parts.push(groundsOf(context, fact.grounds));
  if (fact.correction) parts.push(make("p", "correction", `Corrected: ${fact.correction}`));
  for (const wrong of fact.replaced) parts.push(replacedClaim(context, wrong));
  return parts;
}

function claim(context, fact) {
  const { grounds } = fact;
  const value = fact.target ? link(context, fact.target) : make("strong", "", fact.text);
  const said = [value];
  if (fact.before) said.unshift(make("span", "verb", `${fact.before} `));
  if (fact.after) said.push(make("span", "verb", ` ${fact.after}`));
  if (grounds.scope) said.push(make("span", "verb", ` ${grounds.scope}`));
  if (fact.means.length > 0) {
    said.push(make("span", "verb", " through "), ...spaced(fact.means.map((means) => link(context, means))));
  }
  if (grounds.since) said.push(make("span", "verb", ` from ${grounds.since}`));
  const line = make(grounds.stands ? "span" : "s", "said", ...said);
  const condition = grounds.condition ? make("span", "condition", grounds.condition) : "";
  return make("p", "claim", line, condition);
}

function groundsOf(context, grounds) {
  const { sign, colour, ground } = context.verdicts[grounds.verdict];
  const badge = make("span", "verdict", `${sign} ${grounds.verdict}`);
  Object.assign(badge.style, { color: colour, background: ground });
  const count = grounds.sources.length;
  const summary = make("summary", "", badge, make("span", "count", count === 1 ? "1 source" : `${count} sources`));
  return make("details", "grounds", summary, make("ul", "", ...grounds.sources.map(sourceItem)));
}

function sourceItem(source) {
  if (!source.url) return make("li", "", source.text);
  const anchor = make("a", "", source.text);
  Object.assign(anchor, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
  return make("li", "", anchor);
}

function replacedClaim(context, wrong) {
  return make("div", "replaced", make("span", "verb", "Corrects the claim: "), ...factParts(context, wrong));
}

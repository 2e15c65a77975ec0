"""Small pages for people who follow an IRI of the atlas, or the address of its endpoint, without the app."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from mlatlas.facts import Statement
from mlatlas.sandbox import GRAPH_FORMATS, TABLE_FORMATS, Answer, Term
from mlatlas.terms import ATLAS, PROJECT, RDFS, SKOS, local, shorten

#: Nothing is loaded and nothing runs on these pages; the style stands in them.
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: LinkText; } nav { font-size: .9rem; opacity: .85; } code { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .25rem .5rem; }
td { border-top: 1px solid var(--line); overflow-wrap: break-word; }
.about td { overflow-wrap: anywhere; } .about td:first-child { width: 14rem; }
td table { background: var(--soft); } li { margin: .25rem 0; } small { opacity: .75; }
textarea { width: 100%; box-sizing: border-box; font: .95rem/1.4 ui-monospace, monospace; }
button, select { font: inherit; padding: .3rem .8rem; }
"""
_EXAMPLE: Final = """# Every maximum memory, with its unit
SELECT ?who ?value ?unit {
  ?s a atlas:Limit ; atlas:subject ?who ; atlas:property atlas:memory ;
     atlas:bound atlas:maximum ; atlas:value ?value ; atlas:unit ?unit
}"""
_NAMES: Final = (SKOS + "prefLabel", RDFS + "label")
_TEXTS: Final = (SKOS + "definition", RDFS + "comment", ATLAS + "documentation")
_DEEPEST: Final = 3

Rows = Sequence[tuple[Term | None, ...]]
About = Mapping[str, Sequence[tuple[Term, Term]]]


def front(name: str, address: str, app: str | None) -> str:
    """The page at the root: where to ask, and how."""
    to_app = f'<p><a href="{escape(app)}">Open the app</a> to see and compare.</p>' if app else ""
    return _page(
        "ML Atlas",
        f"""<p>AWS's machine-learning services as a knowledge graph. <small>{escape(name)}</small></p>{to_app}
<p>SPARQL 1.1 is answered at <code>{escape(address)}</code>
(<a href="sparql?format=turtle">its description</a>, <a href="ontology">the vocabulary</a>).</p>
<form action="sparql"><p><textarea name="query" rows="9" spellcheck="false" aria-label="A query in SPARQL">{_EXAMPLE}
</textarea></p><p><button>Ask</button> <select name="format" aria-label="Format">
{"".join(f"<option>{form}</option>" for form in ("html", *TABLE_FORMATS, *GRAPH_FORMATS))}</select></p></form>""",
    )


def result(answer: Answer) -> str:
    """The answer to a query as a table, or as yes or no."""
    if answer.kind == "ask":
        return _page("Answer", f"<p>{'Yes' if answer.truth else 'No'}</p>")
    more = " of more: narrow the query, or page with LIMIT and OFFSET" if answer.truncated else ""
    head = "".join(f"<th>{escape(name)}</th>" for name in answer.variables)
    rows = ("".join(f"<td>{_value({}, term, 0) if term else ''}</td>" for term in row) for row in answer.rows)
    table = f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return _page("Answer", f"<p>{answer.row_count:,} {'row' if answer.row_count == 1 else 'rows'}{more}</p>{table}")


def thing(iri: str, rows: Rows, facts: Sequence[Statement]) -> str:
    """The page of one thing: its name and definition, the statements about it, and all its triples."""
    about = _by_subject(rows)
    name = _first(about.get(iri, ()), _NAMES) or shorten(iri)
    text = _first(about.get(iri, ()), _TEXTS)
    parts = [f"<nav>{_formats()}</nav>", f"<p>{escape(text)}</p>" if text else "", f"<p><code>{escape(iri)}</code></p>"]
    if facts:
        parts.append(f"<h2>Statements</h2><ul>{''.join(map(_fact, facts))}</ul>")
    parts.append(f"<h2>Triples</h2>{_table(about, iri)}")
    return _page(name, "\n".join(parts))


def vocabulary(rows: Rows) -> str:
    """The page of the ontology: every term under its own name, so that its IRI leads there."""
    about = _by_subject(rows)
    terms = sorted((iri for iri in about if iri.startswith(ATLAS)), key=str.casefold)
    parts = [f'<h2 id="{escape(local(iri))}">{escape(shorten(iri))}</h2>{_table(about, iri)}' for iri in terms]
    return _page("The vocabulary of ML Atlas", f"<nav>{_formats()}</nav>" + "\n".join(parts))


def _page(title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body><main><h1>{escape(title)}</h1>
{body}
</main></body></html>
"""


def _formats() -> str:
    links = (f'<a href="?format={form}">{form}</a>' for form in GRAPH_FORMATS)
    return f"as {' · '.join(links)}"


def _fact(statement: Statement) -> str:
    source = f" <small>{escape(statement.sources[0].text)}</small>" if statement.sources else ""
    sentence = escape(statement.sentence)
    link = f'<a href="/statement/{escape(statement.id)}">{sentence}</a>' if statement.fact else sentence
    return f"<li>{link} – {escape(statement.verdict)}{source}</li>"


def _by_subject(rows: Iterable[tuple[Term | None, ...]]) -> About:
    about = defaultdict(list)
    for subject, known, value in rows:
        if subject and known and value:
            about[subject.value].append((known, value))
    return {
        subject: sorted(said, key=lambda pair: (shorten(pair[0].value), pair[1].value))
        for subject, said in about.items()
    }


def _first(said: Iterable[tuple[Term, Term]], wanted: Sequence[str]) -> str | None:
    return next((value.value for iri in wanted for known, value in said if known.value == iri), None)


def _table(about: About, subject: str, depth: int = 0) -> str:
    """What is said of a subject; what has no name of its own stands where it is used."""
    lines = (
        f"<tr><td>{_name(known)}</td><td>{_value(about, value, depth)}</td></tr>"
        for known, value in about.get(subject, ())
    )
    return f'<table class="about">{"".join(lines)}</table>'


def _value(about: About, value: Term, depth: int) -> str:
    if value.kind == "bnode" and value.value in about and depth < _DEEPEST:
        return _table(about, value.value, depth + 1)
    return _name(value) if value.kind == "iri" else escape(value.value)


def _name(term: Term) -> str:
    """An IRI with its prefix; those of the atlas lead to the page of this server."""
    place = term.value.removeprefix(PROJECT) if term.value.startswith(PROJECT + "/") else term.value
    shown = escape(shorten(term.value).strip("<>"))
    return f'<a href="{escape(place)}">{shown}</a>' if place.startswith(("/", "http://", "https://")) else shown

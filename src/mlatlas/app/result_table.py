"""A query's answer as an HTML table: entities by label and linked, other IRIs with their prefix, texts as texts."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from mlatlas.facts import Ref
from mlatlas.sandbox import Answer, Term
from mlatlas.terms import XSD, shorten

#: So many rows are on one page of a table.
ROWS_PER_PAGE: Final = 200
_NUMERIC: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
_NUMBER_CLASS: Final = ' class="number"'
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>]+")


def table(answer: Answer, entities: Mapping[str, Ref], page: int = 1) -> str:
    """One page of the rows as HTML; `entities` are known by their IRI. Pages count from 1."""
    first = (page - 1) * ROWS_PER_PAGE
    rows = answer.rows[first : first + ROWS_PER_PAGE]
    head = "".join(map(_heading, answer.variables, _numeric_columns(answer)))
    body = "".join(f"<tr>{''.join(_cell(term, entities) for term in row)}</tr>" for row in rows)
    region = '<div class="result" role="region" aria-label="Rows of the answer" tabindex="0">'
    return f"{region}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def pages(answer: Answer) -> int:
    """How many pages the table has, at least one."""
    return max(1, -(-answer.row_count // ROWS_PER_PAGE))


def _heading(name: str, is_numeric: bool) -> str:
    return f'<th scope="col"{_NUMBER_CLASS * is_numeric}>{html.escape(name)}</th>'


def _numeric_columns(answer: Answer) -> list[bool]:
    """Which columns hold numbers, as far as they hold anything."""
    columns = ([row[index] for row in answer.rows] for index in range(len(answer.variables)))
    filled = ([term for term in column if term] for column in columns)
    return [bool(terms) and all(term.datatype in _NUMERIC for term in terms) for terms in filled]


def _cell(term: Term | None, entities: Mapping[str, Ref]) -> str:
    if term is None:
        return "<td></td>"
    if term.datatype in _NUMERIC:
        return f"<td{_NUMBER_CLASS}>{html.escape(term.value)}</td>"
    return f"<td>{_content(term, entities)}</td>"


def _content(term: Term, entities: Mapping[str, Ref]) -> str:
    text = html.escape(term.value)
    if term.kind == "iri":
        return _iri(term.value, entities)
    if term.kind != "literal":
        return f"<code>{'_:' * (term.kind == 'bnode')}{text}</code>"
    if term.datatype == XSD + "anyURI" and _WEB_ADDRESS.fullmatch(term.value):
        return f'<a href="{text}" target="_blank" rel="noreferrer">{text}</a>'
    if term.language:
        return f"{text} <small>@{html.escape(term.language)}</small>"
    return text


def _iri(iri: str, entities: Mapping[str, Ref]) -> str:
    entity = entities.get(iri)
    return link(entity) if entity else f'<code title="{html.escape(iri)}">{html.escape(_short(iri))}</code>'


def link(entity: Ref) -> str:
    """An entity by its label, as HTML that leads to it in Explore."""
    address = html.escape(f"./?open={entity.slug}&node={entity.slug}")
    return (
        f'<a href="{address}" target="_self" title="{html.escape(_short(entity.iri))}">{html.escape(entity.label)}</a>'
    )


def _short(iri: str) -> str:
    return shorten(iri).strip("<>")

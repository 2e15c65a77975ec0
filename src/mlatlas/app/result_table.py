"""A query's answer as an HTML table: entities and statements linked, other IRIs with their prefix, texts as texts.

A number whose unit stands in the next column is shown with it, and the column of units goes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from mlatlas.api.elements import element_at
from mlatlas.checked import VERDICT_SIGNS
from mlatlas.facts import Ref
from mlatlas.quantities import UNITS
from mlatlas.sandbox import Answer, Term
from mlatlas.terms import STMT, XSD, atlas, shorten

#: So many rows are on one page of a table.
ROWS_PER_PAGE: Final = 200
NUMERIC: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
_NUMBER_CLASS: Final = ' class="number"'
#: Verdicts read as on every other page: a sign and a word.
_VERDICTS: Final = {atlas(verdict): f"{sign} {verdict}" for verdict, sign in VERDICT_SIGNS.items()}
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>]+")
#: Beside the number just before it, a unit may belong to these.
_ENDS: Final = frozenset({"min", "minimum", "least", "low", "lowest", "smallest", "from"})
#: Longer texts are cut in the table; the downloads have all of them.
_LONGEST: Final = 400


def table(answer: Answer, entities: Mapping[str, Ref], page: int = 1) -> str:
    """One page of the rows as HTML; `entities` are known by their IRI. Pages count from 1."""
    first = (page - 1) * ROWS_PER_PAGE
    units = unit_columns(answer)
    shown = [index for index in range(len(answer.variables)) if index not in units.values()]
    numeric = _numeric_columns(answer)
    head = "".join(_heading(answer.variables[index], numeric[index]) for index in shown)
    body = "".join(_row(row, shown, units, entities) for row in answer.rows[first : first + ROWS_PER_PAGE])
    region = '<div class="result" role="region" aria-label="Rows of the answer" tabindex="0">'
    return f"{region}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def pages(answer: Answer) -> int:
    """How many pages the table has, at least one."""
    return max(1, -(-answer.row_count // ROWS_PER_PAGE))


# ── Units ────────────────────────────────────────────────────────────────────


def unit_columns(answer: Answer) -> dict[int, int]:
    """Which column of units belongs to which column of numbers, by their positions.

    It belongs to the column just before it, and to the one before that where that is the lower end of a range.
    """
    numeric = _numeric_columns(answer)
    found: dict[int, int] = {}
    for index in range(1, len(answer.variables)):
        if not _holds_units(answer, index) or not numeric[index - 1]:
            continue
        found[index - 1] = index
        if index > 1 and numeric[index - 2] and answer.variables[index - 2].lower() in _ENDS:
            found[index - 2] = index
    return found


def units_of(row: tuple[Term | None, ...], units: Mapping[int, int]) -> dict[int, str]:
    """The sign of the unit of each number in a row that has one; `units` are those of `unit_columns`."""
    return {number: UNITS[term.value][1] for number, unit in units.items() if (term := row[unit]) and row[number]}


def _holds_units(answer: Answer, index: int) -> bool:
    terms = [term for row in answer.rows if (term := row[index])]
    return bool(terms) and all(term.kind == "iri" and term.value in UNITS for term in terms)


def _numeric_columns(answer: Answer) -> list[bool]:
    """Which columns hold numbers, as far as they hold anything."""
    columns = ([row[index] for row in answer.rows] for index in range(len(answer.variables)))
    filled = ([term for term in column if term] for column in columns)
    return [bool(terms) and all(term.datatype in NUMERIC for term in terms) for terms in filled]


# ── Cells ────────────────────────────────────────────────────────────────────


def _heading(name: str, is_numeric: bool) -> str:
    return f'<th scope="col"{_NUMBER_CLASS * is_numeric}>{html.escape(name)}</th>'


def _row(row: tuple[Term | None, ...], shown: list[int], units: Mapping[int, int], entities: Mapping[str, Ref]) -> str:
    signs = units_of(row, units)
    return f"<tr>{''.join(_cell(row[index], signs.get(index, ''), entities) for index in shown)}</tr>"


def _cell(term: Term | None, unit: str, entities: Mapping[str, Ref]) -> str:
    if term is None:
        return "<td></td>"
    if term.datatype in NUMERIC:
        sign = f"&nbsp;{html.escape(unit)}" if unit else ""
        return f"<td{_NUMBER_CLASS}>{html.escape(term.value)}{sign}</td>"
    return f"<td>{cell_html(term, entities)}</td>"


def cell_html(term: Term | None, entities: Mapping[str, Ref]) -> str:
    """What a cell shows of a term, as HTML; nothing for None."""
    if term is None:
        return ""
    if term.kind == "iri":
        return _iri(term.value, entities)
    text = html.escape(term.value)
    if term.kind != "literal":
        return f"<code>{'_:' * (term.kind == 'bnode')}{text}</code>"
    if term.datatype == XSD + "anyURI" and _WEB_ADDRESS.fullmatch(term.value):
        return f'<a href="{text}" target="_blank" rel="noreferrer">{text}</a>'
    if len(term.value) > _LONGEST:
        text = f'<span title="{text}">{html.escape(term.value[:_LONGEST].rstrip())} …</span>'
    if term.language:
        return f"{text} <small>@{html.escape(term.language)}</small>"
    return text


def _iri(iri: str, entities: Mapping[str, Ref]) -> str:
    if iri in _VERDICTS:
        return f'<span title="{html.escape(short(iri))}">{_VERDICTS[iri]}</span>'
    if iri.startswith(STMT):
        address = f"./facts?words={quote(iri.removeprefix(STMT))}"
        return f'<a href="{html.escape(address)}" target="_self">{html.escape(short(iri))}</a>'
    entity = entities.get(iri) or element_at(iri)
    return link(entity) if entity else f'<code title="{html.escape(iri)}">{html.escape(short(iri))}</code>'


def link(entity: Ref) -> str:
    """An entity by its label, as HTML that leads to it in Explore."""
    address = html.escape(f"./?open={entity.slug}&node={entity.slug}")
    return (
        f'<a href="{address}" target="_self" title="{html.escape(short(entity.iri))}">{html.escape(entity.label)}</a>'
    )


def short(iri: str) -> str:
    """An IRI with its prefix, or in full."""
    return shorten(iri).strip("<>")

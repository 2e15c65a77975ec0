"""The picture of Explore as a table: for reading, sorting and for people who do not see the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mlatlas.api.elements import is_element
from mlatlas.atlas import Atlas, Statement
from mlatlas.picture.neighbourhood import Edge, Picture

Row = dict[str, str]

#: The widths of the columns in pixels.
WIDTHS: Final = {
    "Subject": 165,
    "Property": 150,
    "Object or value": 230,
    "Verdict": 90,
    "Condition": 160,
    "Source": 360,
}


#: The widest that a column may grow, and the pixels of a sign.
_WIDEST: Final = 330
_SIGN: Final = 7.5
_ROW_HEIGHT: Final = 35
_MOST_HEIGHT: Final = 575


def height(shown: Sequence[Row]) -> int:
    """The height in pixels of a table of these rows with its head; a long one scrolls."""
    return min(_ROW_HEIGHT * (len(shown) + 1) + 3, _MOST_HEIGHT)


def widths(shown: Sequence[Row]) -> dict[str, int]:
    """The widths of the columns for these rows: 0 for one that says nothing, more for the long paths of an API."""
    needed = {name: max((len(row[name]) for row in shown), default=0) for name in WIDTHS}
    found = {name: width if needed[name] else 0 for name, width in WIDTHS.items()}
    return found | {"Property": max(WIDTHS["Property"], min(_WIDEST, round(needed["Property"] * _SIGN) + 16))}


def rows(atlas: Atlas, picture: Picture) -> list[Row]:
    """One row for each line of the picture, and for each value (memory, time …) of what was opened.

    Of an opened element of an API, these are all its limits, however deep they lie.

    Statements come before structural links; the sources are told by the first and the number of others.
    """
    statements: dict[str, Statement] = {}
    for iri in dict.fromkeys(picture.opened):
        values = atlas.limits(iri) if is_element(iri) else atlas.facts(iri)
        statements.update({fact.id: fact for fact in values if fact.object is None})
    edges = [each for edge in picture.edges for each in edge.members or (edge,)]  # a group is told in full
    statements.update({edge.statement.id: edge.statement for edge in edges if edge.statement is not None})
    links = [edge for edge in edges if edge.statement is None]
    return [*map(_statement_row, statements.values()), *map(_link_row, links)]


def _statement_row(statement: Statement) -> Row:
    means = ", ".join(ref.label for ref in statement.through)
    sources = statement.sources
    more = f" (+{len(sources) - 1})" if len(sources) > 1 else ""
    return {
        "Subject": statement.subject.label,
        "Property": statement.verb if statement.holds else f"✗ {statement.verb}",
        "Object or value": statement.value_text + (f", through {means}" if means else ""),
        "Verdict": statement.verdict,
        "Condition": statement.condition.text if statement.condition else "",
        "Source": sources[0].text + more if sources else "",
    }


def _link_row(edge: Edge) -> Row:
    return {
        "Subject": edge.source.label,
        "Property": edge.label,
        "Object or value": edge.target.label,
        "Verdict": "",
        "Condition": "",
        "Source": "",
    }

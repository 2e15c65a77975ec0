"""The picture of Explore as a table: for reading, sorting and for people who do not see the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

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


_ROW_HEIGHT: Final = 35
_MOST_HEIGHT: Final = 575


def height(shown: Sequence[Row]) -> int:
    """The height in pixels of a table of these rows with its head; a long one scrolls."""
    return min(_ROW_HEIGHT * (len(shown) + 1) + 3, _MOST_HEIGHT)


def rows(atlas: Atlas, picture: Picture) -> list[Row]:
    """One row for each line of the picture, and for each value (memory, time …) of what was opened.

    Statements come before structural links; the sources are told by the first and the number of others.
    """
    statements: dict[str, Statement] = {}
    for iri in dict.fromkeys(picture.opened):
        statements.update({fact.id: fact for fact in atlas.facts(iri) if fact.object is None})
    statements.update({edge.statement.id: edge.statement for edge in picture.edges if edge.statement is not None})
    links = [edge for edge in picture.edges if edge.statement is None]
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

"""A picture in GraphML, with its places: for Gephi, yEd and the like."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from mlatlas.picture.geometry import Point
from mlatlas.picture.neighbourhood import Edge, Picture


def graphml(picture: Picture, places: Mapping[str, Point], about: str) -> bytes:
    """The nodes by IRI with label, class and place, and each edge with its sentence, verdict and sources.

    `about` says what the graph is and where it is from.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(about=_clean(about))
    for node in picture.nodes:
        place = places[node.ref.iri]
        said = {"label": _clean(node.ref.label), "class": node.ref.kind, "hidden": node.hidden}
        graph.add_node(node.ref.iri, x=float(place.x), y=float(place.y), **said)
    for edge in picture.edges:
        graph.add_edge(edge.source.iri, edge.target.iri, key=_clean(edge.key), **_said(edge))
    return "\n".join(nx.generate_graphml(graph)).encode()


def _said(edge: Edge) -> dict[str, str | bool]:
    statement = edge.statement
    return {
        "label": _clean(edge.label),
        "sentence": _clean(edge.sentence),
        "statement": statement.id if statement else "",
        "holds": statement.holds if statement else True,
        "verdict": statement.verdict if statement else "",
        "condition": _clean(statement.condition.text) if statement and statement.condition else "",
        "sources": _clean("; ".join(source.text for source in statement.sources)) if statement else "",
    }


def _clean(text: str) -> str:
    """A text without the signs that XML cannot hold."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in text)

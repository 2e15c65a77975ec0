"""How two entities are connected: the ways that explain something, as a picture and as sentences.

"Both belong to SageMaker" and "both read CSV" explain little, so a step over a well-connected entity costs more, and
a step over a topic most. A way that only goes round about a shorter one is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

import networkx as nx

from mlatlas.facts import Ref
from mlatlas.picture.geometry import Point
from mlatlas.picture.neighbourhood import API_KINDS, LIMIT, Edge, Graph, Node, Picture
from mlatlas.terms import local

#: What a step costs: over a topic, over a structural link, over a statement.
_TOPIC_COST: Final = 4.0
_LINK_COST: Final = 1.2
_STATEMENT_COST: Final = 1.0
#: Added for each end of a step, by how well it is connected: about 2 for an entity with 60 neighbours.
_HUB_SHARE: Final = 3.0
#: A way that costs so many times the cheapest one explains nothing more.
_DEAREST: Final = 1.9
#: Nor does one of more steps, unless the cheapest has as many.
_MOST_STEPS: Final = 4
#: Properties that connect by chance: two things are closed to new customers, and have nothing to do with each other.
_BY_CHANCE: Final = frozenset({"availability", "hasAvailability", "lifecycle"})
#: So many ways are looked at for a few that are telling.
_MOST_TRIED: Final = 60
#: How structural links are told; others by their label.
_TOLD: Final = {
    "part of": "is part of",
    "narrower than": "is a kind of",
    "related to": "is related to",
    "topic": "belongs to the topic",
    "option of": "is an option of",
    "often confused with": "is often confused with",
    "API element": "is called in the API",
}
#: From step to step and from way to way, in units of the canvas.
_STEP: Final = 330
_LANE: Final = 190


@dataclass(frozen=True, slots=True)
class Path:
    """One way from an entity to another: `edges[i]` connects `nodes[i]` and `nodes[i + 1]`, in either direction."""

    nodes: tuple[Ref, ...]
    edges: tuple[Edge, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The way, told step by step."""
        return tuple(map(told, self.edges))


def told(edge: Edge) -> str:
    """A step as a sentence."""
    if edge.statement is None and edge.label in _TOLD:
        return f"{edge.source.label} {_TOLD[edge.label]} {edge.target.label}"
    return edge.sentence


def paths(graph: Graph, start: Ref, end: Ref, most: int = 3) -> list[Path]:
    """Up to `most` ways from `start` to `end`, the most telling first; empty where the two are not connected.

    What is wrong or denied connects nothing.
    """
    walkable = _walkable(graph, start, end)
    if start.iri not in walkable or end.iri not in walkable or not nx.has_path(walkable, start.iri, end.iri):
        return []
    return [_path(iris, walkable) for iris in islice(_telling(walkable, start.iri, end.iri), most)]


def _telling(walkable: nx.Graph[str], start: str, end: str) -> Iterator[list[str]]:
    """The cheapest ways, without those that only go round about a cheaper one."""
    kept: list[set[str]] = []
    dearest, longest = math.inf, 0
    for iris in islice(nx.shortest_simple_paths(walkable, start, end, weight="cost"), _MOST_TRIED):
        cost = sum(walkable[a][b]["cost"] for a, b in pairwise(iris))
        dearest, longest = min(dearest, _DEAREST * cost), longest or max(_MOST_STEPS + 1, len(iris))
        if cost > dearest:
            return
        if len(iris) <= longest and not any(shorter <= set(iris) for shorter in kept):
            kept.append(set(iris))
            yield iris


def _walkable(graph: Graph, start: Ref, end: Ref) -> nx.Graph[str]:
    """The simple graph of cheapest steps, with the surroundings of both ends where they are elements of APIs."""
    wider = graph.knowing([start, end])
    beside = [ref for one in (start, end) for ref in wider.neighbours(one.iri) if ref.kind in API_KINDS][: 2 * LIMIT]
    wider = wider.knowing(beside)
    elements = [edge for ref in (start, end, *beside) for edge in wider.touching(ref.iri)]
    walkable: nx.Graph[str] = nx.Graph()
    for edge in (*wider.edges, *elements):
        a, b = edge.source.iri, edge.target.iri
        if a == b or not _connects(edge):
            continue
        cost = _cost(edge) + sum(_hub_cost(wider, iri) for iri in (a, b) if iri not in (start.iri, end.iri))
        if not walkable.has_edge(a, b) or cost < walkable[a][b]["cost"]:
            walkable.add_edge(a, b, cost=cost, edge=edge)
    return walkable


def _connects(edge: Edge) -> bool:
    statement = edge.statement
    if statement is None:
        return True
    return statement.stands and statement.holds and local(statement.property.iri) not in _BY_CHANCE


def _cost(edge: Edge) -> float:
    if "Topic" in (edge.source.kind, edge.target.kind):
        return _TOPIC_COST
    return _LINK_COST if edge.statement is None else _STATEMENT_COST


def _hub_cost(graph: Graph, iri: str) -> float:
    return math.log2(max(graph.degree(iri), 1)) / _HUB_SHARE


def _path(iris: Sequence[str], walkable: nx.Graph[str]) -> Path:
    edges = tuple(walkable[a][b]["edge"] for a, b in pairwise(iris))
    refs = {ref.iri: ref for edge in edges for ref in (edge.source, edge.target)}
    return Path(tuple(refs[iri] for iri in iris), edges)


# ── As a picture ─────────────────────────────────────────────────────────────


def picture(graph: Graph, found: Sequence[Path]) -> Picture:
    """The ways and nothing else; both ends count as opened."""
    refs = {ref.iri: ref for path in found for ref in path.nodes}
    edges = {edge.key: edge for path in found for edge in path.edges}
    beside: dict[str, set[str]] = {iri: set() for iri in refs}
    for edge in edges.values():
        beside[edge.source.iri].add(edge.target.iri)
        beside[edge.target.iri].add(edge.source.iri)
    nodes = []
    for iri, ref in refs.items():
        degree = max(graph.degree(iri), len(beside[iri]))
        nodes.append(Node(ref, None, degree - len(beside[iri]), degree))
    ends = (found[0].nodes[0].iri, found[0].nodes[-1].iri) if found else ()
    return Picture(tuple(nodes), tuple(edges.values()), ends)


def positions(found: Iterable[Path]) -> dict[str, Point]:
    """The places of a picture of ways: from left to right, the most telling one through the middle.

    What several ways share lies on the first of them.
    """
    ways = list(found)
    width = max((len(way.edges) for way in ways), default=0) * _STEP
    places: dict[str, Point] = {}
    for number, way in enumerate(ways):
        lane = (number + 1) // 2 * (1 if number % 2 else -1) * _LANE
        for step, ref in enumerate(way.nodes):
            places.setdefault(ref.iri, Point(round(step * width / len(way.edges)), lane))
    return places

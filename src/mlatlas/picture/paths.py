"""How two entities are connected: the ways that explain something, as a picture and as sentences.

"Both belong to SageMaker" and "both read CSV" explain little, so a step over a well-connected entity costs more, and
a step over a topic most. A way that only goes round about a shorter one is left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import Any, Final

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
#: What a step from one entity to another costs, by its attributes.
Cost = Callable[[Any, Any, Any], float]


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
    wider, elements = _surroundings(graph, start, end)
    ends = {start.iri, end.iri}
    walkable = _walkable(graph, elements, ends)
    if not ends <= walkable.nodes or not nx.has_path(walkable, start.iri, end.iri):
        return []
    cost = _costs(wider, ends)
    return [_path(iris, walkable) for iris in islice(_telling(walkable, start.iri, end.iri, cost), most)]


def _telling(walkable: nx.Graph[str], start: str, end: str, cost: Cost) -> Iterator[list[str]]:
    """The cheapest ways, without those that only go round about a cheaper one."""
    kept: list[set[str]] = []
    dearest, longest = math.inf, 0
    ways = nx.shortest_simple_paths(walkable, start, end, weight=cost)
    for iris in islice(ways, _MOST_TRIED):
        whole = sum(cost(a, b, walkable[a][b]) for a, b in pairwise(iris))
        dearest, longest = min(dearest, _DEAREST * whole), longest or max(_MOST_STEPS + 1, len(iris))
        if whole > dearest:
            return
        if len(iris) <= longest and not any(shorter <= set(iris) for shorter in kept):
            kept.append(set(iris))
            yield iris


def _surroundings(graph: Graph, start: Ref, end: Ref) -> tuple[Graph, list[Edge]]:
    """The graph with what is known of both ends and of the elements of APIs beside them, and the edges there."""
    wider = graph.knowing([start, end])
    beside = [ref for one in (start, end) for ref in wider.neighbours(one.iri) if ref.kind in API_KINDS][: 2 * LIMIT]
    wider = wider.knowing(beside)
    return wider, [edge for ref in (start, end, *beside) for edge in wider.touching(ref.iri)]


def _walkable(graph: Graph, elements: Sequence[Edge], ends: set[str]) -> nx.Graph[str]:
    """The simple graph of cheapest steps, with those edges of elements of APIs that add some and lead on."""
    known = _steps(graph)
    adding = [edge for edge in elements if _adds(edge, known)]
    at = Counter(iri for edge in adding for iri in (edge.source.iri, edge.target.iri))
    more = [
        edge
        for edge in adding
        if all(iri in known or iri in ends or at[iri] > 1 for iri in (edge.source.iri, edge.target.iri))
    ]
    return _joined(known.copy(), more) if more else known


@lru_cache(maxsize=2)
def _steps(graph: Graph) -> nx.Graph[str]:
    """The simple graph of cheapest steps: made once, for it is the same whatever the ends are."""
    return _joined(nx.Graph(), graph.edges)


def _joined(walkable: nx.Graph[str], edges: Iterable[Edge]) -> nx.Graph[str]:
    for edge in edges:
        if _adds(edge, walkable):
            walkable.add_edge(edge.source.iri, edge.target.iri, cost=_cost(edge), edge=edge)
    return walkable


def _adds(edge: Edge, walkable: nx.Graph[str]) -> bool:
    """Whether an edge joins what was not joined, or at less cost."""
    a, b = edge.source.iri, edge.target.iri
    return a != b and _connects(edge) and (not walkable.has_edge(a, b) or _cost(edge) < walkable[a][b]["cost"])


def _costs(graph: Graph, ends: set[str]) -> Cost:
    """What a step costs: its own cost, and for each end that is well connected and not an end of the way."""

    @cache
    def hub(iri: str) -> float:
        return 0.0 if iri in ends else math.log2(max(graph.degree(iri), 1)) / _HUB_SHARE

    return lambda a, b, step: float(step["cost"]) + hub(a) + hub(b)


def _connects(edge: Edge) -> bool:
    statement = edge.statement
    if statement is None:
        return True
    return statement.stands and statement.holds and local(statement.property.iri) not in _BY_CHANCE


def _cost(edge: Edge) -> float:
    if "Topic" in (edge.source.kind, edge.target.kind):
        return _TOPIC_COST
    return _LINK_COST if edge.statement is None else _STATEMENT_COST


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

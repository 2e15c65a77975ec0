"""What surrounds an entity, and how two entities are connected. Pure logic on records.

The graph that people see has entities as nodes. Its edges are statements that lead to an entity, the
means of statements (`through`), and structural links (broader, related, option of, topic).

The elements of APIs are far too many to be in it: a graph is told how to look up the statements about one,
and does so for each that a picture shows.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final, Literal

import networkx as nx

from mlatlas.facts import Link, Ref, Statement

Outcome = Literal["fits", "conditional", "fails", "unknown"]

#: How telling a neighbour is by its class, most telling first. Ties go to the better connected.
_CLASS_RANK: Final = {
    kind: rank
    for rank, kind in enumerate(
        (
            "Service", "Choice", "Option", "Feature", "SoftwareClass", "Metric", "DataFormat", "Technique",
            "Capability", "Setting", "Phenomenon", "Framework", "Task", "Audience", "Topic",
        )
    )
}  # fmt: skip
#: Classes of the elements of APIs. Their neighbours come in the order in which they are told.
API_KINDS: Final = ("ApiService", "Operation", "Shape", "Member")
#: Neighbours that the first opened entity shows at most; a pane holds about so many labels without overlap.
LIMIT: Final = 23
#: The share of `LIMIT` that each later opening may add, so that the picture stays readable.
_LATER_SHARE: Final = 2
_TOPIC_COST: Final = 4.0
_LINK_COST: Final = 1.2


@dataclass(frozen=True, slots=True)
class Edge:
    """One line between two entities.

    `statement` is None for structural links; `means` marks a `through`; `weight` counts what two topics of
    the map have in common, and is 0 for all other edges. `drawn` says how to draw an edge that is no claim:
    by the outcome of a decision.
    """

    source: Ref
    target: Ref
    label: str
    statement: Statement | None = None
    means: bool = False
    weight: int = 0
    drawn: Outcome | None = None

    @property
    def key(self) -> str:
        """What tells this edge from any other: `F109|through|default-model-monitor`."""
        name = self.statement.id if self.statement else f"{self.source.slug}|{self.label}"
        return f"{name}|{'through' if self.means else 'object'}|{self.target.slug}"

    @property
    def sentence(self) -> str:
        """The edge as a sentence."""
        if self.statement is None:
            return f"{self.source.label} – {self.label} – {self.target.label}"
        through = f", through {self.target.label}" if self.means else ""
        return self.statement.sentence + through


@dataclass(frozen=True, slots=True)
class Node:
    """An entity on the picture.

    `parent` is the IRI of the node it was opened from and `opening` the number of that opening; `hidden`
    counts its neighbours that are not on the picture, `degree` all of them.
    """

    ref: Ref
    parent: str | None
    hidden: int
    degree: int
    opening: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes (a parent always before its children) and the edges among them.

    `opened` are the IRIs that were opened, in that order; it is empty on a map or a query's result.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    opened: tuple[str, ...] = ()

    @property
    def hidden(self) -> int:
        """How many neighbours of the nodes are not on the picture."""
        return sum(node.hidden for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Path:
    """One way from an entity to another: `edges[i]` connects `nodes[i]` and `nodes[i + 1]`, in either direction."""

    nodes: tuple[Ref, ...]
    edges: tuple[Edge, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The way, told step by step."""
        return tuple(edge.sentence for edge in self.edges)


class Graph:
    """All edges, ready to be walked; `more` gives the statements about an element of an API."""

    def __init__(
        self,
        statements: Iterable[Statement],
        links: Iterable[Link],
        more: Callable[[Ref], Iterable[Statement]] = lambda _ref: (),
    ) -> None:
        self.edges = tuple(_edges(statements, links))
        self._more = more
        self._read: set[str] = set()
        self._at: dict[str, dict[str, Edge]] = defaultdict(dict)
        self._next: dict[str, dict[str, Ref]] = defaultdict(dict)
        self._add(self.edges)

    def _add(self, edges: Iterable[Edge]) -> None:
        for edge in edges:
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                if one.iri != other.iri:
                    self._at[one.iri].setdefault(edge.key, edge)
                    self._next[one.iri].setdefault(other.iri, other)

    def _knowing(self, refs: Iterable[Ref]) -> Graph:
        """A graph that knows all edges of these elements of APIs too; this one where it does already."""
        unread = [ref for ref in refs if ref.kind in API_KINDS and ref.iri not in self._read]
        if not unread:
            return self
        wider = Graph((), (), self._more)
        wider.edges, wider._read = self.edges, self._read | {ref.iri for ref in unread}
        wider._at.update({iri: dict(edges) for iri, edges in self._at.items()})
        wider._next.update({iri: dict(refs) for iri, refs in self._next.items()})
        for ref in unread:
            wider._add(_edges(self._more(ref), ()))
        return wider

    def neighbours(self, iri: str) -> list[Ref]:
        """The entities next to `iri`, the most telling first: by class, then by how well they are connected.

        Elements of APIs come last, in the order in which they were told.
        """
        return sorted(self._next.get(iri, {}).values(), key=self._place)

    def _place(self, ref: Ref) -> tuple[int, int, str, str]:
        if ref.kind in API_KINDS:
            return len(_CLASS_RANK), 0, "", ""
        return _CLASS_RANK.get(ref.kind, len(_CLASS_RANK)), -self.degree(ref.iri), ref.label, ref.iri

    def degree(self, iri: str) -> int:
        """The number of entities next to `iri`."""
        return len(self._next.get(iri, {}))

    def around(self, opened: Sequence[Ref], limit: int = LIMIT) -> Picture:
        """The opened entities with their neighbours, in the order of opening.

        The first brings up to `limit` neighbours, each later one up to half as many that are not there
        yet; so opening an entity a second time brings more of its neighbours. What an opening adds does
        not depend on later ones: the picture only grows.
        """
        parents: dict[str, tuple[str | None, int]] = {}
        refs: dict[str, Ref] = {}
        graph = self._knowing(opened)
        for number, focus in enumerate(opened):
            parents.setdefault(focus.iri, (None, number))
            refs.setdefault(focus.iri, focus)
            fresh = [ref for ref in graph.neighbours(focus.iri) if ref.iri not in refs]
            for ref in _brought(focus, fresh, limit if number == 0 else limit // _LATER_SHARE):
                parents[ref.iri] = (focus.iri, number)
                refs[ref.iri] = ref
        return graph._knowing(refs.values())._picture(refs, parents, tuple(focus.iri for focus in opened))

    def among(self, refs: Iterable[Ref]) -> Picture:
        """Just these entities and the edges among them."""
        chosen = {ref.iri: ref for ref in refs}
        return self._picture(chosen, dict.fromkeys(chosen, (None, 0)))

    def _picture(
        self, refs: dict[str, Ref], parents: dict[str, tuple[str | None, int]], opened: tuple[str, ...] = ()
    ) -> Picture:
        nodes = []
        for iri, (parent, opening) in parents.items():
            hidden = len(self._next.get(iri, {}).keys() - refs.keys())
            nodes.append(Node(refs[iri], parent, hidden, self.degree(iri), opening))
        shown = [
            edge
            for iri in refs
            for edge in self._at.get(iri, {}).values()
            if edge.source.iri == iri and edge.target.iri in refs and _is_drawn(edge, opened)
        ]
        return Picture(tuple(nodes), tuple(shown), opened)

    def paths(self, start: Ref, end: Ref, most: int = 3) -> list[Path]:
        """Up to `most` ways from `start` to `end`, the most telling first.

        A step over a well-connected entity costs more, a step over a topic most, because "both belong to
        SageMaker" explains little. Empty where the two are not connected.
        """
        walkable = self._walkable(start, end)
        if start.iri not in walkable or end.iri not in walkable:
            return []
        try:
            found = list(islice(nx.shortest_simple_paths(walkable, start.iri, end.iri, weight="cost"), most))
        except nx.NetworkXNoPath:
            return []
        return [self._path(iris, walkable) for iris in found]

    def _walkable(self, start: Ref, end: Ref) -> nx.Graph[str]:
        """The simple graph of cheapest edges; what is wrong or denied connects nothing."""
        graph: nx.Graph[str] = nx.Graph()
        for edge in self.edges:
            if edge.statement is not None and not (edge.statement.stands and edge.statement.holds):
                continue
            a, b = edge.source.iri, edge.target.iri
            cost = (
                _TOPIC_COST
                if "Topic" in (edge.source.kind, edge.target.kind)
                else _LINK_COST
                if edge.statement is None
                else 1.0
            )
            cost += sum(math.log2(self.degree(iri)) / 6 for iri in (a, b) if iri not in (start.iri, end.iri))
            if a != b and (not graph.has_edge(a, b) or cost < graph[a][b]["cost"]):
                graph.add_edge(a, b, cost=cost, edge=edge)
        return graph

    def _path(self, iris: Sequence[str], walkable: nx.Graph[str]) -> Path:
        edges = tuple(walkable[a][b]["edge"] for a, b in pairwise(iris))
        refs = {ref.iri: ref for edge in edges for ref in (edge.source, edge.target)}
        return Path(tuple(refs[iri] for iri in iris), edges)

    def topics(self, members: Sequence[tuple[Ref, Sequence[Ref]]]) -> Picture:
        """The map: topics as nodes (`hidden` = their entities), joined by what they share.

        The weight of an edge counts the entities that belong to both topics and the statements that lead
        from an entity of one to an entity of the other. A weight of 1 is shown only where a topic has
        nothing stronger: a map of all chance contacts would show none.
        """
        homes: dict[str, set[str]] = defaultdict(set)
        for topic, entities in members:
            for entity in entities:
                homes[entity.iri].add(topic.iri)
        shared = _shared(homes, self.edges)
        refs = {topic.iri: topic for topic, _ in members}
        nodes = tuple(Node(topic, None, len(entities), len(entities)) for topic, entities in members)
        strongest = {topic: max((n for pair, n in shared.items() if topic in pair), default=0) for topic in refs}
        edges = tuple(
            Edge(refs[a], refs[b], f"{count} in common", weight=count)
            for (a, b), count in sorted(shared.items())
            if count > 1 or 1 in (strongest[a], strongest[b])
        )
        return Picture(nodes, edges)


def _brought(focus: Ref, fresh: Sequence[Ref], most: int) -> Sequence[Ref]:
    """What an opening adds: the first neighbours, but elements of APIs beside an entity only where there is room."""
    own = [ref for ref in fresh if ref.kind not in API_KINDS]
    is_full = focus.kind not in API_KINDS and len(own) > most // 2
    return (own if is_full else fresh)[:most]


def _edges(statements: Iterable[Statement], links: Iterable[Link]) -> Iterable[Edge]:
    for statement in statements:
        if statement.object is not None:
            yield Edge(statement.subject, statement.object, statement.verb, statement)
        for means in statement.through:
            yield Edge(statement.subject, means, "by means of", statement, means=True)
    for link in links:
        yield Edge(link.source, link.target, link.label)


def _is_drawn(edge: Edge, opened: Sequence[str]) -> bool:
    """Whether an edge belongs on a picture: a topic that nobody opened is not tied to all its members."""
    is_membership = edge.statement is None and "Topic" in (edge.source.kind, edge.target.kind)
    return not (is_membership and opened) or edge.source.iri in opened or edge.target.iri in opened


def _shared(homes: dict[str, set[str]], edges: Iterable[Edge]) -> Counter[tuple[str, str]]:
    shared: Counter[tuple[str, str]] = Counter()
    for topics in homes.values():
        shared.update((a, b) for a in topics for b in topics if a < b)
    for edge in edges:
        if edge.statement is not None and not edge.means:
            pairs = {
                (a, b) if a < b else (b, a) for a in homes[edge.source.iri] for b in homes[edge.target.iri] if a != b
            }
            shared.update(pairs)
    return shared

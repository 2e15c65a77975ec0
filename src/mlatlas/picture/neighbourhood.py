"""What surrounds an entity, and how two entities are connected. Pure logic on records.

The graph that people see has entities as nodes. Its edges are statements that lead to an entity, the
means of statements (`through`), and structural links (broader, related, option of, topic).

The elements of APIs are far too many to be in it: a graph is told how to look up the statements about one,
and does so for each that a picture shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mlatlas.choose.records import Outcome
from mlatlas.facts import Link, Ref, Statement

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
#: So many of the strongest edges of each topic are on the map.
_STRONGEST: Final = 2


def class_rank(kind: str) -> int:
    """How telling things of a class are: 0 for services, more for what tells less, most for elements of APIs.

    >>> class_rank("Service"), class_rank("Topic"), class_rank("Member")
    (0, 14, 15)
    """
    return _CLASS_RANK.get(kind, len(_CLASS_RANK))


@dataclass(frozen=True, slots=True)
class Edge:
    """One line between two entities.

    `statement` is None for structural links; `means` marks a `through`; `weight` counts what two topics of
    the map have in common, and is 0 for all other edges. `drawn` says how to draw an edge that is no claim:
    by the outcome of a decision. `members` are the edges that are folded into one to a group.
    """

    source: Ref
    target: Ref
    label: str
    statement: Statement | None = None
    means: bool = False
    weight: int = 0
    drawn: Outcome | None = None
    members: tuple[Edge, ...] = ()

    @property
    def key(self) -> str:
        """What tells this edge from any other: `F109|through|default-model-monitor`."""
        name = self.statement.id if self.statement else f"{self.source.slug}|{self.label}"
        return f"{name}|{'through' if self.means else 'object'}|{self.target.slug}"

    @property
    def sentence(self) -> str:
        """The edge as a sentence."""
        if self.members:
            return "\n".join(edge.sentence for edge in self.members)
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

    def knowing(self, refs: Iterable[Ref]) -> Graph:
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
            return class_rank(ref.kind), 0, "", ""
        return class_rank(ref.kind), -self.degree(ref.iri), ref.label, ref.iri

    def touching(self, iri: str) -> list[Edge]:
        """The edges at an entity, in the order in which they were told."""
        return list(self._at.get(iri, {}).values())

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
        graph = self.knowing(opened)
        for number, focus in enumerate(opened):
            parents.setdefault(focus.iri, (None, number))
            refs.setdefault(focus.iri, focus)
            fresh = [ref for ref in graph.neighbours(focus.iri) if ref.iri not in refs]
            for ref in _brought(focus, fresh, limit if number == 0 else limit // _LATER_SHARE):
                parents[ref.iri] = (focus.iri, number)
                refs[ref.iri] = ref
        return graph.knowing(refs.values()).picture(refs, parents, tuple(focus.iri for focus in opened))

    def among(self, refs: Iterable[Ref]) -> Picture:
        """Just these entities and the edges among them."""
        chosen = {ref.iri: ref for ref in refs}
        return self.picture(chosen, dict.fromkeys(chosen, (None, 0)))

    def picture(
        self, refs: dict[str, Ref], parents: dict[str, tuple[str | None, int]], opened: tuple[str, ...] = ()
    ) -> Picture:
        """These entities by IRI, with parent and number of the opening of each, and the edges among them."""
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

    def topics(self, members: Sequence[tuple[Ref, Sequence[Ref]]]) -> Picture:
        """The map: topics as nodes (`hidden` = their entities), joined by what they share.

        The weight of an edge counts the entities that belong to both topics and the statements that lead
        from an entity of one to an entity of the other. Only the strongest edges of each topic are there: a map
        of all contacts would show none.
        """
        homes: dict[str, set[str]] = defaultdict(set)
        for topic, entities in members:
            for entity in entities:
                homes[entity.iri].add(topic.iri)
        refs = {topic.iri: topic for topic, _ in members}
        nodes = tuple(Node(topic, None, len(entities), len(entities)) for topic, entities in members)
        edges = tuple(
            Edge(refs[a], refs[b], f"{count} in common", weight=count)
            for (a, b), count in _strongest(_shared(homes, self.edges))
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


def _strongest(shared: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """The pairs that are among the strongest of one of their ends, in the order of their names."""
    kept: Counter[str] = Counter()
    found = []
    for pair, count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if min(kept[iri] for iri in pair) < _STRONGEST:
            found.append((pair, count))
        kept.update(pair)
    return sorted(found)

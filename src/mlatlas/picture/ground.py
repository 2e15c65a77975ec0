"""What the map is drawn from: the topics with their ties and places, and what is at home in each.

A build computes it once and keeps it in the store: everybody sees the same map, and nobody waits for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mlatlas.facts import Ref
from mlatlas.picture import layout
from mlatlas.picture.geometry import Point
from mlatlas.picture.neighbourhood import Edge, Graph, Node, Picture, class_rank

#: The classes of what stands on the map beside topics.
KINDS: Final = frozenset({"Service", "Choice", "Feature"})
#: How many arrangements of the topics a build tries: two seconds or three.
_STARTS: Final = 8


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on the map: the topic (by IRI) where it is at home, and how many neighbours it has."""

    ref: Ref
    home: str
    degree: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The topics as a picture, their places by IRI, and the things in them, the most telling first."""

    topics: Picture
    places: dict[str, Point]
    things: tuple[Thing, ...]

    @classmethod
    def of(
        cls, topics: Iterable[tuple[Ref, int, Point]], ties: Iterable[tuple[Ref, Ref, int]], things: Iterable[Thing]
    ) -> Ground:
        """The ground of topics with their count and place, of ties with their weight, and of things.

        >>> ground = Ground.of([(Ref("a", "A", "Topic"), 3, Point(0, 0))], [], [])
        >>> ground.topics.nodes[0].hidden, ground.places
        (3, {'a': Point(x=0, y=0)})
        """
        known = list(topics)
        nodes = tuple(Node(ref, None, count, count) for ref, count, _ in known)
        edges = tuple(Edge(one, other, f"{weight} in common", weight=weight) for one, other, weight in ties)
        return cls(
            Picture(nodes, edges), {ref.iri: place for ref, _, place in known}, tuple(sorted(things, key=_place))
        )


def ground_of(graph: Graph, members: Sequence[tuple[Ref, Sequence[Ref]]]) -> Ground:
    """The ground of a graph; `members` are the topics with all that belongs to each. Takes a second or two."""
    topics = graph.topics(members)
    return Ground(topics, layout.positions(topics, starts=_STARTS), tuple(sorted(_things(graph, members), key=_place)))


def _things(graph: Graph, members: Sequence[tuple[Ref, Sequence[Ref]]]) -> Iterable[Thing]:
    """Each thing in one topic: of those that it belongs to, the one where most of its neighbours are at home."""
    topics: dict[str, list[str]] = defaultdict(list)
    for topic, refs in members:
        for ref in refs:
            topics[ref.iri].append(topic.iri)
    for ref in {ref.iri: ref for _, every in members for ref in every if ref.kind in KINDS}.values():
        votes = Counter(topic for other in graph.neighbours(ref.iri) for topic in topics.get(other.iri, ()))
        home = max(topics[ref.iri], key=lambda topic: votes[topic])
        yield Thing(ref, home, graph.degree(ref.iri))


def _place(thing: Thing) -> tuple[int, int, str, str]:
    return class_rank(thing.ref.kind), -thing.degree, thing.ref.label, thing.ref.iri

"""The map at three levels: topics; with the best connected services; with all services, features and choices.

Each thing stands in one topic: of those that it belongs to, the one where most of its neighbours are at home. Within
a topic services come first, and what is better connected before what is less so. On the deeper levels a topic is a
frame with its things in rows (see `frames`).

On the first two levels everything can be read at once, and the count of a topic says how much more belongs to it. The
third is a map to zoom into: topics can be read at once, things from a zoom on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mlatlas.picture.frames import Frame, arranged
from mlatlas.picture.geometry import Point
from mlatlas.picture.ground import Ground, Thing
from mlatlas.picture.neighbourhood import Edge, Node, Picture

Level = Literal["topics", "services", "features"]
#: So many services can be read at once in a small window; with the features, labels are there from a zoom on.
_MOST_SERVICES: Final = 66


@dataclass(frozen=True, slots=True)
class Overview:
    """The map at one level: picture, places by IRI, and the frames of the topics (none on the first level)."""

    picture: Picture
    places: dict[str, Point]
    frames: tuple[Frame, ...] = ()


def overview(ground: Ground, level: Level) -> Overview:
    """The map at a level."""
    if level == "topics":
        return Overview(ground.topics, ground.places)
    picture = _picture(ground, _things(ground, level))
    found = arranged(picture, ground.places)
    return Overview(picture, found.places, found.frames)


def _things(ground: Ground, level: Level) -> Sequence[Thing]:
    """What a level shows beside topics."""
    if level == "features":
        return ground.things
    services = [thing for thing in ground.things if thing.ref.kind == "Service"]  # the best connected come first
    return services[:_MOST_SERVICES]


def _picture(ground: Ground, things: Sequence[Thing]) -> Picture:
    homes: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        homes[thing.home].append(thing)
    nodes: list[Node] = []
    edges: list[Edge] = []
    for topic in ground.topics.nodes:
        inside = homes[topic.ref.iri]
        nodes.append(Node(topic.ref, None, topic.degree - len(inside), topic.degree))
        nodes += [Node(thing.ref, topic.ref.iri, 0, 0) for thing in inside]
        edges += [Edge(thing.ref, topic.ref, "topic") for thing in inside]
    return Picture(tuple(nodes), tuple(edges))

"""The map at three levels: topics; with the services in each; with their features and choices too.

Each thing stands in one topic: of those that it belongs to, the one where most of its neighbours are at home. Within
a topic services come first, and what is better connected before what is less so. On the deeper levels a topic is a
frame with its things in rows; frames keep the order in which the topics lie on the first level, so that who goes
deeper finds a topic where it was.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mlatlas.facts import Ref
from mlatlas.picture import layout
from mlatlas.picture.geometry import Point
from mlatlas.picture.labels import Box
from mlatlas.picture.neighbourhood import Edge, Graph, Node, Picture, class_rank

Level = Literal["topics", "services", "features"]
#: The classes that each level adds.
_KINDS: Final[dict[Level, frozenset[str]]] = {
    "topics": frozenset(),
    "services": frozenset({"Service"}),
    "features": frozenset({"Service", "Choice", "Feature"}),
}
#: Free space between boxes, around what is in a frame, and between frames.
_GAP: Final = 8.0
_RIM: Final = 9.0
_APART: Final = 12.0
#: Widths to heights of a frame's content, and heights of the whole, that are tried: labels should be large.
_FLAT: Final = (0.8, 1.5, 2.2, 4.0)
_HEIGHTS: Final = (0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.3)


@dataclass(frozen=True, slots=True)
class Frame:
    """The ground on which the things of a topic stand: centre, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Overview:
    """The map at one level: picture, places by IRI, and the frames of the topics (none on the first level)."""

    picture: Picture
    places: dict[str, Point]
    frames: tuple[Frame, ...] = ()


def overview(
    graph: Graph,
    members: Sequence[tuple[Ref, Sequence[Ref]]],
    level: Level,
    known: Mapping[str, Point] | None = None,
) -> Overview:
    """The map at a level; `members` are the topics with all that belongs to each.

    `known` are the places of the first level where they are at hand: to find them takes seconds.
    """
    topics = graph.topics(members)
    places = dict(known) if known else layout.positions(topics)
    if level == "topics":
        return Overview(topics, places)
    picture = _picture(graph, topics, _homes(graph, members, _KINDS[level]))
    topic_nodes = [node for node in picture.nodes if node.parent is None]
    tried = []
    for flat in _FLAT:
        blocks = {node.ref.iri: _Block.of(node, picture, flat) for node in topic_nodes}
        boxes = {iri: block.box for iri, block in blocks.items()}
        high = math.sqrt(sum((box.width + _APART) * (box.height + _APART) for box in boxes.values()) / layout.ASPECT)
        for share in _HEIGHTS:
            centres = _stacked(boxes, places, max(share * high, *(box.height for box in boxes.values())))
            tried.append((_extent(boxes, centres), blocks, centres))
    _, blocks, centres = min(tried, key=lambda each: each[0])
    found = {iri: place for topic, block in blocks.items() for iri, place in block.at(centres[topic]).items()}
    frames = [Frame(at.x, at.y, blocks[topic].box.width, blocks[topic].box.height) for topic, at in centres.items()]
    return Overview(picture, found, tuple(frames))


# ── Who is at home where ─────────────────────────────────────────────────────


def _homes(graph: Graph, members: Sequence[tuple[Ref, Sequence[Ref]]], kinds: frozenset[str]) -> dict[str, list[Ref]]:
    """The things of each topic by its IRI, the most telling first; each thing in one topic."""
    topics: dict[str, list[str]] = defaultdict(list)
    for topic, refs in members:
        for ref in refs:
            topics[ref.iri].append(topic.iri)
    wanted = {ref.iri: ref for _, every in members for ref in every if ref.kind in kinds}
    homes: dict[str, list[Ref]] = defaultdict(list)
    for ref in sorted(wanted.values(), key=lambda ref: (class_rank(ref.kind), -graph.degree(ref.iri), ref.label)):
        votes = Counter(topic for other in graph.neighbours(ref.iri) for topic in topics.get(other.iri, ()))
        homes[max(topics[ref.iri], key=lambda topic: votes[topic])].append(ref)
    return homes


def _picture(graph: Graph, topics: Picture, homes: Mapping[str, Sequence[Ref]]) -> Picture:
    nodes: list[Node] = []
    edges: list[Edge] = []
    for topic in topics.nodes:
        inside = homes.get(topic.ref.iri, ())
        nodes.append(Node(topic.ref, None, topic.degree - len(inside), topic.degree))
        for ref in inside:
            degree = graph.degree(ref.iri)
            nodes.append(Node(ref, topic.ref.iri, degree, degree))
            edges.append(Edge(ref, topic.ref, "topic"))
    return Picture(tuple(nodes), tuple(edges))


# ── Frames ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Block:
    """A topic and its things, in rows; places are those of the centres, from the middle of the frame."""

    box: Box
    offsets: dict[str, tuple[float, float]]

    @classmethod
    def of(cls, topic: Node, picture: Picture, flat: float) -> _Block:
        inside = [node for node in picture.nodes if node.parent == topic.ref.iri]
        boxes = {node.ref.iri: layout.node_box(node, picture) for node in (topic, *inside)}
        area = sum((box.width + _GAP) * (box.height + _GAP) for box in boxes.values())
        wide = max(math.sqrt(area * flat), *(box.width for box in boxes.values()))
        rows = [[topic.ref.iri], *_rows([node.ref.iri for node in inside], boxes, wide)]
        heights = [max(boxes[iri].height for iri in row) for row in rows]
        width = max(sum(boxes[iri].width + _GAP for iri in row) for row in rows) - _GAP + 2 * _RIM
        height = sum(heights) + _GAP * (len(rows) - 1) + 2 * _RIM
        offsets, top = {}, -height / 2 + _RIM
        for row, high in zip(rows, heights, strict=True):
            left = -(sum(boxes[iri].width + _GAP for iri in row) - _GAP) / 2
            for iri in row:
                offsets[iri] = (left + boxes[iri].width / 2, top + high / 2)
                left += boxes[iri].width + _GAP
            top += high + _GAP
        return cls(Box(width, height), offsets)

    def at(self, centre: Point) -> dict[str, Point]:
        return {iri: Point(round(centre.x + x), round(centre.y + y)) for iri, (x, y) in self.offsets.items()}


def _rows(iris: Sequence[str], boxes: Mapping[str, Box], wide: float) -> list[list[str]]:
    """The boxes in rows of at most a width."""
    rows: list[list[str]] = []
    left = 0.0
    for iri in iris:
        if not rows or left + boxes[iri].width > wide:
            rows.append([])
            left = 0.0
        rows[-1].append(iri)
        left += boxes[iri].width + _GAP
    return rows


def _stacked(blocks: Mapping[str, Box], places: Mapping[str, Point], high: float) -> dict[str, Point]:
    """The centres of frames: columns of about one height, in the order in which their topics lie on the map."""
    columns: list[list[str]] = [[]]
    filled = 0.0
    for iri in sorted(blocks, key=lambda iri: (places[iri].x, places[iri].y)):
        if columns[-1] and filled + blocks[iri].height > high:
            columns.append([])
            filled = 0.0
        columns[-1].append(iri)
        filled += blocks[iri].height + _APART
    found, left = {}, 0.0
    for column in columns:
        wide = max(blocks[iri].width for iri in column)
        free = high - sum(blocks[iri].height for iri in column)
        gap = max(free / max(len(column) - 1, 1), _APART)
        top = 0.0
        for iri in sorted(column, key=lambda iri: (places[iri].y, places[iri].x)):
            found[iri] = Point(round(left + wide / 2), round(top + blocks[iri].height / 2))
            top += blocks[iri].height + gap
        left += wide + _APART
    return found


def _extent(blocks: Mapping[str, Box], centres: Mapping[str, Point]) -> float:
    """The height of a pane that holds everything, of the usual shape."""
    sides = [(abs(at.x) + blocks[iri].width / 2, abs(at.y) + blocks[iri].height / 2) for iri, at in centres.items()]
    return max(max(right / layout.ASPECT, bottom) for right, bottom in sides)

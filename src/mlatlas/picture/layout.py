"""Where the nodes of a picture lie: computed here, never simulated in the browser.

So everybody sees the same picture under the same address, and nothing has to settle. For pictures that
grew by opening entities there is one law: **what an opening places stays where it is.** `positions` of a
picture with one opening more agrees exactly with `positions` before.

- An entity that lies apart gets its neighbours on an ellipse around it, as wide as the pane, on two rings
  in turn where there are many. Neighbours that are reached by the same property stand side by side, and so
  do connected ones.
- Opening an entity that is there already puts its new neighbours outwards from it, one after the other,
  each where it costs least: short and uncrossed lines, no line under a label, little growth of the picture.
- In the layered shape they stand in the next column instead: what the entity is part of left of its column, the
  rest right of it, as near to it as there is room.
- A picture that nobody opened (the map, a query's result) is laid out without a centre; see `freeform`.

Boxes never overlap, because a place is only taken where none does. Coordinates are whole numbers: the last
bits of a float may differ between machines, and would add up.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from mlatlas.picture import freeform, ring, shapes
from mlatlas.picture.geometry import Array, Point, crosses, hits, overlaps
from mlatlas.picture.labels import LINE, LONG_LINE, Box, box, with_count, wrap
from mlatlas.picture.neighbourhood import Edge, Node, Picture
from mlatlas.picture.ring import GAP
from mlatlas.picture.shapes import Shape

Boxes = dict[str, Box]

#: Width to height of the pane that pictures are made for.
ASPECT: Final = 1.5
#: Font sizes: of the entity a picture starts from, of the others, and on a map by number of
#: members, from the smallest to the largest; of topics on a map of so many nodes that only they can be read at once.
_FOCUS_SIZE: Final = 26
_NODE_SIZE: Final = 21
_MAP_SIZES: Final = (18, 23)
_TITLE_SIZE: Final = 60
_MOST_READABLE: Final = 150
#: Boxes whose edges differ by less stand in one column: places are rounded.
_FLUSH: Final = 2.0


def font_size(node: Node, picture: Picture) -> int:
    """The size of a node's label, which later openings do not change."""
    if not picture.opened:
        smallest, largest = _MAP_SIZES
        if node.parent is not None:
            return smallest
        if node.ref.kind == "Topic" and any(each.parent for each in picture.nodes):
            return _TITLE_SIZE if len(picture.nodes) > _MOST_READABLE else smallest
        return min(largest, round(smallest + 0.5 * math.sqrt(node.degree)))
    return _FOCUS_SIZE if node.parent is None else _NODE_SIZE


def lines(node: Node, picture: Picture) -> tuple[str, ...]:
    """The lines of a node's label; decisions stand in columns, where long lines leave more room."""
    is_decision = picture.nodes[0].ref.kind == "Requirement"
    return wrap(node.ref.label, LONG_LINE if is_decision else LINE)


def node_box(node: Node, picture: Picture) -> Box:
    """The largest box that a node may ever need: with all its neighbours hidden."""
    return box(with_count(lines(node, picture), node.degree), font_size(node, picture))


def positions(
    picture: Picture,
    aspect: float = ASPECT,
    *,
    known: Mapping[str, Point] | None = None,
    shape: Shape = "radial",
    starts: int = 1,
) -> dict[str, Point]:
    """The place of every node by IRI; the first opened entity lies at (0, 0).

    `aspect` is width to height of the pane. `known` are the places before the last opening, where they are at hand:
    the answer is the same, and sooner there. `shape` is how the neighbours of what lies apart are arranged.
    `starts` is how many arrangements of a picture that nobody opened are tried: for one that is drawn often.
    """
    boxes = {node.ref.iri: node_box(node, picture) for node in picture.nodes}
    if not picture.opened:
        ties = [(edge.source.iri, edge.target.iri, max(edge.weight, 1.0)) for edge in picture.edges]
        return freeform.positions(boxes, ties, aspect, starts)
    canvas = _Canvas(boxes, _lines(picture), aspect)
    arrange = _ARRANGED[shape]
    origins = {node.ref.iri: node.parent for node in picture.nodes}
    canvas.places.update(known or {})
    for number, iri in enumerate(picture.opened):
        if known and number < len(picture.opened) - 1:
            continue
        batch = [node for node in picture.nodes if node.opening == number]
        children = _ordered(iri, [node.ref.iri for node in batch if node.parent is not None], picture)
        if iri in canvas.places and shape == "layered":
            above = shapes.above(picture.edges, iri)
            canvas.layer(iri, [child for child in children if child in above], -1)
            canvas.layer(iri, [child for child in children if child not in above], 1)
        elif iri in canvas.places:
            canvas.grow(iri, children, origins[iri])
        else:
            canvas.start(iri, children, arrange(iri, children, boxes, picture, aspect))
    return canvas.places


def _lines(picture: Picture) -> set[tuple[str, str]]:
    """The pairs that are joined, each once.

    Memberships of topics come and go with openings, so they count only as the way to a node from its parent.
    """
    joined = [(edge.source.iri, edge.target.iri) for edge in picture.edges if not _is_membership(edge)]
    joined += [(node.parent, node.ref.iri) for node in picture.nodes if node.parent is not None]
    return {(min(pair), max(pair)) for pair in joined}


def _is_membership(edge: Edge) -> bool:
    return edge.statement is None and "Topic" in (edge.source.kind, edge.target.kind)


def _ordered(focus: str, children: Sequence[str], picture: Picture) -> list[str]:
    """The children so that those of one property, and connected ones, stand side by side."""
    families: dict[str, str] = {}
    for edge in picture.edges:
        if edge.source.iri == focus:
            families.setdefault(edge.target.iri, edge.label)
        elif edge.target.iri == focus:
            families.setdefault(edge.source.iri, f"~{edge.label}")
    first = sorted(children, key=lambda iri: (families[iri], children.index(iri)))
    index = {iri: number for number, iri in enumerate(first)}
    ties = sorted((index[a], index[b]) for a, b in _lines(picture) if a in index and b in index)
    return [first[number] for number in ring.order([families[iri] for iri in first], ties)]


# ── Shapes ───────────────────────────────────────────────────────────────────


def _radial(focus: str, children: Sequence[str], boxes: Boxes, _picture: Picture, aspect: float) -> Array:
    return ring.centres(boxes[focus], [boxes[iri] for iri in children], aspect)


def _force(focus: str, children: Sequence[str], boxes: Boxes, picture: Picture, aspect: float) -> Array:
    index = {iri: number for number, iri in enumerate(children)}
    ties = [(index[a], index[b]) for a, b in sorted(_lines(picture)) if a in index and b in index]
    return shapes.by_forces(boxes[focus], [boxes[iri] for iri in children], ties, aspect)


def _layered(focus: str, children: Sequence[str], boxes: Boxes, picture: Picture, _aspect: float) -> Array:
    above = shapes.above(picture.edges, focus)
    up = {number for number, iri in enumerate(children) if iri in above}
    return shapes.in_columns(boxes[focus], [boxes[iri] for iri in children], up)


_ARRANGED: Final = {"radial": _radial, "force": _force, "layered": _layered}


# ── Placing ──────────────────────────────────────────────────────────────────


class _Canvas:
    """Boxes that have a place, and lines between them. Places are only ever added."""

    def __init__(self, boxes: dict[str, Box], lines: set[tuple[str, str]], aspect: float) -> None:
        self.places: dict[str, Point] = {}
        self._boxes = boxes
        self._aspect = aspect
        self._tied: dict[str, list[str]] = defaultdict(list)
        for a, b in sorted(lines):
            self._tied[a].append(b)
            self._tied[b].append(a)

    def start(self, focus: str, children: Sequence[str], around: Array) -> None:
        """Place an entity that lies apart, with its neighbours `around` it, beside what is there."""
        names = (focus, *children)
        centres = np.vstack([np.zeros((1, 2)), around])
        rectangles = np.hstack([centres, self._sizes(names)])
        shift = self._beside(rectangles)
        for name, (x, y) in zip(names, centres + shift, strict=True):
            self.places[name] = Point(round(float(x)), round(float(y)))

    def _beside(self, block: Array) -> Array:
        """How far to move a block so that it lies right of or below everything, by what keeps the aspect."""
        if not self.places:
            return np.zeros(2)
        left, top, right, bottom = _bounds(self._rectangles())
        block_left, block_top, block_right, block_bottom = _bounds(block)
        apart = 4 * GAP
        is_wide = right - left > self._aspect * (bottom - top)
        if is_wide:
            return np.array([(left + right - block_left - block_right) / 2, bottom - block_top + apart])
        return np.array([right - block_left + apart, (top + bottom - block_top - block_bottom) / 2])

    def grow(self, parent: str, children: Sequence[str], origin: str | None) -> None:
        """Place new neighbours of an entity that is there, outwards from it; it came from `origin`."""
        outwards = self._outwards(parent, origin)
        spread = np.linspace(-1, 1, len(children)) if len(children) != 1 else np.zeros(1)
        for child, share in zip(children, spread, strict=True):
            self._place(child, parent, outwards + 0.5 * np.pi * float(share))

    def layer(self, parent: str, children: Sequence[str], side: int) -> None:
        """Place new neighbours of an entity in the column beside its own: left (-1) or right (1) of it."""
        if not children:
            return
        sizes = self._sizes(children)
        rooms = sizes[:, 1] + shapes.GAP
        edge, width, height = self._layer_edge(parent, side), sizes[:, 0].max(), rooms.sum()
        middle = self._free_height(edge + side * width / 2, self.places[parent].y, width, height)
        heights = middle - height / 2 + np.cumsum(rooms) - rooms / 2
        for child, (wide, _), y in zip(children, sizes, heights, strict=True):
            self.places[child] = Point(round(float(edge + side * wide / 2)), round(float(y)))

    def _layer_edge(self, parent: str, side: int) -> float:
        """Where the column beside that of an entity begins: boxes of a column have one edge in line, towards `side`."""
        boxes = self._rectangles()
        here, width = self.places[parent], self._boxes[parent].width
        lines = boxes[:, :1] + [-0.5, 0.5] * boxes[:, 2:3]
        own = (np.abs(lines - [here.x - width / 2, here.x + width / 2]) <= _FLUSH).any(axis=1)
        return float(side * (side * lines[own]).max() + side * shapes.APART)

    def _free_height(self, x: float, wanted: float, width: float, height: float) -> float:
        """The height nearest to the one wanted where a block of boxes has room."""
        _, top, _, bottom = _bounds(self._rectangles())
        farthest = int((bottom - top + height) // shapes.GAP) + 4
        steps = np.arange(2 * farthest)
        offsets = shapes.GAP * np.where(steps % 2, -1, 1) * ((steps + 1) // 2)
        blocks = np.column_stack(
            [np.full(len(steps), x), wanted + offsets, *np.full((2, len(steps)), [[width], [height]])]
        )
        free = ~overlaps(blocks, self._rectangles(), GAP).any(axis=1)
        return float(wanted + offsets[int(np.argmax(free))])

    def _outwards(self, parent: str, origin: str | None) -> float:
        """The angle that leads from where the parent came from, or from the middle, to the parent."""
        here = self.places[parent]
        if origin is None:
            left, top, right, bottom = _bounds(self._rectangles())
            there = Point((left + right) / 2, (top + bottom) / 2)
        else:
            there = self.places[origin]
        return float(np.arctan2(here.y - there.y, here.x - there.x))

    def _place(self, child: str, parent: str, wanted_angle: float) -> None:
        size = self._boxes[child]
        taken, lines = self._rectangles(), self._segments()
        for spots in self._spots(parent):
            boxes = np.hstack([spots, np.tile([size.width, size.height], (len(spots), 1))])
            free = ~overlaps(boxes, taken, 1.2 * GAP).any(axis=1)
            if free.any():
                costs = self._costs(boxes[free], child, parent, wanted_angle, lines)
                x, y = boxes[free][int(np.argmin(np.round(costs)))][:2]
                self.places[child] = Point(round(float(x)), round(float(y)))
                return

    def _spots(self, parent: str) -> Iterator[Array]:
        """Places to try around a parent, whole numbers, in ever wider bands until one has room."""
        here = self.places[parent]
        angles = np.arange(48) * (np.pi / 24)
        nearest = 100.0
        while True:
            radii = nearest + 22.0 * np.arange(16)
            x = here.x + 1.35 * np.outer(radii, np.cos(angles)).ravel()
            y = here.y + np.outer(radii, np.sin(angles)).ravel()
            yield np.round(np.column_stack([x, y])).astype(np.float64)
            nearest = float(radii[-1])

    def _costs(self, boxes: Array, child: str, parent: str, wanted_angle: float, lines: Array) -> Array:
        """What each place for a child costs, in units of length."""
        here = self.places[parent]
        way = boxes[:, :2] - [here.x, here.y]
        length = np.hypot(way[:, 0], way[:, 1])
        bent = np.arctan2(way[:, 1], way[:, 0]) - wanted_angle
        turned = np.abs(np.arctan2(np.sin(bent), np.cos(bent)))
        covered = hits(lines, boxes, 4.0).sum(axis=0) if len(lines) else np.zeros(len(boxes))
        cost = length + 60.0 * turned + 400.0 * covered + 5.0 * self._widening(boxes)
        for other in sorted({parent, *self._tied[child]} & self.places.keys()):
            cost += self._line_costs(boxes, other, lines, weight=1.0 if other == parent else 0.7)
        return np.asarray(cost)

    def _line_costs(self, boxes: Array, other: str, lines: Array, weight: float) -> Array:
        """What the lines from each place to an entity that is there cost: crossings, boxes passed, length."""
        there = self.places[other]
        fresh = np.hstack([boxes[:, :2], np.tile([there.x, there.y], (len(boxes), 1))])
        rest = self._rectangles(without=other)
        passed = hits(fresh, rest, 2.0).sum(axis=1) if len(rest) else np.zeros(len(boxes))
        crossed = crosses(fresh, lines).sum(axis=1) if len(lines) else np.zeros(len(boxes))
        far = np.hypot(fresh[:, 0] - there.x, fresh[:, 1] - there.y)
        return np.asarray(weight * (400.0 * passed + 70.0 * crossed + 0.4 * far))

    def _widening(self, boxes: Array) -> Array:
        """By how much each place would widen the picture, seen at the aspect of the pane."""
        left, top, right, bottom = _bounds(self._rectangles())
        half = boxes[:, 2:] / 2
        x1, y1 = (boxes[:, :2] - half).T
        x2, y2 = (boxes[:, :2] + half).T
        width = np.maximum(right, x2) - np.minimum(left, x1)
        height = np.maximum(bottom, y2) - np.minimum(top, y1)
        before = max(right - left, self._aspect * (bottom - top))
        return np.asarray(np.maximum(width, self._aspect * height) - before)

    def _sizes(self, names: Sequence[str]) -> Array:
        return np.array([[self._boxes[name].width, self._boxes[name].height] for name in names])

    def _rectangles(self, without: str | None = None) -> Array:
        rows = [
            (place.x, place.y, self._boxes[name].width, self._boxes[name].height)
            for name, place in self.places.items()
            if name != without
        ]
        return np.array(rows, dtype=float).reshape(-1, 4)

    def _segments(self) -> Array:
        rows = [
            (a.x, a.y, self.places[other].x, self.places[other].y)
            for name, a in self.places.items()
            for other in self._tied[name]
            if other in self.places and name < other
        ]
        return np.array(rows, dtype=float).reshape(-1, 4)


def _bounds(rectangles: Array) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all rectangles together."""
    half = rectangles[:, 2:] / 2
    left, top = (rectangles[:, :2] - half).min(axis=0)
    right, bottom = (rectangles[:, :2] + half).max(axis=0)
    return float(left), float(top), float(right), float(bottom)

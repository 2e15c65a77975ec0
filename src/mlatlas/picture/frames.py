"""Where things lie on the deeper levels of the map: each topic is a frame, with its things in rows.

Frames keep the order in which the topics lie on the first level, so that who goes deeper finds a topic where it was.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mlatlas.picture import layout
from mlatlas.picture.geometry import Point
from mlatlas.picture.labels import Box
from mlatlas.picture.neighbourhood import Picture

#: Free space between boxes, around what is in a frame, and between frames.
_GAP: Final = 6.0
_RIM: Final = 7.0
_APART: Final = 8.0
#: Widths to heights of a frame's content, and heights of the whole, that are tried: labels should be large.
_FLAT: Final = (0.5, 0.8, 1.1, 1.5, 1.8, 2.2, 3.0, 4.0)
_HEIGHTS: Final = (0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5)


@dataclass(frozen=True, slots=True)
class Frame:
    """The ground on which the things of a topic stand: centre, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arranged:
    """The places of all nodes by IRI, and the frames of the topics."""

    places: dict[str, Point]
    frames: tuple[Frame, ...]


def arranged(picture: Picture, topics: Mapping[str, Point]) -> Arranged:
    """Things in the frames of their topics (their parents), which are ordered as `topics` are on the first level."""
    boxes = {node.ref.iri: layout.node_box(node, picture) for node in picture.nodes}
    inside: dict[str, list[str]] = {node.ref.iri: [] for node in picture.nodes if node.parent is None}
    for node in picture.nodes:
        if node.parent is not None:
            inside[node.parent].append(node.ref.iri)
    tried = (
        _Stack.of(blocks, topics, share)
        for blocks in ([_Block.of(topic, things, boxes, flat) for topic, things in inside.items()] for flat in _FLAT)
        for share in _HEIGHTS
    )
    best = min(tried, key=lambda stack: stack.extent)
    return Arranged(best.places, best.frames)


# ── One frame ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Block:
    """A topic and its things, in rows; `offsets` lead from the middle of the frame to the middle of each."""

    topic: str
    box: Box
    offsets: dict[str, tuple[float, float]]

    @classmethod
    def of(cls, topic: str, things: Sequence[str], boxes: Mapping[str, Box], flat: float) -> _Block:
        own = [boxes[iri] for iri in (topic, *things)]
        area = sum((box.width + _GAP) * (box.height + _GAP) for box in own)
        wide = max(math.sqrt(area * flat), *(box.width for box in own))
        rows = [_Row.of([topic], boxes), *(_Row.of(row, boxes) for row in _rows(things, boxes, wide))]
        height = sum(row.height + _GAP for row in rows) - _GAP + 2 * _RIM
        offsets: dict[str, tuple[float, float]] = {}
        top = -height / 2 + _RIM
        for row in rows:
            offsets |= {iri: (x, top + row.height / 2) for iri, x in row.middles.items()}
            top += row.height + _GAP
        return cls(topic, Box(max(row.width for row in rows) + 2 * _RIM, height), offsets)


@dataclass(frozen=True, slots=True)
class _Row:
    """Boxes side by side around 0."""

    width: float
    height: float
    middles: dict[str, float]

    @classmethod
    def of(cls, iris: Sequence[str], boxes: Mapping[str, Box]) -> _Row:
        width = sum(boxes[iri].width + _GAP for iri in iris) - _GAP
        middles, left = {}, -width / 2
        for iri in iris:
            middles[iri] = left + boxes[iri].width / 2
            left += boxes[iri].width + _GAP
        return cls(width, max(boxes[iri].height for iri in iris), middles)


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


# ── All frames ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Stack:
    """Blocks in columns of about one height, each with its centre."""

    placed: tuple[tuple[_Block, Point], ...]

    @classmethod
    def of(cls, blocks: Sequence[_Block], topics: Mapping[str, Point], share: float) -> _Stack:
        """Columns of a `share` of the height at which the whole would have the shape of the pane."""
        area = sum((block.box.width + _APART) * (block.box.height + _APART) for block in blocks)
        high = max(share * math.sqrt(area / layout.ASPECT), *(block.box.height for block in blocks))
        placed, left = [], 0.0
        for column in _columns(sorted(blocks, key=lambda block: (topics[block.topic].x, topics[block.topic].y)), high):
            column.sort(key=lambda block: (topics[block.topic].y, topics[block.topic].x))
            wide = max(block.box.width for block in column)
            placed += _spread(column, left + wide / 2, high)
            left += wide + _APART
        return cls(tuple(placed))

    @property
    def places(self) -> dict[str, Point]:
        return {
            iri: Point(round(at.x + x), round(at.y + y))
            for block, at in self.placed
            for iri, (x, y) in block.offsets.items()
        }

    @property
    def frames(self) -> tuple[Frame, ...]:
        return tuple(Frame(at.x, at.y, block.box.width, block.box.height) for block, at in self.placed)

    @property
    def extent(self) -> float:
        """The height of a pane that holds everything, of the usual shape."""
        sides = [(at.x + block.box.width / 2, at.y + block.box.height / 2) for block, at in self.placed]
        return max(max(right / layout.ASPECT, bottom) for right, bottom in sides)


def _columns(blocks: Sequence[_Block], high: float) -> list[list[_Block]]:
    """Blocks in columns of at most a height."""
    columns: list[list[_Block]] = [[]]
    filled = 0.0
    for block in blocks:
        if columns[-1] and filled + block.box.height > high:
            columns.append([])
            filled = 0.0
        columns[-1].append(block)
        filled += block.box.height + _APART
    return columns


def _spread(column: Sequence[_Block], x: float, high: float) -> list[tuple[_Block, Point]]:
    """The blocks of a column with their centres, spread over a height."""
    free = high - sum(block.box.height for block in column)
    gap = max(free / max(len(column) - 1, 1), _APART)
    placed, top = [], 0.0
    for block in column:
        placed.append((block, Point(round(x), round(top + block.box.height / 2))))
        top += block.box.height + gap
    return placed

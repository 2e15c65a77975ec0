"""Lines between entities, and the words on them: which lines get some, and where on the line.

A caption lies on no box and on no other caption. Of the places along its line the first one is taken where
no other line passes, or else the first that is free; a caption that fits nowhere is left to the tooltip.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mlatlas.picture import layout
from mlatlas.picture.geometry import Array, Mask, Point, hits, overlaps
from mlatlas.picture.labels import text_width, wrap
from mlatlas.picture.looks import PRECEDENCE, Role, role
from mlatlas.picture.neighbourhood import Edge, Picture

#: The size of the words on lines, in units of the canvas.
SIZE: Final = 17
#: Captions that are on more lines than this are left out: the same words everywhere are only in the way.
_MOST_ALIKE: Final = 6
#: In larger pictures, no caption is large enough to be read.
_MOST_NODES: Final = 150
#: What the stroke of a line tells well enough.
_UNSAID: Final = {"topic", "related to", "by means of"}
#: Places to try, as shares of the part of a line that is seen between its boxes.
_SPOTS: Final = (0.5, 0.38, 0.62, 0.26, 0.74, 0.16, 0.84)
_PADDING: Final = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """All edges between two entities, drawn as one line that the most important of them shapes."""

    edges: tuple[Edge, ...]

    @property
    def first(self) -> Edge:
        """The edge that shapes the line."""
        return min(self.edges, key=lambda edge: PRECEDENCE.index(role(edge)))

    @property
    def role(self) -> Role:
        """What the line says."""
        return role(self.first)

    @property
    def ends(self) -> tuple[str, str]:
        """The IRIs that the line joins, in the direction of its first edge."""
        return self.first.source.iri, self.first.target.iri

    @property
    def text(self) -> str:
        """The words on the line; empty where its stroke says it all."""
        if self.first.label in _UNSAID or self.role in {"outdated", "share"}:
            return ""
        return f"✗ {self.first.label}" if self.role == "denies" else self.first.label


@dataclass(frozen=True, slots=True)
class Caption:
    """Words on a line: lines of text, centred at `at`, the share of the way from its first end to the other."""

    text: str
    at: float


def lines_of(picture: Picture) -> list[Line]:
    """The lines of a picture, one for each pair of entities that edges join."""
    pairs: dict[frozenset[str], list[Edge]] = {}
    for edge in picture.edges:
        pairs.setdefault(frozenset((edge.source.iri, edge.target.iri)), []).append(edge)
    return [Line(tuple(edges)) for ends, edges in pairs.items() if len(ends) > 1]


def captions_of(
    lines: Sequence[Line], picture: Picture, places: Mapping[str, Point], *, half_way: bool = False
) -> dict[int, Caption]:
    """The captions that fit, by the index of their line; denials first, then what is said least often.

    A picture of very many nodes has none: nobody could read them. With `half_way`, only the middle between the
    two ends is tried, where vis-network puts labels.
    """
    if len(picture.nodes) > _MOST_NODES:
        return {}
    boxes = _boxes(picture, places)
    segments = np.vstack([np.zeros((0, 4)), *(_segment(line, boxes) for line in lines)])
    taken = np.vstack([np.zeros((0, 4)), *boxes.values()])
    chosen: dict[int, Caption] = {}
    for number in _order(lines):
        others = np.delete(segments, number, axis=0)
        shares = [0.5] if half_way else _shares(lines[number], boxes)
        rooms = _rooms(lines[number].text, segments[number], shares)
        free: Mask = np.asarray(~overlaps(rooms, taken).any(axis=1))
        best = int(np.argmax(2 * free - (free & hits(others, rooms).any(axis=0))))
        if bool(free[best]):
            chosen[number] = Caption("\n".join(wrap(lines[number].text)), round(shares[best], 3))
            taken = np.vstack([taken, rooms[best]])
    return chosen


def _order(lines: Sequence[Line]) -> list[int]:
    count = Counter(line.text for line in lines)
    worded = [number for number, line in enumerate(lines) if line.text and count[line.text] <= _MOST_ALIKE]
    return sorted(worded, key=lambda number: (lines[number].role != "denies", count[lines[number].text], number))


def _boxes(picture: Picture, places: Mapping[str, Point]) -> dict[str, Array]:
    boxes = {}
    for node in picture.nodes:
        place, size = places[node.ref.iri], layout.node_box(node, picture)
        boxes[node.ref.iri] = np.array([place.x, place.y, size.width, size.height])
    return boxes


def _segment(line: Line, boxes: Mapping[str, Array]) -> Array:
    one, other = (boxes[iri] for iri in line.ends)
    return np.array([one[0], one[1], other[0], other[1]])


def _shares(line: Line, boxes: Mapping[str, Array]) -> list[float]:
    """The places to try as shares of the whole way, from centre to centre."""
    one, other = (boxes[iri] for iri in line.ends)
    way = np.maximum(np.abs(other[:2] - one[:2]), 1e-9)
    leaves = float((one[2:] / 2 / way).min())
    enters = 1 - float((other[2:] / 2 / way).min())
    return [leaves + spot * (enters - leaves) for spot in _SPOTS]


def _rooms(text: str, segment: Array, shares: Sequence[float]) -> Array:
    """The rectangle that a text takes at each of the places: shape (places, 4)."""
    rows = wrap(text)
    width = max(text_width(row, SIZE) for row in rows) + _PADDING
    height = len(rows) * SIZE + _PADDING
    x1, y1, x2, y2 = segment
    return np.array([[x1 + (x2 - x1) * share, y1 + (y2 - y1) * share, width, height] for share in shares])

"""Other shapes in which the neighbours of the first opened thing may lie: drawn by forces, or in columns.

Whatever is opened later grows outwards, in columns into the next one, so what lies stays where it is in all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, Literal

import numpy as np

from mlatlas.picture import freeform
from mlatlas.picture.geometry import Array
from mlatlas.picture.labels import Box
from mlatlas.picture.neighbourhood import Edge

Shape = Literal["radial", "force", "layered"]

#: What leads upwards: from a part to the whole, from the narrower to the broader.
_UPWARDS: Final = frozenset({"part of", "is part of", "narrower than", "option of", "topic", "is a kind of"})
#: Free space between the boxes of a column, and between columns.
GAP: Final = 10.0
APART: Final = 190.0
#: As many boxes as a first opening brings: lines then pass under none.
_COLUMN: Final = 19


def by_forces(focus: Box, boxes: Sequence[Box], ties: Sequence[tuple[int, int]], aspect: float) -> Array:
    """Centres of boxes around a focus at (0, 0): what is joined lies close. `ties` are pairs among the boxes."""
    sizes = np.array([[box.width, box.height] for box in (focus, *boxes)])
    spokes = [(0, number + 1) for number in range(len(boxes))]
    ends = np.array([*spokes, *((a + 1, b + 1) for a, b in ties)], dtype=int).reshape(-1, 2)
    centres = freeform.by_forces(sizes, ends, aspect)
    return np.asarray(centres[1:] - centres[0])


def in_columns(focus: Box, boxes: Sequence[Box], up: Collection[int]) -> Array:
    """Centres of boxes left (those `up`: what the focus is part of) and right of a focus at (0, 0)."""
    centres = np.zeros((len(boxes), 2))
    _side(centres, boxes, [number for number in range(len(boxes)) if number in up], -focus.width / 2 - APART)
    _side(centres, boxes, [number for number in range(len(boxes)) if number not in up], focus.width / 2 + APART)
    return np.round(centres)


def _side(centres: Array, boxes: Sequence[Box], numbers: Sequence[int], x: float) -> None:
    """Columns one after the other from `x` outwards, flush towards the focus."""
    sign = 1.0 if x > 0 else -1.0
    for start in range(0, len(numbers), _COLUMN):
        column = numbers[start : start + _COLUMN]
        top = -sum(boxes[number].height + GAP for number in column) / 2
        for number in column:
            box = boxes[number]
            centres[number] = x + sign * box.width / 2, top + (box.height + GAP) / 2
            top += box.height + GAP
        x += sign * (max(boxes[number].width for number in column) + APART / 2)


def above(edges: Sequence[Edge], focus: str) -> set[str]:
    """The IRIs of what an entity is part of, an option of, or narrower than."""
    found = {edge.target.iri for edge in edges if edge.source.iri == focus and edge.label in _UPWARDS}
    return found | {edge.source.iri for edge in edges if edge.target.iri == focus and edge.label == "has the option"}

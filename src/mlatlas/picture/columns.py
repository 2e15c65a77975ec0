"""Boxes above each other in a column, for pictures that are read from left to right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mlatlas.picture.geometry import Point
from mlatlas.picture.labels import Box

#: Free space between the boxes of a column, at least.
GAP: Final = 12.0


def height(iris: Sequence[str], boxes: Mapping[str, Box]) -> float:
    """What boxes need above each other, with the space between them.

    >>> height(["a", "b"], {"a": Box(40, 20), "b": Box(60, 20)})
    64.0
    """
    return sum((boxes[iri].height + GAP for iri in iris), 0.0)


def column(
    iris: Sequence[str], boxes: Mapping[str, Box], middle: Point, room: float, *, flush: int = 0
) -> dict[str, Point]:
    """The centres of boxes above each other around a place, spread over a height.

    With `flush` they lie right (1) or left (-1) of the place.

    >>> column(["a", "b"], {"a": Box(40, 20), "b": Box(60, 20)}, Point(0, 0), 100, flush=1)
    {'a': Point(x=20, y=-25), 'b': Point(x=30, y=25)}
    """
    gap = GAP + (room - height(iris, boxes)) / max(len(iris), 1)
    found, top = {}, middle.y - room / 2
    for iri in iris:
        down = boxes[iri].height + gap
        found[iri] = Point(round(middle.x + flush * boxes[iri].width / 2), round(top + down / 2))
        top += down
    return found

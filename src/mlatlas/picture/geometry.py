"""Rectangles and segments in the plane, many at a time.

Rectangles are rows `(x, y, width, height)` with the centre at `(x, y)`; segments are rows
`(x1, y1, x2, y2)`. The y axis points down, as on a canvas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the canvas, in units of the canvas (pixels at zoom 1)."""

    x: float
    y: float


def overlaps(some: Array, others: Array, gap: float = 0.0) -> Mask:
    """Which rectangles come closer to each other than `gap`: shape (some, others).

    >>> overlaps(np.array([[0, 0, 4, 4]]), np.array([[5, 0, 4, 4], [3, 0, 4, 4]])).tolist()
    [[False, True]]
    """
    apart = np.abs(some[:, None, :2] - others[None, :, :2])
    reach = (some[:, None, 2:] + others[None, :, 2:]) / 2 + gap
    return np.asarray((apart < reach).all(axis=2))


def hits(segments: Array, boxes: Array, gap: float = 0.0) -> Mask:
    """Which segments pass through which rectangles, or closer than `gap`: shape (segments, boxes).

    >>> hits(np.array([[0, 0, 9, 0]]), np.array([[5, 0, 2, 2], [5, 5, 2, 2]])).tolist()
    [[True, False]]
    """
    start = segments[:, None, :2]
    way = segments[:, None, 2:] - start
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)  # noqa: PLR2004 - a stand-in for zero, to divide by
    half = boxes[None, :, 2:] / 2 + gap
    one, two = (boxes[None, :, :2] - half - start) / way, (boxes[None, :, :2] + half - start) / way
    enters, leaves = np.minimum(one, two).max(axis=2), np.maximum(one, two).min(axis=2)
    return np.asarray((enters < leaves) & (enters < 1) & (leaves > 0))


def crosses(some: Array, others: Array) -> Mask:
    """Which segments cross inside both: shape (some, others). A shared end is no crossing.

    >>> crosses(np.array([[0, 0, 2, 2]]), np.array([[0, 2, 2, 0], [0, 0, 2, 0]])).tolist()
    [[True, False]]
    """
    a, b = some[:, None, :2], some[:, None, 2:]
    c, d = others[None, :, :2], others[None, :, 2:]
    return np.asarray((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(start: Array, end: Array, point: Array) -> Array:
    """On which side of a line a point lies: the sign of the cross product, zero on the line."""
    along, towards = end - start, point - start
    return np.asarray(np.sign(np.round(along[..., 0] * towards[..., 1] - along[..., 1] * towards[..., 0], 6)))

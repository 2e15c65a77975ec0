"""Neighbours around one entity: in which order, and where on an ellipse as wide as the pane."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mlatlas.picture.geometry import Array, hits, overlaps
from mlatlas.picture.labels import Box

#: Indices, and for each box the family it belongs to.
Indices = NDArray[np.int64]
Families = NDArray[np.str_]

#: Free space kept around each box.
GAP: Final = 12.0
#: Up to so many neighbours stand on one ring; more take two rings in turn.
_ONE_RING: Final = 9
#: Sizes of the inner ring and shifts along the ring (in places) that are tried.
_INNER_RINGS: Final = (0.58, 0.5, 0.66, 0.74)
_TURNS: Final = (0.5, 0.0, 0.25, 0.75)
#: Half the height of the smallest ellipse: one ring leaves room for words on its spokes.
_ONE_RING_HEIGHT: Final = 232.0
_TWO_RINGS_HEIGHT: Final = 175.0
_GROWTH: Final = 1.04
_FAMILY_CHANGE: Final = 0.9


# ── The order ────────────────────────────────────────────────────────────────


def order(families: Sequence[str], ties: Sequence[tuple[int, int]]) -> list[int]:
    """The order of things on a circle, with the shortest ties and the fewest changes of family.

    `ties` are pairs of indices. Steepest descent over all ways to take one thing out and put it in
    elsewhere; for 24 things there are 576.

    >>> order(["uses", "is", "uses", "is"], [])
    [1, 0, 2, 3]
    """
    if len(families) < 4:  # noqa: PLR2004 - on a circle, three things have one order
        return list(range(len(families)))
    family = np.array(families, dtype=np.str_)
    pairs = np.array(ties, dtype=np.int64).reshape(-1, 2)
    found: Indices = np.arange(len(families))
    moves = _moves(len(families))
    for _ in range(len(families)):
        tried = np.vstack([found[None, :], found[moves]])
        best = int(np.argmin(_costs(tried, pairs, family)))
        if best == 0:
            break
        found = tried[best]
    return [int(index) for index in found]


def _moves(size: int) -> Indices:
    """All orders that take one index out and put it in elsewhere: shape (size * size, size)."""
    rows = []
    for taken, put in product(range(size), range(size)):
        rest = [index for index in range(size) if index != taken]
        rows.append([*rest[:put], taken, *rest[put:]])
    return np.array(rows, dtype=np.int64)


def _costs(orders: Indices, ties: Indices, family: Families) -> Array:
    size = orders.shape[1]
    place = np.argsort(orders, axis=1)
    far = np.abs(place[:, ties[:, 0]] - place[:, ties[:, 1]])
    length = np.minimum(far, size - far).sum(axis=1)
    kinds = family[orders]
    changes = (kinds != np.roll(kinds, 1, axis=1)).sum(axis=1)
    return np.asarray(length + _FAMILY_CHANGE * changes, dtype=np.float64)


# ── The places ───────────────────────────────────────────────────────────────


def centres(focus: Box, boxes: Sequence[Box], aspect: float) -> Array:
    """Centres of boxes around a focus at (0, 0), on the smallest ellipse that has room for them.

    `aspect` is width to height of the ellipse. Shape (boxes, 2), whole numbers.
    """
    if not boxes:
        return np.zeros((0, 2))
    sizes = np.array([[box.width, box.height] for box in boxes])
    is_double = len(boxes) > _ONE_RING
    half_height = (_TWO_RINGS_HEIGHT if is_double else _ONE_RING_HEIGHT) + focus.height / 2
    while True:
        for turn, inner in product(_TURNS, _INNER_RINGS if is_double else (1.0,)):
            tried = np.round(_slots(sizes, half_height, aspect, turn, inner))
            if _is_clear(np.hstack([tried, sizes]), focus):
                return tried
        half_height *= _GROWTH


def _slots(sizes: Array, half_height: float, aspect: float, turn: float, inner: float) -> Array:
    """Places along an ellipse: far apart where boxes lie side by side, close where they are stacked."""
    across = max(aspect * half_height - sizes[:, 0].max() / 2, half_height)
    down = half_height - sizes[:, 1].max() / 2
    angle = np.linspace(-np.pi, np.pi, 721)
    tangent = np.column_stack([across * np.sin(angle), down * np.cos(angle)])
    speed = np.hypot(tangent[:, 0], tangent[:, 1])
    slope = np.maximum(np.abs(tangent / speed[:, None]), 1e-6)
    step = ((sizes.mean(axis=0) + GAP) / slope).min(axis=1)
    places_passed = np.concatenate([[0.0], np.cumsum(speed[1:] / step[1:])])
    number = np.arange(len(sizes))
    chosen = np.interp((number + turn) / len(sizes) * places_passed[-1], places_passed, angle)
    scale = np.where(number % 2 == 1, inner, 1.0)
    return np.column_stack([scale * across * np.cos(chosen), scale * down * np.sin(chosen)])


def _is_clear(rectangles: Array, focus: Box) -> bool:
    """Whether no boxes overlap and no spoke passes under a box that is not its own."""
    middle = np.array([[0.0, 0.0, focus.width, focus.height]])
    if np.triu(overlaps(rectangles, rectangles, GAP), 1).any() or overlaps(middle, rectangles, 3 * GAP).any():
        return False
    spokes = np.hstack([np.zeros((len(rectangles), 2)), rectangles[:, :2]])
    passes = hits(spokes, rectangles, 3.0)
    np.fill_diagonal(passes, False)
    return not passes.any()

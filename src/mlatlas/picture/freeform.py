"""Laying out a picture that has no centre: the map of topics, or the result of a query.

Up to two dozen boxes take the places of a staggered grid, so that the pane is filled evenly and labels are as
large as can be; who takes which place is found by exchanging places as long as that makes lines shorter
and less tangled. More boxes are laid out by forces, stretched to the pane and pushed apart. So many that nobody
follows their lines stand in rows, the joined ones near each other: thousands are placed at once.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

import networkx as nx
import numpy as np

from mlatlas.picture.geometry import Array, Point, crosses, hits, overlaps
from mlatlas.picture.labels import Box

#: Two names that are joined, and how strongly.
Tie = tuple[str, str, float]

_MOST_ON_GRID: Final = 24
_MOST_BY_FORCES: Final = 300
#: Random starts, and rounds of exchanges from each: about half a second for a full grid with many lines.
_STARTS: Final = 3
_ROUNDS: Final = 5
#: How far every second row and column of the grid is shifted, in cells, so that lines pass between boxes.
_STAGGER: Final = 0.2
_GAP: Final = 26.0
#: Room for boxes laid out by forces, as a multiple of what they cover.
_ROOM: Final = 3.4


def positions(boxes: Mapping[str, Box], ties: Sequence[Tie], aspect: float) -> dict[str, Point]:
    """The place of every box by name, the same for the same input."""
    names = sorted(boxes)
    if not names:
        return {}
    sizes = np.array([[boxes[name].width, boxes[name].height] for name in names])
    index = {name: number for number, name in enumerate(names)}
    ends = np.array([(index[a], index[b]) for a, b, _ in ties], dtype=int).reshape(-1, 2)
    if len(names) <= _MOST_ON_GRID:
        centres = _on_grid(sizes, ends, np.sqrt([strength for *_, strength in ties]), aspect)
    elif len(names) <= _MOST_BY_FORCES:
        centres = by_forces(sizes, ends, aspect)
    else:
        centres = _in_rows(sizes, ends, aspect)
    return {name: Point(round(float(x)), round(float(y))) for name, (x, y) in zip(names, centres, strict=True)}


# ── On a grid ────────────────────────────────────────────────────────────────


def _on_grid(sizes: Array, ends: Array, strengths: Array, aspect: float) -> Array:
    cells = _cells(sizes, aspect)
    tangle = _Tangle(cells, sizes, ends, strengths)
    best: tuple[float, Array] | None = None
    for seed in range(_STARTS):
        order = random.Random(seed).sample(range(len(cells)), len(cells))  # noqa: S311 - no secret
        found = _exchange(np.array(order), tangle, len(sizes))
        if best is None or found[0] < best[0]:
            best = found
    assert best is not None  # noqa: S101 - there is at least one start
    return np.asarray(cells[best[1]], dtype=np.float64)


def _cells(sizes: Array, aspect: float) -> Array:
    """Places on a staggered grid of at least as many cells as boxes, as wide as the pane."""
    width, height = sizes.max(axis=0) * (1 + _STAGGER) + _GAP
    columns = max(1, round(float(np.sqrt(len(sizes) * aspect * height / width))))
    rows = -(-len(sizes) // columns)
    height = max(height, columns * width / aspect / rows)
    return np.array(
        [
            ((column + _STAGGER * (row % 2)) * width, (row + _STAGGER * (column % 2)) * height)
            for row in range(rows)
            for column in range(columns)
        ]
    )


def _exchange(order: np.ndarray, tangle: _Tangle, count: int) -> tuple[float, Array]:
    """Exchange places, pair by pair, while that makes it better; the cost that is left, and the cell of each box."""
    cost = tangle.cost(order[:count])
    for _ in range(_ROUNDS):
        is_better = False
        for one, other in combinations(range(len(order)), 2):
            if one >= count:
                break  # both places are empty
            tried = order.copy()
            tried[[one, other]] = order[[other, one]]
            tried_cost = tangle.cost(tried[:count])
            if tried_cost < cost - 1e-6:
                order, cost, is_better = tried, tried_cost, True
        if not is_better:
            break
    return cost, order[:count]


class _Tangle:
    """How hard a picture is to read: crossings, lines under boxes, long lines between the closely tied.

    Lines only ever run between cells, so all of them are looked at once, and thousands of orders are looked up.
    """

    def __init__(self, cells: Array, sizes: Array, ends: np.ndarray, strengths: Array) -> None:
        self._ends, self._strengths, self._cells = ends, strengths, len(cells)
        lines = np.hstack([np.repeat(cells, len(cells), axis=0), np.tile(cells, (len(cells), 1))])
        boxes = np.hstack([np.repeat(cells, len(sizes), axis=0), np.tile(sizes, (len(cells), 1))])
        self._crossed = crosses(lines, lines)
        self._under = hits(lines, boxes, 6.0).reshape(len(lines), len(cells), len(sizes))
        self._lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
        every = np.arange(len(ends))
        self._foreign = np.ones((len(ends), len(sizes)), dtype=bool)
        self._foreign[every, ends[:, 0]] = self._foreign[every, ends[:, 1]] = False

    def cost(self, places: np.ndarray) -> float:
        """What it costs to put each box into a cell."""
        if not len(self._ends):
            return 0.0
        lines = places[self._ends[:, 0]] * self._cells + places[self._ends[:, 1]]
        crossings = self._crossed[lines[:, None], lines[None, :]].sum() / 2
        under = (self._under[lines[:, None], places[None, :], np.arange(len(places))[None, :]] & self._foreign).sum()
        return float(crossings + 4 * under + (self._lengths[lines] * self._strengths).sum() / 700)


# ── By forces ────────────────────────────────────────────────────────────────


def by_forces(sizes: Array, ends: np.ndarray, aspect: float) -> Array:
    """Centres of boxes of these sizes (width, height), drawn together by the ties whose indices are `ends`."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(sizes)))
    graph.add_edges_from(map(tuple, ends.tolist()))
    found = nx.forceatlas2_layout(graph, max_iter=150, strong_gravity=True, gravity=0.6, scaling_ratio=4.0, seed=1)
    centres = np.array([found[number] for number in range(len(sizes))], dtype=float)
    span = np.maximum(np.ptp(centres, axis=0), 1e-9)
    height = float(np.sqrt(_ROOM * (sizes + _GAP).prod(axis=1).sum() / aspect))
    spread = (centres - centres.min(axis=0)) / span * np.array([aspect * height, height])
    return _apart(spread, sizes)


def _apart(centres: Array, sizes: Array) -> Array:
    """Push overlapping boxes apart along the shorter way; boxes that block each other get more room."""
    # Two boxes on the very same place could not tell in which direction to go.
    moved = centres + 0.01 * np.arange(len(sizes))[:, None]
    step = 0
    while True:
        boxes = np.hstack([np.round(moved), sizes])
        pairs = np.argwhere(np.triu(overlaps(boxes, boxes, _GAP / 2), 1))
        if not len(pairs):
            return np.asarray(np.round(moved), dtype=np.float64)
        step += 1
        moved *= 1.05 if step % 30 == 0 else 1.0
        for one, other in pairs:
            _push(moved, sizes, int(one), int(other))


def _push(centres: Array, sizes: Array, one: int, other: int) -> None:
    way = centres[other] - centres[one]
    lack = (sizes[one] + sizes[other]) / 2 + _GAP - np.abs(way)
    if lack.min() > 0:
        axis = int(np.argmin(lack))
        push = lack[axis] / 2 * (1.0 if way[axis] >= 0 else -1.0)
        centres[one, axis] -= push
        centres[other, axis] += push


# ── In rows ──────────────────────────────────────────────────────────────────


def _in_rows(sizes: Array, ends: np.ndarray, aspect: float) -> Array:
    """Rows as wide as the pane, from the best connected box outwards along the lines."""
    wide = float(np.sqrt((sizes + _GAP).prod(axis=1).sum() * aspect))
    centres = np.zeros((len(sizes), 2))
    left = top = high = 0.0
    for box in _along(len(sizes), ends):
        width, height = sizes[box]
        if left > 0 and left + width > wide:
            left, top, high = 0.0, top + high + _GAP, 0.0
        centres[box] = left + width / 2, top + height / 2
        left, high = left + width + _GAP, max(high, height)
    return centres


def _along(count: int, ends: np.ndarray) -> list[int]:
    """All boxes, the neighbours of each after it, beginning with the best connected."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(map(tuple, ends.tolist()))
    order: dict[int, None] = {}
    for start in sorted(graph, key=lambda box: (-graph.degree[box], box)):
        if start not in order:
            order |= dict.fromkeys([start, *(box for _, box in nx.bfs_edges(graph, start))])
    return list(order)

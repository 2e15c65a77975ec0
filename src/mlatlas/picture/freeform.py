"""Laying out a picture that has no centre: the map of topics, or the result of a query.

Up to two dozen boxes, and more where few lines join them, take the places of a staggered grid, so that the pane is
filled evenly and labels are as large as can be; who takes which place is found by exchanging places as long as that
makes lines shorter and less tangled. More boxes are laid out by forces, stretched to the pane and pushed apart. So
many that nobody follows their lines stand in rows, the joined ones near each other: thousands are placed at once.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

import networkx as nx
import numpy as np

from mlatlas.picture.geometry import Array, Point, crosses, hits, overlaps
from mlatlas.picture.labels import Box

#: Two names that are joined, and how strongly.
Tie = tuple[str, str, float]

#: Boxes on a grid at most; where they are joined by few, and how many boxes and lines that is together. All lines
#: between all cells are looked at beforehand: 0.5 s for 40 boxes, 7 s for 55.
_MOST_ON_GRID: Final = 24
_MOST_LOOSE: Final = 40
_MOST_WITH_LINES: Final = 110
_MOST_BY_FORCES: Final = 300
#: Rounds of exchanges from each random start, and rounds in which columns close up.
_ROUNDS: Final = 12
_CLOSER: Final = 2
#: How far every second row and column of the grid is shifted, so that lines pass between boxes: in cells while
#: places are exchanged, and at least so much in the end (across, down).
_STAGGER: Final = 0.2
_SHIFT: Final = (24.0, 12.0)
_GAP: Final = 26.0
#: Room for boxes laid out by forces, as a multiple of what they cover.
_ROOM: Final = 3.4


def positions(boxes: Mapping[str, Box], ties: Sequence[Tie], aspect: float, starts: int = 1) -> dict[str, Point]:
    """The place of every box by name, the same for the same input.

    The best of so many random `starts` is taken where there are few boxes: more of them take longer, and cross less.
    """
    names = sorted(boxes)
    if not names:
        return {}
    sizes = np.array([[boxes[name].width, boxes[name].height] for name in names])
    index = {name: number for number, name in enumerate(names)}
    ends = np.array([(index[a], index[b]) for a, b, _ in ties], dtype=int).reshape(-1, 2)
    if len(names) <= _MOST_ON_GRID or (len(names) <= _MOST_LOOSE and len(names) + len(ends) <= _MOST_WITH_LINES):
        centres = _on_grid(sizes, ends, np.sqrt([strength for *_, strength in ties]), aspect, starts)
    elif len(names) <= _MOST_BY_FORCES:
        centres = by_forces(sizes, ends, aspect)
    else:
        centres = _in_rows(sizes, ends, aspect)
    return {name: Point(round(float(x)), round(float(y))) for name, (x, y) in zip(names, centres, strict=True)}


# ── On a grid ────────────────────────────────────────────────────────────────


def _on_grid(sizes: Array, ends: Array, strengths: Array, aspect: float, starts: int) -> Array:
    columns = _columns(sizes, aspect)
    cells = _cells(sizes, columns, aspect)
    tangle = _Tangle(cells, sizes, ends, strengths)
    shuffled = [random.Random(seed).sample(range(len(cells)), len(cells)) for seed in range(starts)]  # noqa: S311
    _, order = min((_exchange(np.array(start), tangle, len(sizes)) for start in shuffled), key=lambda found: found[0])
    for _ in range(_CLOSER):  # where columns are as narrow as what is in them, other lines pass under boxes
        cells = _close(sizes, order, columns, aspect)
        _, order = _exchange(order, _Tangle(cells, sizes, ends, strengths), len(sizes))
    return np.asarray(_close(sizes, order, columns, aspect)[order[: len(sizes)]])


def _columns(sizes: Array, aspect: float) -> int:
    """How many columns make a grid of these boxes as wide as the pane."""
    width, height = sizes.max(axis=0) * (1 + _STAGGER) + _GAP
    return max(1, round(float(np.sqrt(len(sizes) * aspect * height / width))))


def _cells(sizes: Array, columns: int, aspect: float) -> Array:
    """Places on a staggered grid of at least as many cells as boxes, as wide as the pane."""
    width, height = sizes.max(axis=0) * (1 + _STAGGER) + _GAP
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
    """Exchange the place of each with the one that helps most, while any does; the cost left, and each box's cell."""
    cost = float(tangle.costs(order[None, :count])[0])
    for _ in range(_ROUNDS):
        is_better = False
        for one in range(count):
            tried = np.tile(order, (len(order), 1))
            others = np.arange(len(order))
            tried[others, one], tried[others, others] = order[others], order[one]
            costs = tangle.costs(tried[:, :count])
            best = int(np.argmin(np.round(costs, 6)))
            if costs[best] < cost - 1e-6:
                order, cost, is_better = tried[best], float(costs[best]), True
        if not is_better:
            break
    return cost, order


def _close(sizes: Array, order: np.ndarray, columns: int, aspect: float) -> Array:
    """The cells, columns and rows as narrow as the boxes that are in them, and the whole as wide as the pane."""
    places, cells = order[: len(sizes)], np.arange(len(order))
    at = np.stack([cells % columns, cells // columns])
    pitches = [
        np.array([sizes[line[places] == number, axis].max(initial=0) for number in range(line.max() + 1)])
        + (_GAP + _SHIFT[axis])
        for axis, line in enumerate(at)
    ]
    width, height = (float(pitch.sum()) for pitch in pitches)
    pitches[0] += max(0.0, height * aspect - width) / len(pitches[0])
    pitches[1] += max(0.0, width / aspect - height) / len(pitches[1])
    middles = [np.cumsum(pitch) - pitch / 2 for pitch in pitches]
    return np.column_stack([middles[axis][at[axis]] + _SHIFT[axis] * (at[1 - axis] % 2) for axis in range(2)])


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

    def costs(self, places: np.ndarray) -> Array:
        """What it costs to put each box into a cell; each row of `places` is one way to do so."""
        if not len(self._ends):
            return np.zeros(len(places))
        lines = places[:, self._ends[:, 0]] * self._cells + places[:, self._ends[:, 1]]
        crossings = self._crossed[lines[:, :, None], lines[:, None, :]].sum(axis=(1, 2)) / 2
        boxes = np.arange(places.shape[1])[None, None, :]
        under = (self._under[lines[:, :, None], places[:, None, :], boxes] & self._foreign).sum(axis=(1, 2))
        lengths = (self._lengths[lines] * self._strengths).sum(axis=1)
        return np.asarray(crossings + 6 * under + lengths / 700, dtype=np.float64)


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

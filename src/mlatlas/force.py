"""Laying out a picture that has no centre: a force layout, stretched to the pane, without overlaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import networkx as nx
import numpy as np

from mlatlas.geometry import Array, Point, crosses, hits, overlaps
from mlatlas.labels import Box

#: Starting points to try; the picture with the fewest crossings is taken.
_SEEDS: Final = range(24)
_SMALL: Final = 60
_GAP: Final = 26.0


def positions(boxes: Mapping[str, Box], lines: Sequence[tuple[str, str]], aspect: float) -> dict[str, Point]:
    """The place of every box by name, the same for the same input. `lines` names pairs of boxes."""
    if not boxes:
        return {}
    graph: nx.Graph[str] = nx.Graph(lines)
    graph.add_nodes_from(sorted(boxes))
    names = sorted(boxes)
    sizes = np.array([[boxes[name].width, boxes[name].height] for name in names])
    seeds = _SEEDS if len(names) <= _SMALL else _SEEDS[:1]
    tried = [_spread(_forces(graph, names, seed), sizes, aspect) for seed in seeds]
    best = min(tried, key=lambda centres: _tangle(centres, sizes, names, lines))
    return {name: Point(round(float(x)), round(float(y))) for name, (x, y) in zip(names, best, strict=True)}


def _forces(graph: nx.Graph[str], names: Sequence[str], seed: int) -> Array:
    found = nx.forceatlas2_layout(graph, max_iter=200, strong_gravity=True, gravity=0.6, scaling_ratio=4.0, seed=seed)
    return np.array([found[name] for name in names], dtype=float)


def _spread(centres: Array, sizes: Array, aspect: float) -> Array:
    """Stretch to the aspect of the pane on about the area that the boxes need, and push overlaps apart."""
    centres = centres - (centres.min(axis=0) + centres.max(axis=0)) / 2
    span = np.maximum(np.ptp(centres, axis=0), 1e-9)
    height = float(np.sqrt(3.4 * (sizes + _GAP).prod(axis=1).sum() / aspect))
    spread = centres / span * np.array([aspect * height, height])
    return _apart(spread + 0.01 * np.arange(len(sizes))[:, None], sizes)


def _apart(centres: Array, sizes: Array) -> Array:
    """Push overlapping boxes apart along the shorter way until none overlap."""
    moved = centres.copy()
    for step in range(1000):
        boxes = np.hstack([np.round(moved), sizes])
        pairs = np.argwhere(np.triu(overlaps(boxes, boxes, _GAP), 1))
        if not len(pairs):
            break
        if step % 50 == 49:  # noqa: PLR2004 - boxes that block each other get more room
            moved *= 1.1
        for one, other in pairs:
            way = moved[other] - moved[one]
            lack = (sizes[one] + sizes[other]) / 2 + _GAP + 1 - np.abs(way)
            axis = int(np.argmin(lack))
            push = lack[axis] / 2 * (1.0 if way[axis] >= 0 else -1.0)
            if lack.min() > 0:
                moved[one, axis] -= push
                moved[other, axis] += push
    return np.round(moved)


def _tangle(centres: Array, sizes: Array, names: Sequence[str], lines: Sequence[tuple[str, str]]) -> float:
    """How hard a picture is to read: crossings, lines under boxes, length of lines."""
    if not lines:
        return 0.0
    index = {name: number for number, name in enumerate(names)}
    ends = np.array([(index[a], index[b]) for a, b in lines])
    segments = np.hstack([centres[ends[:, 0]], centres[ends[:, 1]]])
    under = hits(segments, np.hstack([centres, sizes]))
    under[np.arange(len(ends)), ends[:, 0]] = False
    under[np.arange(len(ends)), ends[:, 1]] = False
    length = np.hypot(*(segments[:, 2:] - segments[:, :2]).T).mean()
    return float(crosses(segments, segments).sum() / 2 + 3 * under.sum() + length / 200)

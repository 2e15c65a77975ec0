"""What several things lead to together, and what only one of them does: a picture and where its nodes lie.

The things stand left and right. What at least two of them lead to lies in a column between them, what only one
leads to lies beside it, outwards. So the two groups are told apart by place, not by colour. Lines run from
column to column; they are meant to be bent, so that they reach every box from its side and pass under none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from mlatlas.facts import Ref
from mlatlas.picture.columns import GAP, column, height
from mlatlas.picture.geometry import Point
from mlatlas.picture.labels import Box, box, wrap
from mlatlas.picture.layout import font_size
from mlatlas.picture.looks import role
from mlatlas.picture.neighbourhood import Edge, Graph, Node, Picture

#: So many labels a pane holds, and still can be read.
MOST: Final = 40
#: What is read of each thing before the most telling are chosen.
_READ: Final = 400
#: As many boxes as a column has room for.
_COLUMN: Final = 9
#: The least and the most between two columns.
_APART: Final = (150.0, 330.0)
#: Width to height of the pane.
_ASPECT: Final = 2.1


@dataclass(frozen=True, slots=True)
class Together:
    """The picture of several things; `shared` and `own` count all neighbours, on the picture or not.

    `own` is in the order of the things.
    """

    picture: Picture
    shared: int
    own: tuple[int, ...]

    @property
    def hidden(self) -> int:
        """How many neighbours are not on the picture."""
        return self.shared + sum(self.own) - (len(self.picture.nodes) - len(self.own))


def together(graph: Graph, things: Sequence[Ref], most: int = MOST) -> Together:
    """The things and their neighbours, the most telling first: of all things, of several, then in turn of each.

    Topics are left out, for they say where a thing is told of and not what it does; so are claims that do not stand.
    """
    whole = graph.around(things, _READ)
    opened = tuple(thing.iri for thing in things)
    edges = [edge for edge in whole.edges if _is_told(edge) and _touches(edge, opened)]
    homes = _homes(edges, opened)
    known = [node for node in whole.nodes if node.ref.iri in homes]
    several = [node for node in known if len(homes[node.ref.iri]) > 1]
    shared = sorted(several, key=lambda node: -len(homes[node.ref.iri]))
    own = [[node for node in known if homes[node.ref.iri] == [iri]] for iri in opened]
    kept = _kept(shared, own, most - len(things))
    degrees = {node.ref.iri: node.degree for node in whole.nodes}
    nodes = [Node(thing, None, 0, degrees[thing.iri], number) for number, thing in enumerate(things)]
    nodes += [Node(node.ref, homes[node.ref.iri][0], 0, node.degree) for node in kept]
    shown = {node.ref.iri for node in nodes}
    drawn = tuple(edge for edge in edges if {edge.source.iri, edge.target.iri} <= shown)
    return Together(Picture(tuple(nodes), drawn, opened), len(shared), tuple(map(len, own)))


def _is_told(edge: Edge) -> bool:
    return "Topic" not in (edge.source.kind, edge.target.kind) and role(edge) != "outdated"


def _touches(edge: Edge, opened: Sequence[str]) -> bool:
    return edge.source.iri in opened or edge.target.iri in opened


def _homes(edges: Iterable[Edge], opened: Sequence[str]) -> dict[str, list[str]]:
    """The things that each neighbour is joined to, in their order."""
    found: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        for one, other in ((edge.source.iri, edge.target.iri), (edge.target.iri, edge.source.iri)):
            if one in opened and other not in opened:
                found[other].add(one)
    return {iri: [thing for thing in opened if thing in near] for iri, near in found.items()}


def _kept(shared: Sequence[Node], own: Sequence[Sequence[Node]], most: int) -> list[Node]:
    """What the columns have room for."""
    each = _COLUMN // -(-len(own) // 2)
    alone = list(_in_turn([nodes[:each] for nodes in own]))
    between = shared[: max(min(_COLUMN, most - len(alone)), most // 4)]
    return [*between, *alone[: most - len(between)]]


def _in_turn(lists: Iterable[Sequence[Node]]) -> Iterator[Node]:
    """The first of each list, the second of each, and so on."""
    for same_place in zip_longest(*lists):
        yield from (node for node in same_place if node is not None)


# ── Places ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Block:
    """A thing with the boxes that are its own; they share the room of the higher column."""

    thing: str
    own: tuple[str, ...]
    height: float


def positions(picture: Picture) -> dict[str, Point]:
    """The place of every node by IRI; boxes never overlap. Half of the things stand left, the others right."""
    boxes = {node.ref.iri: box(wrap(node.ref.label), font_size(node, picture)) for node in picture.nodes}
    homes = _homes(picture.edges, picture.opened)
    blocks = [_block(thing, homes, boxes) for thing in picture.opened]
    middle = -(-len(blocks) // 2)
    left, right = blocks[:middle], blocks[middle:]
    shared = [iri for iri, near in homes.items() if len(near) > 1]
    high = max(height(shared, boxes), *(sum(each.height for each in side) for side in (left, right)))
    wide = max((boxes[iri].width for iri in shared), default=0.0)
    apart = min(max((_ASPECT * high - 5 * wide) / 4, _APART[0]), _APART[1])
    found = _side(left, boxes, high, -wide / 2, -apart) | _side(right, boxes, high, wide / 2, apart)
    shared.sort(key=lambda iri: sum(found[thing].y for thing in homes[iri]) / len(homes[iri]))
    return found | column(shared, boxes, Point(0, 0), min(high, 1.25 * height(shared, boxes)))


def _block(thing: str, homes: dict[str, list[str]], boxes: dict[str, Box]) -> _Block:
    own = tuple(iri for iri, near in homes.items() if near == [thing])
    return _Block(thing, own, max(height(own, boxes), boxes[thing].height + GAP) + GAP)


def _side(blocks: Sequence[_Block], boxes: dict[str, Box], high: float, x: float, apart: float) -> dict[str, Point]:
    """Blocks above each other: the things in a column beside `x`, their own boxes in the next; left where negative."""
    if not blocks:
        return {}
    thing_width = max(boxes[block.thing].width for block in blocks)
    own_width = max((boxes[iri].width for block in blocks for iri in block.own), default=0.0)
    inner = x + apart + math.copysign(thing_width / 2, apart)
    outer = inner + apart + math.copysign((thing_width + own_width) / 2, apart)
    spare = (high - sum(block.height for block in blocks)) / len(blocks)
    found, top = {}, -high / 2
    for block in blocks:
        y = top + (block.height + spare) / 2
        found[block.thing] = Point(round(inner), round(y))
        found |= column(block.own, boxes, Point(outer, y), height(block.own, boxes))
        top += block.height + spare
    return found

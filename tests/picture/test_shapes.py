"""The shapes that a person may choose: nothing overlaps and nothing moves in any of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture.geometry import Point, overlaps
from mlatlas.picture.growth import Grown, Opening, grown
from mlatlas.picture.layout import node_box, positions
from mlatlas.picture.neighbourhood import Graph
from mlatlas.picture.shapes import Shape
from random_pictures import openings
from small_world import A, B, C

SHAPES: list[Shape] = ["radial", "force", "layered"]


def overlapping(whole: Grown, shape: Shape) -> int:
    """How many pairs of boxes overlap."""
    places = positions(whole.full, shape=shape)
    boxes = [(places[node.ref.iri], node_box(node, whole.full)) for node in whole.full.nodes]
    rows = np.array([(at.x, at.y, box.width, box.height) for at, box in boxes])
    return int(np.triu(overlaps(rows, rows), 1).sum())


@settings(max_examples=40, deadline=None)
@given(openings(), some.sampled_from(SHAPES))
def test_an_opening_moves_nothing_in_any_shape(world: tuple[Graph, list[Ref]], shape: Shape) -> None:
    graph, refs = world
    steps = [Opening(ref) for ref in refs]
    before = positions(grown(graph, steps[:-1]).full, shape=shape) if steps[:-1] else {}
    whole = grown(graph, steps)
    after = positions(whole.full, shape=shape)
    assert {iri: after[iri] for iri in before} == before
    assert positions(whole.full, known=before, shape=shape) == after
    assert overlapping(whole, shape) == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_no_node_of_the_atlas_overlaps_another(shape: Shape, atlas: Atlas) -> None:
    for entity in atlas.entities()[::25]:
        assert overlapping(grown(atlas.graph, [Opening(entity.ref)]), shape) == 0, entity.slug


def test_wholes_lie_left_and_parts_right() -> None:
    graph = Graph([], [Link(A, B, "part of"), Link(C, A, "part of")])
    places = positions(grown(graph, [Opening(A)]).full, shape="layered")
    assert places[A.iri] == Point(0, 0)
    assert places[B.iri].x < 0 < places[C.iri].x


def test_a_tree_that_is_opened_further_lies_in_columns_by_depth() -> None:
    refs = [Ref(f"http://example.org/{number}", f"thing {number}", "Feature") for number in range(13)]
    parents = {number: (number - 1) // 3 for number in range(1, 13)}
    graph = Graph([], [Link(refs[number], refs[parent], "part of") for number, parent in parents.items()])
    whole = grown(graph, [Opening(refs[0]), Opening(refs[1]), Opening(refs[3])])
    places = positions(whole.full, shape="layered")
    boxes = {node.ref.iri: node_box(node, whole.full) for node in whole.full.nodes}
    columns = {1: refs[1:4], 2: [*refs[4:7], *refs[10:13]]}
    lefts = {
        depth: {places[ref.iri].x - boxes[ref.iri].width / 2 for ref in column} for depth, column in columns.items()
    }
    assert all(max(each) - min(each) <= 1 for each in lefts.values())  # flush, but for rounding
    assert 0 < max(lefts[1]) < min(lefts[2])
    first, third = (sum(places[refs[number].iri].y for number in each) for each in ((4, 5, 6), (10, 11, 12)))
    assert (places[refs[1].iri].y < places[refs[3].iri].y) == (first < third)  # children lie beside their parent

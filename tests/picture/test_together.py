"""What things share lies between them, what is only one's own beside it; everything can be read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture.geometry import overlaps
from mlatlas.picture.labels import box, wrap
from mlatlas.picture.layout import font_size
from mlatlas.picture.neighbourhood import Graph
from mlatlas.picture.together import Together, positions, together
from mlatlas.terms import kb
from small_world import LATENCY, NEAR, SUPPORTS, VPC, A, B, C, say

TOPIC = Ref(kb("topic"), "Topic", "Topic")


def _names(found: Together) -> set[str]:
    return {node.ref.slug for node in found.picture.nodes}


def test_shared_and_own_are_told_apart() -> None:
    graph = Graph([say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, holds=False), say(A, LATENCY, NEAR)], [])
    found = together(graph, [A, B])
    assert (found.shared, found.own, found.hidden) == (1, (1, 0), 0)
    places = positions(found.picture)
    left, middle, right, own = (places[ref.iri].x for ref in (A, VPC, B, NEAR))
    assert own < left < middle < right


def test_topics_and_claims_that_do_not_stand_are_left_out() -> None:
    said = [say(A, SUPPORTS, VPC, verdict="contradicted"), say(B, SUPPORTS, VPC)]
    links = [Link(A, TOPIC, "topic"), Link(B, TOPIC, "topic")]
    found = together(Graph(said, links), [A, B])
    assert _names(found) == {"a", "b", "vpc"}
    assert (found.shared, found.own) == (0, (0, 1))


def test_a_line_between_two_things_makes_neither_a_neighbour() -> None:
    found = together(Graph([], [Link(A, B, "related to")]), [A, B])
    assert (found.shared, found.own, len(found.picture.edges)) == (0, (0, 0), 1)


@settings(deadline=None, max_examples=40)
@given(some.integers(2, 6), some.lists(some.sets(some.integers(0, 5)), max_size=70))
def test_never_more_than_can_be_read_and_no_box_on_another(count: int, joined: list[set[int]]) -> None:
    things = [Ref(kb(f"t{number}"), f"Thing number {number}", "Option") for number in range(count)]
    near = [Ref(kb(f"n{number}"), f"Neighbour with a long name {number}", "Task") for number in range(len(joined))]
    links = [
        Link(things[end], other, "related to")
        for other, ends in zip(near, joined, strict=True)
        for end in sorted(ends)
        if end < count
    ]
    found = together(Graph([], links), things)
    nodes = found.picture.nodes
    assert len(nodes) <= 40
    assert found.hidden == len({link.target.iri for link in links}) - (len(nodes) - count)
    places = positions(found.picture)
    sizes = [box(wrap(node.ref.label), font_size(node, found.picture)) for node in nodes]
    rows = [
        (places[node.ref.iri].x, places[node.ref.iri].y, size.width, size.height)
        for node, size in zip(nodes, sizes, strict=True)
    ]
    boxes = np.array(rows, dtype=float)
    assert not np.triu(overlaps(boxes, boxes, 2.0), 1).any()


@pytest.mark.parametrize("order", [(A, B, C), (C, B, A)])
def test_the_order_of_things_is_the_order_of_places(order: tuple[Ref, ...]) -> None:
    places = positions(together(Graph([], []), order).picture)
    first, second, third = (places[ref.iri] for ref in order)
    assert first.x == second.x < third.x
    assert first.y < second.y


def test_operations_of_an_api_have_neighbours_too(atlas: Atlas) -> None:
    refs = [atlas.ref(name) for name in ("sagemaker.CreateTransformJob", "sagemaker.CreateEndpoint")]
    found = together(atlas.graph, refs)
    assert found.shared > 0
    assert len(found.picture.nodes) <= 40

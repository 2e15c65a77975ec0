"""The laws of the layout: what is placed stays, nothing overlaps, and the same picture lies the same way."""

from __future__ import annotations

import time
from dataclasses import astuple
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture.geometry import Point, overlaps
from mlatlas.picture.growth import Opening, grown
from mlatlas.picture.layout import font_size, node_box, positions
from mlatlas.picture.neighbourhood import Graph, Picture
from mlatlas.terms import kb
from random_pictures import graphs, openings

PICTURES = [
    (),
    ("amazon-sagemaker",),
    ("serverless-inference",),
    ("serving-inferences",),
    ("sagemaker-model-monitor", "sagemaker-clarify", "data-capture"),
]
#: The pane of the graph in a window of 1280 × 720, in pixels, and the smallest text that reads well there.
PANE = (796, 526)
SMALLEST_TEXT = 12.0


def picture_of(atlas: Atlas, opened: tuple[str, ...]) -> Picture:
    return grown(atlas.graph, [Opening(atlas.ref(name)) for name in opened]).full if opened else atlas.map().picture


def overlapping(picture: Picture) -> list[tuple[str, str]]:
    """The pairs of nodes whose boxes overlap."""
    places = positions(picture)
    boxes = {node.ref.iri: node_box(node, picture) for node in picture.nodes}

    def touch(a: str, b: str) -> bool:
        apart_x, apart_y = abs(places[a].x - places[b].x), abs(places[a].y - places[b].y)
        return apart_x < (boxes[a].width + boxes[b].width) / 2 and apart_y < (boxes[a].height + boxes[b].height) / 2

    return [pair for pair in combinations(places, 2) if touch(*pair)]


def extent(picture: Picture) -> tuple[float, float]:
    """Width and height of the whole picture."""
    places = positions(picture)
    boxes = {node.ref.iri: node_box(node, picture) for node in picture.nodes}
    rights = [places[iri].x + box.width / 2 for iri, box in boxes.items()]
    lefts = [places[iri].x - box.width / 2 for iri, box in boxes.items()]
    bottoms = [places[iri].y + box.height / 2 for iri, box in boxes.items()]
    tops = [places[iri].y - box.height / 2 for iri, box in boxes.items()]
    return max(rights) - min(lefts), max(bottoms) - min(tops)


@settings(max_examples=40, deadline=None)
@given(openings())
def test_an_opening_moves_nothing_that_is_there(world: tuple[Graph, list[Ref]]) -> None:
    graph, opened = world
    before = positions(graph.around(opened[:-1])) if opened[:-1] else {}
    after = positions(graph.around(opened))
    assert {iri: after[iri] for iri in before} == before


@settings(max_examples=40, deadline=None)
@given(openings())
def test_no_boxes_overlap_after_any_openings(world: tuple[Graph, list[Ref]]) -> None:
    graph, opened = world
    assert overlapping(graph.around(opened)) == []


@settings(max_examples=15, deadline=None)
@given(graphs(most=40))
def test_no_boxes_overlap_without_a_centre(world: tuple[Graph, list[Ref]]) -> None:
    graph, refs = world
    assert overlapping(graph.among(refs)) == []


@settings(max_examples=10, deadline=None)
@given(openings())
def test_every_node_has_one_place_of_whole_numbers(world: tuple[Graph, list[Ref]]) -> None:
    graph, opened = world
    picture = graph.around(opened)
    places = positions(picture)
    assert places.keys() == {node.ref.iri for node in picture.nodes}
    assert all(place == Point(round(place.x), round(place.y)) for place in places.values())
    assert places == positions(picture)


def test_the_first_opened_lies_in_the_middle(atlas: Atlas) -> None:
    picture = atlas.neighbourhood(["serverless-inference"])
    assert positions(picture)[picture.opened[0]] == Point(0, 0)


@pytest.mark.parametrize("opened", PICTURES, ids="+".join)
def test_the_curated_pictures_read_well_on_a_small_laptop(opened: tuple[str, ...], atlas: Atlas) -> None:
    picture = picture_of(atlas, opened)
    width, height = extent(picture)
    zoom = min(PANE[0] / width, PANE[1] / height)
    text = min(font_size(node, picture) for node in picture.nodes)
    assert overlapping(picture) == []
    assert zoom * text >= SMALLEST_TEXT


def test_an_empty_picture_has_no_places() -> None:
    assert positions(Picture((), ())) == {}


def test_a_label_of_any_length_gets_a_box_of_limited_size(atlas: Atlas) -> None:
    monster = Ref("https://w3id.org/mlatlas/id/monster", "<img src=x onerror=alert(1)> " * 50, "Feature")
    picture = Graph([], []).around([monster])
    box = node_box(picture.nodes[0], picture)
    assert box.width < 600
    assert box.height < 200


def test_five_thousand_nodes_are_placed_at_once_and_none_overlaps() -> None:
    refs = [Ref(kb(f"m{number}"), f"Metric {number}", "Metric") for number in range(5_000)]
    graph = Graph([], [Link(refs[number], refs[number // 7], "related to") for number in range(1, 5_000)])
    picture = graph.among(refs)
    started = time.perf_counter()
    places = positions(picture)
    assert time.perf_counter() - started < 20  # about half a second; a layout that looks at all pairs takes minutes
    sizes = [node_box(node, picture) for node in picture.nodes]
    rows = np.array(
        [(*astuple(places[node.ref.iri]), *astuple(size)) for node, size in zip(picture.nodes, sizes, strict=True)]
    )
    assert not any(np.triu(overlaps(rows[at : at + 500], rows), at + 1).any() for at in range(0, 5_000, 500))

"""The map at its three levels."""

from __future__ import annotations

import numpy as np
import pytest

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture.geometry import overlaps
from mlatlas.picture.layout import font_size, node_box
from mlatlas.picture.neighbourhood import Graph
from mlatlas.picture.overview import Level, Overview, overview
from mlatlas.terms import kb
from small_world import A, B

LEVELS: list[Level] = ["topics", "services", "features"]
#: The pane of the graph in a window of 1280 × 720, in pixels, and the smallest text that reads well there.
PANE = (796, 526)
SMALLEST_TEXT = 12.0


@pytest.fixture(scope="module")
def maps(atlas: Atlas) -> dict[Level, Overview]:
    """The map of the atlas at each level."""
    members = [(topic.ref, refs) for topic, refs in atlas.topics()]
    first = overview(atlas.graph, members, "topics")
    return {level: overview(atlas.graph, members, level, first.places) for level in LEVELS}


def rectangles(shown: Overview) -> np.ndarray:
    boxes = [(shown.places[node.ref.iri], node_box(node, shown.picture)) for node in shown.picture.nodes]
    return np.array([(at.x, at.y, box.width, box.height) for at, box in boxes])


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_overlaps_on_any_level(level: Level, maps: dict[Level, Overview]) -> None:
    shown = maps[level]
    assert int(np.triu(overlaps(rectangles(shown), rectangles(shown)), 1).sum()) == 0
    frames = np.array([(each.x, each.y, each.width, each.height) for each in shown.frames]).reshape(-1, 4)
    assert int(np.triu(overlaps(frames, frames), 1).sum()) == 0


def test_each_level_shows_all_of_the_one_before(maps: dict[Level, Overview], atlas: Atlas) -> None:
    shown = [{node.ref.iri for node in maps[level].picture.nodes} for level in LEVELS]
    assert shown[0] < shown[1] < shown[2]
    assert len(shown[0]) == len(atlas.topics())
    assert {entity.iri for entity in atlas.entities("Service")} <= shown[1]


def test_everything_stands_in_one_frame(maps: dict[Level, Overview]) -> None:
    shown = maps["features"]
    frames = np.array([(each.x, each.y, each.width, each.height) for each in shown.frames])
    assert overlaps(rectangles(shown), frames).sum(axis=1).tolist() == [1] * len(shown.picture.nodes)


@pytest.mark.parametrize("level", ["topics", "services"])
def test_the_map_reads_well_on_a_small_laptop(level: Level, maps: dict[Level, Overview]) -> None:
    shown = maps[level]
    boxes = rectangles(shown)
    low, high = (boxes[:, :2] - boxes[:, 2:] / 2).min(axis=0), (boxes[:, :2] + boxes[:, 2:] / 2).max(axis=0)
    zoom = min(np.array(PANE) / (high - low))
    assert zoom * min(font_size(node, shown.picture) for node in shown.picture.nodes) >= SMALLEST_TEXT


def test_a_thing_is_at_home_where_most_of_its_neighbours_are() -> None:
    one, other = Ref(kb("one"), "One", "Topic"), Ref(kb("other"), "Other", "Topic")
    service = Ref(kb("service"), "Service", "Service")
    graph = Graph([], [Link(service, A, "related to"), Link(service, B, "related to")])
    shown = overview(graph, [(one, [service]), (other, [service, A, B])], "services")
    assert [node.parent for node in shown.picture.nodes if node.ref == service] == [other.iri]


def test_counts_say_what_a_level_does_not_show(maps: dict[Level, Overview]) -> None:
    for level in LEVELS:
        picture = maps[level].picture
        for node in picture.nodes:
            if node.ref.kind == "Topic":
                inside = sum(each.parent == node.ref.iri for each in picture.nodes)
                assert node.hidden + inside == node.degree


def test_the_same_map_for_everybody(maps: dict[Level, Overview], atlas: Atlas) -> None:
    members = [(topic.ref, refs) for topic, refs in atlas.topics()]
    assert overview(atlas.graph, members, "services") == maps["services"]

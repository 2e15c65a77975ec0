"""The map at its three levels."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture.geometry import hits, overlaps
from mlatlas.picture.ground import ground_of
from mlatlas.picture.layout import font_size, node_box
from mlatlas.picture.neighbourhood import Graph
from mlatlas.picture.overview import Level, Overview, overview
from mlatlas.reading import Reading
from mlatlas.resources import query_text
from mlatlas.store import Row
from mlatlas.terms import kb
from small_world import A, B

LEVELS: list[Level] = ["topics", "services", "features"]
#: The pane of the graph in a window of 1280 × 720, in pixels.
PANE = (796, 526)


@pytest.fixture(scope="module")
def maps(atlas: Atlas) -> dict[Level, Overview]:
    """The map of the atlas at each level."""
    return {level: atlas.map(level) for level in LEVELS}


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
    assert {entity.iri for entity in atlas.entities("Service")} <= shown[2]


def test_everything_stands_in_one_frame(maps: dict[Level, Overview]) -> None:
    shown = maps["features"]
    frames = np.array([(each.x, each.y, each.width, each.height) for each in shown.frames])
    assert overlaps(rectangles(shown), frames).sum(axis=1).tolist() == [1] * len(shown.picture.nodes)


@pytest.mark.parametrize(("level", "smallest"), [("topics", 12.0), ("services", 9.0)])
def test_the_map_reads_well_on_a_small_laptop(level: Level, smallest: float, maps: dict[Level, Overview]) -> None:
    shown = maps[level]
    assert zoom(shown) * min(font_size(node, shown.picture) for node in shown.picture.nodes) >= smallest


def test_of_very_many_things_the_topics_read_well(maps: dict[Level, Overview]) -> None:
    shown = maps["features"]
    titles = [font_size(node, shown.picture) for node in shown.picture.nodes if node.parent is None]
    assert zoom(shown) * min(titles) >= 12.0


def zoom(shown: Overview) -> float:
    """How large the map is in the pane."""
    boxes = rectangles(shown)
    low, high = (boxes[:, :2] - boxes[:, 2:] / 2).min(axis=0), (boxes[:, :2] + boxes[:, 2:] / 2).max(axis=0)
    return float(min(np.array(PANE) / (high - low)))


def test_few_lines_pass_under_topics(maps: dict[Level, Overview]) -> None:
    picture, places, boxes = maps["topics"].picture, maps["topics"].places, rectangles(maps["topics"])
    ends = [(edge.source.iri, edge.target.iri) for edge in picture.edges]
    lines = np.array([[*astuple(places[one]), *astuple(places[other])] for one, other in ends])
    own = np.array([[node.ref.iri in pair for node in picture.nodes] for pair in ends])
    assert (hits(lines, boxes) & ~own).sum() <= len(lines) / 4
    assert len(lines) <= 2 * len(picture.nodes)


def test_a_thing_is_at_home_where_most_of_its_neighbours_are() -> None:
    one, other = Ref(kb("one"), "One", "Topic"), Ref(kb("other"), "Other", "Topic")
    service = Ref(kb("service"), "Service", "Service")
    graph = Graph([], [Link(service, A, "related to"), Link(service, B, "related to")])
    shown = overview(ground_of(graph, [(one, [service]), (other, [service, A, B])]), "services")
    assert [node.parent for node in shown.picture.nodes if node.ref == service] == [other.iri]


def test_counts_say_what_a_level_does_not_show(maps: dict[Level, Overview]) -> None:
    for level in LEVELS:
        picture = maps[level].picture
        for node in picture.nodes:
            if node.ref.kind == "Topic":
                inside = sum(each.parent == node.ref.iri for each in picture.nodes)
                assert node.hidden + inside == node.degree


def test_the_build_keeps_what_the_map_is_drawn_from(atlas: Atlas) -> None:
    kept = atlas._curated.built_ground
    assert kept is not None
    found = atlas._curated.ground(atlas.graph)
    assert kept.topics.nodes == found.topics.nodes
    assert set(kept.topics.edges) == set(found.topics.edges)
    assert (kept.places, kept.things) == (found.places, found.things)


def test_a_store_without_a_map_has_it_computed(maps: dict[Level, Overview], atlas: Atlas) -> None:
    def rows(name: str, **given: str) -> list[Row]:
        return [] if name == "map" else atlas.store.select(query_text(name), given)

    older = Reading(rows)
    assert older.built_ground is None
    shown = overview(older.ground(atlas.graph), "services")
    assert (shown.places, shown.frames) == (maps["services"].places, maps["services"].frames)

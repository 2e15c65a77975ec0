"""Ways between two entities: the telling ones first, told as sentences, drawn without overlap."""

from __future__ import annotations

from itertools import combinations

import pytest

from mlatlas.atlas import Atlas
from mlatlas.errors import BadRequest
from mlatlas.facts import Link, Ref
from mlatlas.picture import layout, paths
from mlatlas.picture.neighbourhood import Graph
from small_world import SUPPORTS, VPC, A, B, C, say

#: Pairs, and an entity that the first way leads over.
OVER = {
    ("sagemaker-model-monitor", "shapley-values"): "kernel-shap",
    ("amazon-athena", "sagemaker-canvas"): "sagemaker-data-wrangler",
    ("multi-model-endpoint", "vpc-configuration"): "real-time-inference",
    ("partial-dependence-plot", "bias-drift"): "sagemaker-clarify",
    ("CreateTrainingJob", "fast-file-mode"): "training-job",
}
SMALLEST_GAP = 10


def test_a_path_tells_its_steps_and_avoids_what_is_denied() -> None:
    denied = say(A, SUPPORTS, C, holds=False)
    graph = Graph([denied, say(A, SUPPORTS, VPC), say(C, SUPPORTS, VPC)], [])
    (path,) = paths.paths(graph, A, C)
    assert [ref.slug for ref in path.nodes] == ["a", "vpc", "c"]
    assert path.sentences == ("A supports VPC", "C supports VPC")


def test_a_link_is_told_as_a_sentence() -> None:
    (path,) = paths.paths(Graph([], [Link(A, B, "part of")]), A, B)
    assert path.sentences == ("A is part of B",)


def test_no_path_is_an_empty_list() -> None:
    graph = Graph([say(A, SUPPORTS, VPC)], [])
    assert paths.paths(graph, A, C) == []
    assert paths.picture(graph, []).nodes == ()
    assert paths.positions([]) == {}


def test_a_hub_costs_more_than_a_detour_over_a_quiet_entity() -> None:
    many = [Ref(f"https://w3id.org/mlatlas/id/n{number}", f"N{number}", "Feature") for number in range(60)]
    hub = [say(one, SUPPORTS, VPC) for one in (A, C, *many)]
    quiet = [say(A, SUPPORTS, B), say(B, SUPPORTS, C)]
    found = paths.paths(Graph([*hub, *quiet], []), A, C)
    assert found[0].nodes == (A, B, C)


def test_a_way_round_about_a_shorter_one_is_left_out() -> None:
    graph = Graph([say(A, SUPPORTS, B), say(B, SUPPORTS, C), say(B, SUPPORTS, VPC), say(C, SUPPORTS, VPC)], [])
    assert [path.nodes for path in paths.paths(graph, A, C)] == [(A, B, C)]


@pytest.mark.parametrize("pair", OVER, ids=" to ".join)
def test_the_first_way_explains_something(pair: tuple[str, str], atlas: Atlas) -> None:
    found = atlas.path(*pair)
    assert OVER[pair] in {ref.slug for ref in found[0].nodes}
    for one, other in combinations(found, 2):
        assert not set(one.nodes) <= set(other.nodes)


@pytest.mark.parametrize("pair", OVER, ids=" to ".join)
def test_boxes_of_ways_do_not_overlap(pair: tuple[str, str], atlas: Atlas) -> None:
    found = atlas.path(*pair)
    picture, places = paths.picture(atlas.graph, found), paths.positions(found)
    assert places.keys() == {node.ref.iri for node in picture.nodes}
    for one, other in combinations(picture.nodes, 2):
        a, b = places[one.ref.iri], places[other.ref.iri]
        size, its = layout.node_box(one, picture), layout.node_box(other, picture)
        across = abs(a.x - b.x) - (size.width + its.width) / 2
        assert max(across, abs(a.y - b.y) - (size.height + its.height) / 2) >= SMALLEST_GAP


def test_a_path_to_itself_is_refused(atlas: Atlas) -> None:
    with pytest.raises(BadRequest, match="two different"):
        atlas.path("dropout", "dropout")

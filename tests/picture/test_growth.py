"""How a picture grows and stays legible: groups, families, a budget, and what a person hides."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture.growth import FIRST, GROUP, LATER, Grown, Opening, View, grown
from mlatlas.picture.layout import node_box, positions
from mlatlas.picture.neighbourhood import Graph, Picture
from mlatlas.terms import kb
from random_pictures import openings
from small_world import SUPPORTS, VPC, A, B, C, say

FORMATS = [Ref(kb(f"f{number:02}"), f"Format {number:02}", "DataFormat") for number in range(30)]
FORMAT_LINKS = [Link(A, each, "reads") for each in FORMATS]
GROUP_IRI = f"{A.iri}~reads~dataformat"
#: The pane of the graph in a window of 1280 × 720, in pixels, and the smallest text that reads well there.
PANE = (796, 526)
SMALLEST_TEXT = 12.0


def labels(picture: Picture) -> list[str]:
    return [node.ref.label for node in picture.nodes]


def iris(picture: Picture) -> set[str]:
    return {node.ref.iri for node in picture.nodes}


def opened(graph: Graph, *tokens: Opening | Ref) -> Grown:
    return grown(graph, [token if isinstance(token, Opening) else Opening(token) for token in tokens])


# ── Groups ───────────────────────────────────────────────────────────────────


def test_what_is_too_much_is_folded_and_counted() -> None:
    graph = Graph([], [*FORMAT_LINKS, Link(A, B, "related to")])
    picture = opened(graph, A).shown(View())
    assert len(picture.nodes) <= FIRST + 1
    (group,) = [node for node in picture.nodes if node.ref.kind == GROUP]
    shown = [node for node in picture.nodes if node.ref.kind == "DataFormat"]
    assert group.ref.label == f"{30 - len(shown)} data formats"
    assert group.ref.iri == GROUP_IRI
    assert B.iri in iris(picture)


def test_a_group_opens_bit_by_bit_until_it_is_gone() -> None:
    graph = Graph([], FORMAT_LINKS)
    steps = [Opening(A), *[Opening(A, "reads~dataformat")] * 3]
    left = [grown(graph, steps[:count]).shown(View()) for count in range(1, 5)]
    sizes = [sum(node.ref.kind == "DataFormat" for node in picture.nodes) for picture in left]
    assert all(0 < after - before <= LATER for before, after in pairwise(sizes) if before < 30)
    assert sizes[-1] == 30
    assert GROUP_IRI not in iris(left[-1])


def test_few_neighbours_are_never_folded() -> None:
    graph = Graph([], FORMAT_LINKS[:FIRST])
    assert GROUP not in {node.ref.kind for node in opened(graph, A).shown(View()).nodes}


def test_services_are_folded_after_tasks() -> None:
    services = [Ref(kb(f"s{number}"), f"S{number}", "Service") for number in range(12)]
    tasks = [Ref(kb(f"t{number}"), f"T{number}", "Task") for number in range(12)]
    graph = Graph([], [Link(A, each, "related to") for each in (*tasks, *services)])
    shown = opened(graph, A).shown(View())
    assert {each.iri for each in services} <= iris(shown)


def test_a_group_says_what_it_folds() -> None:
    graph = Graph([say(A, SUPPORTS, each, holds=False) for each in FORMATS], [])
    whole = opened(graph, A)
    (edge,) = [edge for edge in whole.shown(View()).edges if edge.members]
    assert edge.sentence.count("A does not support Format") == len(edge.members)


def test_one_family_is_opened_alone() -> None:
    graph = Graph([say(A, SUPPORTS, VPC)], [Link(A, B, "related to"), Link(C, A, "part of")])
    picture = opened(graph, Opening(A, "part-of~in")).shown(View())
    assert labels(picture) == ["A", "C"]
    assert picture.nodes[0].hidden == 2


def test_families_are_counted_by_property_and_direction() -> None:
    graph = Graph([say(A, SUPPORTS, VPC)], [*FORMAT_LINKS, Link(C, A, "part of")])
    found = opened(graph, A).families(A, {VPC.iri, FORMATS[0].iri})
    assert [family.title for family in found] == ["→ reads: 1 of 30", "← part of: 0 of 1", "→ supports: 1 of 1"]


def test_a_family_that_is_not_there_brings_nothing() -> None:
    assert labels(opened(Graph([], FORMAT_LINKS), Opening(A, "nonsense")).shown(View())) == ["A"]


def test_a_node_with_twenty_thousand_neighbours_is_a_small_picture() -> None:
    many = [Link(A, Ref(kb(f"m{number}"), f"M{number}", "Metric"), "has") for number in range(20_000)]
    picture = opened(Graph([], many), A).shown(View())
    assert len(picture.nodes) <= FIRST + 1
    (group,) = [node.ref.label for node in picture.nodes if node.ref.kind == GROUP]
    assert group.endswith(" metrics")
    assert picture.nodes[0].hidden == 20_000 - (len(picture.nodes) - 2)


# ── What a person hides ──────────────────────────────────────────────────────

CHAIN = Graph([], [Link(A, B, "related to"), Link(B, C, "related to"), Link(C, VPC, "part of")])


def test_what_is_removed_takes_along_what_only_it_leads_to() -> None:
    whole = opened(CHAIN, A, B)
    assert labels(whole.shown(View())) == ["A", "B", "C"]
    assert labels(whole.shown(View(without=frozenset({C.iri})))) == ["A", "B"]
    assert labels(opened(CHAIN, A, B, C).shown(View(without=frozenset({C.iri})))) == ["A", "B"]


def test_a_collapsed_node_hides_what_was_opened_from_it_and_counts_it() -> None:
    picture = opened(CHAIN, A, B, C).shown(View(closed=frozenset({B.iri})))
    assert labels(picture) == ["A", "B"]
    assert [node.hidden for node in picture.nodes] == [0, 1]


def test_a_closed_family_is_hidden_and_no_other() -> None:
    graph = Graph([say(A, SUPPORTS, VPC)], [Link(A, B, "related to")])
    picture = opened(graph, A).shown(View(closed=frozenset({f"{A.iri}~related-to"})))
    assert labels(picture) == ["A", "VPC"]


def test_classes_and_kinds_of_lines_are_switched_off() -> None:
    graph = Graph([say(A, SUPPORTS, VPC, holds=False)], [Link(A, B, "related to")])
    whole = opened(graph, A)
    assert labels(whole.shown(View(off=frozenset({"denies"})))) == ["A", "B"]
    assert labels(whole.shown(View(off=frozenset({B.kind})))) in (["A"], ["A", "VPC"], ["VPC"], [])


def test_what_is_pinned_stays_whatever_is_hidden() -> None:
    view = View(closed=frozenset({A.iri}), off=frozenset({"link"}), pinned=frozenset({C.iri}))
    assert C.label in labels(opened(CHAIN, A, B).shown(view))


@settings(max_examples=60, deadline=None)
@given(openings())
def test_whatever_is_opened_only_adds_and_nothing_moves(world: tuple[Graph, list[Ref]]) -> None:
    graph, refs = world
    steps = [Opening(ref) for ref in refs]
    before, after = grown(graph, steps[:-1], 4, 3).full, grown(graph, steps, 4, 3).full
    old = positions(before) if before.opened else {}
    new = positions(after)
    assert {iri: new[iri] for iri in old} == old
    assert positions(after, known=old) == new


@settings(max_examples=60, deadline=None)
@given(openings())
def test_every_hidden_neighbour_is_counted(world: tuple[Graph, list[Ref]]) -> None:
    graph, refs = world
    picture = grown(graph, [Opening(ref) for ref in refs], 4, 3).shown(View(without=frozenset({refs[0].iri})))
    shown = iris(picture)
    for node in picture.nodes:
        if node.ref.kind != GROUP:
            assert node.hidden == sum(ref.iri not in shown for ref in graph.neighbours(node.ref.iri))
    assert all({edge.source.iri, edge.target.iri} <= shown for edge in picture.edges)


# ── The atlas ────────────────────────────────────────────────────────────────


def text_size(picture: Picture) -> float:
    """The height of the smaller labels in a small window, in pixels."""
    places = positions(picture)
    boxes = [(places[node.ref.iri], node_box(node, picture)) for node in picture.nodes]
    width = max(p.x + b.width / 2 for p, b in boxes) - min(p.x - b.width / 2 for p, b in boxes)
    height = max(p.y + b.height / 2 for p, b in boxes) - min(p.y - b.height / 2 for p, b in boxes)
    return 21 * min(PANE[0] / width, PANE[1] / height)


@pytest.mark.parametrize("kind", ["Service", "Topic", "Option", "Choice", "DataFormat", "SoftwareClass"])
def test_the_first_picture_of_every_thing_can_be_read(kind: str, atlas: Atlas) -> None:
    for entity in atlas.entities(kind):
        picture = grown(atlas.graph, [Opening(entity.ref)]).full
        assert len(picture.nodes) <= FIRST + 1, entity.slug
        assert text_size(picture) >= SMALLEST_TEXT - 0.2, entity.slug


def test_an_api_with_hundreds_of_operations_is_a_small_picture(atlas: Atlas) -> None:
    picture = grown(atlas.graph, [Opening(atlas.ref("aws:sagemaker"))]).shown(View())
    assert len(picture.nodes) <= FIRST + 1
    assert any(label.endswith(" operations") for label in labels(picture))

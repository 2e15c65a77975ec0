"""What surrounds an entity, and how two entities are connected."""

from __future__ import annotations

from hypothesis import given, settings

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture.neighbourhood import API_KINDS, LIMIT, Graph, Picture
from mlatlas.terms import kb
from random_pictures import openings
from small_world import FORMAT, SUPPORTS, VPC, A, B, say

TOPIC = Ref(kb("topic"), "Topic", "Topic")


def slugs(graph: Graph, *opened: Ref, limit: int = 24) -> list[str]:
    return [node.ref.slug for node in graph.around(opened, limit).nodes]


def around(atlas: Atlas, opened: list[str]) -> Picture:
    return atlas.graph.around([atlas.ref(name) for name in opened])


def test_named_things_come_before_concepts_and_topics_last() -> None:
    graph = Graph([say(A, SUPPORTS, VPC)], [Link(A, TOPIC, "topic"), Link(A, B, "related to")])
    assert [ref.slug for ref in graph.neighbours(A.iri)] == ["b", "vpc", "topic"]


def test_a_second_opening_of_the_same_entity_brings_more() -> None:
    many = [Ref(kb(f"n{number:02}"), f"N{number:02}", "Feature") for number in range(9)]
    graph = Graph([], [Link(A, other, "related to") for other in many])
    assert len(slugs(graph, A, limit=4)) == 5
    assert len(slugs(graph, A, A, limit=4)) == 7
    assert graph.around([A], 4).nodes[0].hidden == 5


@settings(max_examples=60, deadline=None)
@given(openings())
def test_a_picture_only_grows(world: tuple[Graph, list[Ref]]) -> None:
    graph, opened = world
    before, after = graph.around(opened[:-1]), graph.around(opened)
    old = [(node.ref, node.parent, node.opening) for node in before.nodes]
    assert [(node.ref, node.parent, node.opening) for node in after.nodes][: len(old)] == old
    assert {edge.key for edge in before.edges} <= {edge.key for edge in after.edges}


@settings(max_examples=60, deadline=None)
@given(openings())
def test_hidden_neighbours_are_counted_exactly(world: tuple[Graph, list[Ref]]) -> None:
    graph, opened = world
    picture = graph.around(opened)
    shown = {node.ref.iri for node in picture.nodes}
    for node in picture.nodes:
        around = {ref.iri for ref in graph.neighbours(node.ref.iri)}
        assert (node.hidden, node.degree) == (len(around - shown), len(around))


def test_a_topic_is_tied_to_its_members_only_once_it_is_opened() -> None:
    graph = Graph([], [Link(A, TOPIC, "topic"), Link(B, TOPIC, "topic"), Link(A, B, "related to")])
    closed = {(edge.source.slug, edge.target.slug) for edge in graph.around([A]).edges}
    opened = {(edge.source.slug, edge.target.slug) for edge in graph.around([A, TOPIC]).edges}
    assert ("b", "topic") not in closed
    assert ("b", "topic") in opened


def test_the_map_joins_topics_by_what_they_share() -> None:
    other = Ref(kb("other"), "Other", "Topic")
    picture = Graph([say(A, SUPPORTS, VPC)], []).topics([(TOPIC, [A, B]), (other, [B, VPC])])
    (edge,) = picture.edges
    assert edge.weight == 2
    assert [node.hidden for node in picture.nodes] == [2, 2]


def test_among_keeps_just_the_named() -> None:
    graph = Graph([say(A, SUPPORTS, VPC), say(B, SUPPORTS, FORMAT)], [])
    picture = graph.among([A, VPC, B])
    assert {edge.key for edge in picture.edges} == {f"{say(A, SUPPORTS, VPC).id}|object|vpc"}


# ── Elements of APIs ─────────────────────────────────────────────────────────


def test_an_operation_is_joined_with_what_it_requires_first(atlas: Atlas) -> None:
    picture = around(atlas, ["sagemaker.CreateTrainingJob"])
    labels = [node.ref.label for node in picture.nodes]
    assert len(labels) == LIMIT + 1
    assert labels[1:6] == ["Training job", "Amazon SageMaker Service", "OutputDataConfig", "RoleArn", "TrainingJobName"]
    assert "CreateTrainingJobRequest" not in labels
    assert picture.nodes[0].hidden > 0


def test_elements_can_be_opened_one_after_the_other(atlas: Atlas) -> None:
    opened = ["sagemaker.CreateTrainingJob", "sagemaker.CreateTrainingJobRequest.TrainingJobName"]
    before, after = around(atlas, opened[:1]), around(atlas, opened)
    assert [node.ref for node in after.nodes[: len(before.nodes)]] == [node.ref for node in before.nodes]
    assert {"TrainingJobName", "CreateTrainingJobRequest"} <= {node.ref.label for node in after.nodes}
    assert [node.degree for node in after.nodes[: len(before.nodes)]] == [node.degree for node in before.nodes]


def test_no_edge_is_drawn_twice(atlas: Atlas) -> None:
    picture = around(atlas, ["sagemaker.CreateTrainingJob", "aws:sagemaker", "sagemaker.TrainingJobName"])
    keys = [edge.key for edge in picture.edges]
    assert len(keys) == len(set(keys))


def test_members_of_one_name_are_told_apart(atlas: Atlas) -> None:
    labels = [node.ref.label for node in around(atlas, ["sagemaker.TrainingJobName"]).nodes]
    assert "DeleteTrainingJobRequest.TrainingJobName" in labels
    assert len(labels) == len(set(labels))


def test_an_entity_shows_its_api_elements_where_there_is_room(atlas: Atlas) -> None:
    assert "CreateMonitoringSchedule" in {node.ref.label for node in around(atlas, ["monitoring-schedule"]).nodes}
    kinds = {node.ref.kind for node in around(atlas, ["amazon-sagemaker"]).nodes}
    assert not kinds & set(API_KINDS)
    again = {node.ref.kind for node in around(atlas, ["amazon-sagemaker"] * 4).nodes}
    assert "ApiService" in again


def test_what_a_picture_read_is_not_kept_for_another(atlas: Atlas) -> None:
    first = around(atlas, ["batch-transform"])
    around(atlas, ["sagemaker.CreateTransformJob", "aws:sagemaker"])
    assert around(atlas, ["batch-transform"]) == first

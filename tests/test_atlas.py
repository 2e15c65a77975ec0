"""The public face, on the curated facts."""

from __future__ import annotations

import pytest

import mlatlas
from mlatlas.atlas import Atlas
from mlatlas.errors import AtlasError, BadRequest, UnknownEntity
from mlatlas.terms import KB


def test_the_public_face_is_what_it_says() -> None:
    assert set(mlatlas.__all__) == {"Atlas", "AtlasError"}
    assert all(hasattr(mlatlas, name) for name in mlatlas.__all__)


@pytest.mark.parametrize(
    "name",
    [
        "serverless-inference",
        "kb:serverless-inference",
        KB + "serverless-inference",
        "Serverless inference",
        "serverless INFERENCE",
        "serverless endpoint",
        "ServerlessConfig",
        "  serverless-inference  ",
    ],
)
def test_an_entity_answers_to_all_its_names(atlas: Atlas, name: str) -> None:
    assert atlas.entity(name).slug == "serverless-inference"


def test_a_preferred_label_wins_over_anothers_other_label(atlas: Atlas) -> None:
    wrong = {e.label: atlas.entity(e.label).label for e in atlas.entities() if atlas.entity(e.label) != e}
    assert wrong == {}


def test_a_near_miss_is_answered_with_the_nearest_name(atlas: Atlas) -> None:
    with pytest.raises(UnknownEntity) as raised:
        atlas.entity("serverles")
    assert str(raised.value) == "unknown entity 'serverles': did you mean serverless-inference?"


@pytest.mark.parametrize("name", ["", "zzzzqqqq", "%00", "<script>", "a" * 5000])
def test_a_name_like_nothing_is_still_one_clear_sentence(atlas: Atlas, name: str) -> None:
    with pytest.raises(UnknownEntity, match="unknown entity"):
        atlas.entity(name)


def test_entities_have_texts_and_topics(atlas: Atlas) -> None:
    entity = atlas.entity("data-capture")
    assert entity.kind == "Feature"
    assert entity.notations == ("DataCaptureConfig",)
    assert {topic.label for topic in entity.topics} == {"Serving inferences", "Monitoring in production"}


def test_a_limit_keeps_value_unit_bound_scope_and_source(atlas: Atlas) -> None:
    memory = next(s for s in atlas.facts("serverless-inference") if s.id == "F072")
    assert memory.quantity is not None
    assert (memory.quantity.value, memory.quantity.as_written, memory.bound, memory.scope) == (
        6,
        "6 GB",
        "maximum",
        "per endpoint",
    )
    assert memory.sources[0].text == "MLA-C01 exam notes, David Galera, July 2025: SageMaker AI endpoints"
    assert "shapes.ServerlessMemorySizeInMB.max" in memory.sources[1].text


def test_what_is_right_comes_before_what_is_wrong(atlas: Atlas) -> None:
    found = atlas.facts("fast-file-mode")
    assert [s.stands for s in found] == sorted((s.stands for s in found), reverse=True)
    wrong = [s for s in found if s.verdict == "contradicted"]
    assert {s.id for s in wrong} >= {"F095", "F096"}
    for statement in wrong:
        assert statement.corrected_by is not None
        assert atlas.statement(statement.corrected_by).stands


def test_facts_are_kept_by_verdict_and_source(atlas: Atlas) -> None:
    assert {s.verdict for s in atlas.facts(verdict="outdated")} == {"outdated"}
    cited = atlas.facts(source="smclarify")
    assert cited
    assert all(any("smclarify" in source.text for source in s.sources) for s in cited)
    with pytest.raises(BadRequest, match="unknown verdict 'sure': choose from confirmed"):
        atlas.facts(verdict="sure")


def test_mentions_are_what_points_to_an_entity(atlas: Atlas) -> None:
    found = {s.id for s in atlas.mentions("model-bias-monitor")}
    assert "F114" in found  # through it
    assert all(s.subject.slug != "model-bias-monitor" for s in atlas.mentions("model-bias-monitor"))


def test_topics_hold_every_entity(atlas: Atlas) -> None:
    members = {ref.iri for _, refs in atlas.topics() for ref in refs}
    others = {e.iri for e in atlas.entities() if e.kind != "Topic"}
    assert members == others
    assert [topic.rank for topic, _ in atlas.topics()] == list(range(1, len(atlas.topics()) + 1))


def test_a_sensible_way_from_model_monitor_to_shapley_values(atlas: Atlas) -> None:
    way = atlas.path("sagemaker-model-monitor", "shapley-values")[0]
    assert way.nodes[0].slug == "sagemaker-model-monitor"
    assert way.nodes[-1].slug == "shapley-values"
    assert all(ref.kind != "Topic" for ref in way.nodes)


def test_a_path_needs_two_entities(atlas: Atlas) -> None:
    with pytest.raises(BadRequest, match="name two different entities"):
        atlas.path("dropout", "Dropout")


def test_counts_add_up(atlas: Atlas) -> None:
    counts = atlas.counts()
    assert counts.statements == len(atlas.facts()) == sum(counts.by_verdict.values())
    assert counts.entities == len(atlas.entities()) == sum(counts.by_class.values())
    assert counts.negative >= 11


def test_rdflib_and_networkx_hold_the_same(atlas: Atlas) -> None:
    dataset, graph = atlas.to_rdflib(), atlas.to_networkx()
    asked = dataset.query(
        "SELECT ?class { ?s atlas:subject kb:sagemaker-model-monitor ; atlas:property atlas:hasCapability ;"
        " atlas:object kb:bias-detection ; atlas:through ?class }"
    )
    assert [str(row[0]) for row in asked] == [KB + "model-bias-monitor"]
    assert set(graph.nodes) == {e.slug for e in atlas.entities()}
    assert graph.has_edge("sagemaker-model-monitor", "bias-detection", key="F114")


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "json-ld", "graphml", "csv", "html"])
def test_every_export_names_an_entity(atlas: Atlas, form: str) -> None:
    assert b"serverless-inference" in atlas.export(form)


def test_an_unknown_export_names_the_known_ones(atlas: Atlas) -> None:
    with pytest.raises(BadRequest, match="unknown format 'pdf': choose from turtle"):
        atlas.export("pdf")


def test_all_errors_are_atlas_errors() -> None:
    assert issubclass(UnknownEntity, AtlasError)
    assert issubclass(BadRequest, AtlasError)


def test_the_disputes_of_an_entity_are_the_conflicts_with_a_statement_about_it(atlas: Atlas) -> None:
    about = {side.subject.iri for conflict in atlas.conflicts for side in conflict.statements}
    for iri in about:
        wanted = [found for found in atlas.conflicts if any(side.subject.iri == iri for side in found.statements)]
        assert atlas.disputes(iri) == wanted, iri
    assert len(about) > 20
    assert all(atlas.disputes(each.iri) == [] for each in atlas.entities()[:40] if each.iri not in about)

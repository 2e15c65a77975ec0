"""What is derived from the curated facts, what is not, and where every graph says that it comes from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mlatlas.atlas import Atlas
from mlatlas.graphs import derive, described, quads
from mlatlas.resources import data_root
from mlatlas.sources import curated
from mlatlas.sources.curated import Curated
from mlatlas.staging import ApiService
from mlatlas.terms import KB, PROJECT, PROV, VOID, api_graph, local
from mlatlas.terms import atlas as atlas_term
from mlatlas.verify import plans, run


@pytest.fixture(scope="module")
def data() -> Curated:
    return curated.read(data_root())


@pytest.fixture(scope="module")
def derived(data: Curated) -> set[tuple[str, str, str]]:
    return {(str(s.value), p.value, str(o.value)) for s, p, o in derive(data)}  # type: ignore[union-attr]


def test_direct_triples_are_derived_for_what_holds_without_condition(derived: set[tuple[str, str, str]]) -> None:
    assert (KB + "sagemaker-model-monitor", atlas_term("hasCapability"), KB + "bias-detection") in derived


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("serverless-inference", "supports", "vpc-configuration"),  # denied
        ("asynchronous-inference", "incurs", "cost-while-idle"),  # under a condition
        ("fast-file-mode", "requires", "storage-for-entire-dataset"),  # contradicted
        ("xgboost", "hasParameter", "pos-weight"),  # contradicted
    ],
)
def test_nothing_is_derived_from_denied_conditional_or_wrong_claims(
    subject: str, predicate: str, value: str, data: Curated, derived: set[tuple[str, str, str]]
) -> None:
    triple = KB + subject, atlas_term(predicate), KB + value
    claimed = {t.object.value for t in data.triples if t.predicate.value == atlas_term("object")}  # type: ignore[union-attr]
    assert triple[2] in claimed
    assert triple not in derived


def test_what_is_only_announced_or_over_is_not_derived(atlas: Atlas, derived: set[tuple[str, str, str]]) -> None:
    today = datetime.now(UTC).date()
    dated = [one for one in atlas.facts() if one.object and (one.valid_from or one.valid_through)]
    ahead_or_over = [one for one in dated if one.valid_through or (one.valid_from and one.valid_from > today)]
    assert ahead_or_over
    for one in dated:
        triple = one.subject.iri, one.property.iri, one.object.iri if one.object else ""
        said = [other for other in dated if other.subject == one.subject and other.object == one.object]
        if all(other in ahead_or_over for other in said):
            assert triple not in derived, one.id
    closed = (KB + "amazon-lookout-for-vision", atlas_term("availability"), KB + "no-longer-available")
    assert closed in derived


def test_an_api_graph_says_what_it_is_made_from(data: Curated) -> None:
    services = [ApiService("jobs", "2020-01-01", 42, "2026-11-23T12:00:00+00:00")]
    made = quads(data, (), "1.2.3", services)
    about = [quad for quad in made if quad.subject.value == api_graph("jobs")]  # type: ignore[union-attr]
    said = {quad.predicate.value: quad.object.value for quad in about}  # type: ignore[union-attr]
    assert said[PROV + "wasDerivedFrom"] == "pkg:pypi/botocore@1.2.3#botocore/data/jobs/2020-01-01"
    assert said[PROV + "generatedAtTime"] == "2026-11-23T12:00:00+00:00"
    assert said[VOID + "triples"] == "42"
    told = [said[atlas_term(name)] for name in ("package", "version", "apiVersion")]
    assert told == ["botocore", "1.2.3", "2020-01-01"]
    assert "API model jobs 2020-01-01" in said.values()


def test_every_graph_is_described(data: Curated) -> None:
    made = quads(data, run(plans(data)), "1.2.3", [])
    graphs = {quad.graph_name.value for quad in made}  # type: ignore[union-attr]
    dated = {quad.subject.value for quad in made if quad.predicate.value == PROV + "generatedAtTime"}  # type: ignore[union-attr]
    assert {local(graph) for graph in graphs - dated} == {"provenance"}


def test_a_store_describes_itself() -> None:
    made = described({"version": "1.2.3", "built": "2026-11-23T12:00:00Z", "triples": 42})
    said = {quad.predicate.value: quad.object.value for quad in made}  # type: ignore[union-attr]
    assert {quad.subject.value for quad in made} == {PROJECT}  # type: ignore[union-attr]
    assert (said[atlas_term("version")], said[VOID + "triples"]) == ("1.2.3", "42")
    assert said[PROV + "generatedAtTime"] == "2026-11-23T12:00:00Z"

"""What a person types → the element meant."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from api_world import OTHER, rows_of
from fake_models import JOBS
from mlatlas.api.catalog import Catalog
from mlatlas.atlas import Atlas
from mlatlas.errors import UnknownEntity
from mlatlas.terms import aws

#: What people type, and the element they mean.
MEANT = {
    "CreateTrainingJob": "operations.CreateTrainingJob",
    "createtrainingjob": "operations.CreateTrainingJob",
    "create trainng job": "operations.CreateTrainingJob",
    "TrainingJobName": "shapes.TrainingJobName",
    "productionvariant serverless": "shapes.ProductionVariantServerlessConfig",
    "VolumeSizeInGB": "shapes.VolumeSizeInGB",
    "MaxRuntimeInSecond": "shapes.MaxRuntimeInSeconds",
}


def catalog(*known: str) -> Catalog:
    services: Sequence[str] = known
    return Catalog(rows_of({"jobs": JOBS, "other": OTHER}), lambda: services)


def test_a_name_with_its_service_is_clear() -> None:
    found = catalog().qualified("jobs.CreateJob")
    assert found is not None
    assert found.iri == aws("jobs", "operations.CreateJob")
    assert catalog().qualified("CreateJob") is None


def test_a_service_that_is_not_in_the_store_is_told_how_to_get() -> None:
    with pytest.raises(
        UnknownEntity, match="the API of events is not in this store: run `mlatlas build --services ml,"
    ):
        catalog("events").qualified("events.PutRule")
    assert catalog().qualified("events.PutRule") is None


def test_a_bare_name_that_several_services_have_is_refused_with_them() -> None:
    with pytest.raises(UnknownEntity, match=r"2 services have it: name one, such as jobs\.CreateJob"):
        catalog().bare("CreateJob", "Operation")
    stop = catalog().bare("StopJob", "Operation")
    assert stop is not None
    assert stop.iri == aws("other", "operations.StopJob")
    assert catalog().bare("StopJob", "Shape") is None


def test_an_element_is_an_entity_under_its_service() -> None:
    create = catalog().qualified("jobs.CreateJob")
    assert create is not None
    entity = catalog().entity(create)
    assert entity.definition == "Creates a job."
    assert [topic.label for topic in entity.topics] == ["Jobs"]


def test_hits_say_where_they_belong() -> None:
    found = {(hit.entity.kind, hit.place) for hit in catalog().search("Name") if hit.matched == "Name"}
    assert found == {("Member", "CreateJobRequest, jobs, and 1 more")}
    operations = [hit.place for hit in catalog().search("CreateJob") if hit.matched == "CreateJob"]
    assert operations == ["jobs", "other"]


def test_a_class_narrows_the_search() -> None:
    assert {hit.entity.kind for hit in catalog().search("job", "Operation")} == {"Operation"}


def test_a_store_without_apis_finds_nothing() -> None:
    empty = Catalog(rows_of({}), lambda: ())
    assert empty.search("CreateJob") == []
    assert not empty.holds(aws("jobs"))


@pytest.mark.parametrize("text", MEANT)
def test_the_meant_element_is_among_the_first_three(atlas: Atlas, text: str) -> None:
    found = [hit.entity.iri for hit in atlas.search(text, limit=3)]
    assert aws("sagemaker", MEANT[text]) in found


def test_what_the_atlas_describes_comes_first_where_both_are_found_as_well(atlas: Atlas) -> None:
    assert [hit.entity.kind for hit in atlas.search("CreateTrainingJob", limit=2)] == ["Feature", "Operation"]


def test_a_search_is_quick_once_the_names_are_ready(atlas: Atlas) -> None:
    atlas.api.warm()
    started = time.perf_counter()
    for text in MEANT:
        atlas.search(text)
    assert (time.perf_counter() - started) / len(MEANT) < 0.1

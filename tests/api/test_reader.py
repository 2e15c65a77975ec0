"""Elements read out of a store."""

from __future__ import annotations

import pytest

from api_world import OTHER, reader_of
from fake_models import JOBS, fresh
from mlatlas.terms import aws


def test_services_are_told_with_their_versions() -> None:
    (service,) = reader_of().services.values()
    assert service.ref.label == "Jobs"
    assert service.authority == "botocore API model jobs 2020-01-01"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("jobs", ""),
        ("aws:jobs", ""),
        ("jobs.CreateJob", "operations.CreateJob"),
        ("jobs.operations.CreateJob", "operations.CreateJob"),
        ("jobs.JobName", "shapes.JobName"),
        ("jobs.CreateJobRequest.Name", "shapes.CreateJobRequest.members.Name"),
        ("aws:jobs.shapes.CreateJobRequest.members.Name", "shapes.CreateJobRequest.members.Name"),
        (aws("jobs", "shapes.Tag"), "shapes.Tag"),
    ],
)
def test_an_element_is_found_by_any_of_its_names(name: str, path: str) -> None:
    found = reader_of().find(name)
    assert found is not None
    assert found.iri == aws("jobs", path)


@pytest.mark.parametrize("name", ["jobs.Nope", "jobs.CreateJobRequest.Nope", "nope", "jobs.operations.JobName"])
def test_what_the_model_lacks_is_not_found(name: str) -> None:
    assert reader_of().find(name) is None


def test_members_come_with_bounds_and_the_required_ones_first() -> None:
    name, kind, *_ = reader_of().members(aws("jobs", "shapes.CreateJobRequest"))
    assert (name.ref.label, name.required, name.target.label) == ("Name", True, "JobName")
    assert name.bounds.summary == "string, max. 63 characters, matches [a-z]+"
    assert kind.bounds.values == ("Batch", "Stream")


def test_an_operation_without_input_has_no_members() -> None:
    reader = reader_of(other=OTHER)
    assert reader.element(aws("other", "operations.StopJob")).is_said("deprecated")
    assert reader.members(aws("other", "operations.StopJob")) == ()


def test_elements_of_one_label_are_operations_first() -> None:
    model = fresh(JOBS)
    model["shapes"]["CreateJob"] = {"type": "string"}
    found = reader_of(jobs=model, other=OTHER).labelled("CreateJob")
    assert found == {
        "Operation": [aws("jobs", "operations.CreateJob"), aws("other", "operations.CreateJob")],
        "Shape": [aws("jobs", "shapes.CreateJob")],
    }


def test_uses_tell_from_where_and_how() -> None:
    found = {(ref.label, link) for ref, link in reader_of().uses(aws("jobs", "shapes.JobName"))}
    assert found == {("Name", "target")}

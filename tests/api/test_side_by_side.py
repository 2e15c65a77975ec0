"""Elements of APIs side by side."""

from __future__ import annotations

import pytest

from api_world import OTHER, reader_of
from fake_models import JOBS, fresh
from mlatlas.api.side_by_side import compare_elements
from mlatlas.atlas import Atlas
from mlatlas.compare.records import Comparison
from mlatlas.errors import BadRequest
from mlatlas.facts import Ref
from mlatlas.terms import kb


def compared(*names: str, **how: object) -> Comparison:
    model = fresh(JOBS)
    model["operations"]["StartJob"] = {"name": "StartJob", "input": {"shape": "StartJobRequest"}}
    members = {"Name": {"shape": "LongName"}, "When": {"shape": "JobName"}}
    model["shapes"]["StartJobRequest"] = {"type": "structure", "members": members}
    reader = reader_of(jobs=model, other=OTHER)
    things = [reader.find(name) for name in names]
    return compare_elements(reader, [thing for thing in things if thing], **how)  # type: ignore[arg-type]


def cells(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    return {row.label: tuple(cell.text for cell in row.cells) for row in comparison.rows}


def test_operations_are_compared_by_their_members() -> None:
    found = cells(compared("jobs.CreateJob", "jobs.StartJob"))
    assert found["Name"] == ("required, string", "optional, string")
    assert found["Kind"] == ("optional, string, Batch or Stream", "not applicable")
    assert found["Name (maximum)"] == ("63 characters", "256 characters")
    assert next(iter(found)) == "Name"


def test_a_member_that_is_missing_is_never_a_no() -> None:
    comparison = compared("jobs.CreateJob", "jobs.StartJob")
    states = {row.label: row.cells[1].state for row in comparison.rows}
    assert states["Size"] == states["Size (maximum)"] == states["Tags[] (maximum)"] == "not-applicable"
    assert "no" not in states.values()


def test_bounds_are_numbers_with_a_distance() -> None:
    comparison = compared(
        "jobs.CreateJob", "jobs.StartJob", baseline="https://w3id.org/mlatlas/aws/jobs.operations.CreateJob"
    )
    (row,) = [row for row in comparison.rows if row.label == "Name (maximum)"]
    assert row.cells[1].against_baseline == "+193 characters (×4.1)"


def test_shapes_are_compared_by_bounds_and_values() -> None:
    assert cells(compared("jobs.JobName", "jobs.LongName"))["length (maximum)"] == ("63 characters", "256 characters")
    assert cells(compared("jobs.Kind", "jobs.Size"))["allows the value Batch"] == ("yes", "not stated")


def test_equal_rows_can_be_hidden() -> None:
    comparison = compared("jobs.JobName", "jobs.OtherName", differences=True)
    assert comparison.rows == ()
    assert comparison.hidden_equal == 3


def test_different_classes_have_nothing_in_common() -> None:
    with pytest.raises(BadRequest, match="operation and shape have no rows in common"):
        compared("jobs.CreateJob", "jobs.JobName")


def test_an_element_and_a_thing_of_the_atlas_are_refused() -> None:
    reader = reader_of()
    element = reader.find("jobs.CreateJob")
    assert element is not None
    with pytest.raises(BadRequest, match=r"'aws:jobs\.operations\.CreateJob' is a part of an API and 'dropout' is not"):
        compare_elements(reader, [element, Ref(kb("dropout"), "Dropout", "Technique")])


def test_operations_of_the_installed_model(atlas: Atlas) -> None:
    comparison = atlas.compare("CreateTransformJob", "CreateEndpoint")
    found = cells(comparison)
    assert found["TransformJobName"] == ("required, string", "not applicable")
    assert found["Tags (maximum)"] == ("50 items", "50 items")
    assert "CreateTransformJob" in atlas.format_comparison(comparison, "csv")

"""Every limit of what an operation takes."""

from __future__ import annotations

from api_world import reader_of
from fake_models import JOBS, fresh
from mlatlas.api.limits import MOST, limits
from mlatlas.atlas import Atlas


def told(name: str, **models: object) -> dict[str, str]:
    reader = reader_of(**models)  # type: ignore[arg-type]
    found = reader.find(name)
    assert found is not None
    return {f"{each.property.label} {each.bound}": each.value_text for each in limits(reader, found)}


def test_the_limits_of_an_input_have_their_paths() -> None:
    assert told("jobs.CreateJob") == {
        "Name maximum": "max. 63 characters",
        "Size minimum": "min. 1",
        "Size maximum": "max. 100",
        "Tags maximum": "max. 50 items",
        "Tags[] maximum": "max. 128 characters",
    }


def test_structures_lists_and_maps_are_looked_into() -> None:
    model = fresh(JOBS)
    model["shapes"]["Deep"] = {"type": "structure", "members": {"Names": {"shape": "Names"}}}
    model["shapes"]["Names"] = {"type": "map", "key": {"shape": "JobName"}, "value": {"shape": "Size"}, "max": 3}
    model["shapes"]["CreateJobRequest"]["members"] = {"Deep": {"shape": "Deep"}}
    assert told("jobs.CreateJob", jobs=model) == {
        "Deep.Names maximum": "max. 3 entries",
        "Deep.Names{key} maximum": "max. 63 characters",
        "Deep.Names{} minimum": "min. 1",
        "Deep.Names{} maximum": "max. 100",
    }


def test_a_structure_within_itself_ends() -> None:
    model = fresh(JOBS)
    model["shapes"]["Tree"] = {"type": "list", "member": {"shape": "CreateJobRequest"}, "max": 9}
    model["shapes"]["CreateJobRequest"]["members"]["Trees"] = {"shape": "Tree"}
    found = told("jobs.CreateJob", jobs=model)
    assert found["Trees maximum"] == "max. 9 items"
    assert len(found) < MOST


def test_a_shape_tells_its_own() -> None:
    assert told("jobs.JobName") == {"length maximum": "max. 63 characters"}
    assert told("jobs.CreateJobRequest.Size") == {"value minimum": "min. 1", "value maximum": "max. 100"}
    assert told("jobs.Kind") == {}


def test_the_limits_of_an_installed_operation(atlas: Atlas) -> None:
    found = {(each.property.label, each.bound): each for each in atlas.limits("CreateTrainingJob")}
    runtime = found["StoppingCondition.MaxRuntimeInSeconds", "minimum"]
    assert runtime.value_text == "min. 1 s"
    assert runtime.sources[0].section == "shapes.MaxRuntimeInSeconds.min"
    assert found["Tags[].Key", "maximum"].value_text == "max. 128 characters"
    assert len(found) > 100


def test_an_input_without_end_is_cut(atlas: Atlas) -> None:
    assert len(atlas.limits("quicksight.CreateDashboard")) == MOST

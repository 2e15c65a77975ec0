"""What API models say, as statements."""

from __future__ import annotations

from api_world import OTHER, reader_of
from fake_models import JOBS
from mlatlas.api import facts
from mlatlas.api.reader import Reader
from mlatlas.atlas import Atlas
from mlatlas.facts import Ref, Statement


def about(name: str, reader: Reader | None = None) -> list[Statement]:
    reader = reader or reader_of()
    return facts.facts(reader, ref(name, reader))


def ref(name: str, reader: Reader) -> Ref:
    found = reader.find(name)
    assert found is not None
    return found


def all_elements(reader: Reader) -> list[Ref]:
    alike = [reader.labelled(label) for label in reader.labels()]
    return [reader.ref(iri) for by_kind in alike for iris in by_kind.values() for iri in iris]


def sentences(found: list[Statement]) -> list[str]:
    return [statement.sentence for statement in found]


def test_an_operation_tells_its_input_required_first_then_output_and_errors() -> None:
    assert sentences(about("jobs.CreateJob")) == [
        "CreateJob requires Name",
        "CreateJob accepts Kind",
        "CreateJob accepts Parent",
        "CreateJob accepts Size",
        "CreateJob accepts Tags",
        "CreateJob takes the input CreateJobRequest",
        "CreateJob returns CreateJobResponse",
        "CreateJob may fail with LimitExceeded",
    ]


def test_a_member_is_told_with_its_bounds_and_its_place_in_the_model() -> None:
    first = about("jobs.CreateJob")[0]
    assert first.note == "string, max. 63 characters, matches [a-z]+"
    assert first.sources[0].text == "botocore API model jobs 2020-01-01: shapes.CreateJobRequest.members.Name"
    assert first.id == "aws:jobs.operations.CreateJob.input.Name"
    assert first.verdict == "confirmed"


def test_a_shape_tells_type_bounds_pattern_and_values() -> None:
    assert sentences(about("jobs.JobName")) == [
        "JobName is of the type string",
        "JobName: length max. 63 characters",
        "JobName must match [a-z]+",
    ]
    assert sentences(about("jobs.Kind"))[1:] == ["Kind allows the value Batch", "Kind allows the value Stream"]
    assert "TagList is a list of Tag" in sentences(about("jobs.TagList"))


def test_a_member_has_the_bounds_of_its_shape() -> None:
    found = about("jobs.CreateJobRequest.Size")
    assert sentences(found)[1:3] == ["Size: value min. 1", "Size: value max. 100"]
    assert found[2].sources[0].section == "shapes.Size.max"


def test_what_is_deprecated_says_so() -> None:
    assert "StopJob is deprecated" in sentences(about("other.StopJob", reader_of(other=OTHER)))


def test_mentions_tell_who_uses_a_shape() -> None:
    reader = reader_of()
    found = facts.mentions(reader, ref("jobs.JobName", reader))
    assert sentences(found) == [
        "CreateJobRequest.Name has the shape JobName",
        "CreateJobResponse.Name has the shape JobName",
    ]


def test_mentions_tell_what_takes_a_member() -> None:
    reader = reader_of()
    found = facts.mentions(reader, ref("jobs.CreateJobRequest.Name", reader))
    assert sentences(found) == ["CreateJob requires Name", "CreateJobRequest requires Name"]


def test_every_edge_is_told_alike_from_both_ends() -> None:
    reader = reader_of()
    elements = list(all_elements(reader))
    told = {element.iri: {edge.id for edge in facts.edges(reader, element)} for element in elements}
    for element in elements:
        for edge in facts.edges(reader, element):
            assert edge.object is not None
            assert edge.id in told[edge.subject.iri]
            assert edge.id in told[edge.object.iri]


def test_no_two_statements_share_an_id() -> None:
    reader = reader_of(jobs=JOBS, other=OTHER)
    for element in all_elements(reader):
        found = facts.facts(reader, element)
        assert len({statement.id for statement in found}) == len(found)


def test_an_operation_of_the_installed_model(atlas: Atlas) -> None:
    found = {statement.value_text: statement for statement in atlas.facts("sagemaker.CreateTrainingJob")}
    assert found["TrainingJobName"].verb == "requires"
    assert found["TrainingJobName"].note is not None
    assert found["TrainingJobName"].note.startswith("string, 1 to 63 characters")
    assert found["Tags"].verb == "accepts"

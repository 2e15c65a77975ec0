"""An API model becomes exactly the triples that its parts say, and whatever its texts are, they come back."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as some

from fake_models import JOBS, fresh
from mlatlas.errors import DataError
from mlatlas.sources.api_models import Model, Models
from mlatlas.sources.api_triples import ApiGraph, api_graph_of
from mlatlas.terms import RDF, RDFS, SKOS, UNIT, api_graph, atlas, aws, local


def quads(graph: ApiGraph) -> list[ox.Quad]:
    return list(ox.parse(graph.content, format=ox.RdfFormat.N_QUADS))


def about(model: Model, path: str) -> dict[str, list[str]]:
    """What the triples of the service `jobs` say about the part at this path, by the short name of the property."""
    said: dict[str, list[str]] = {}
    for quad in quads(api_graph_of("jobs", model)):
        if quad.subject == ox.NamedNode(aws("jobs", path)):
            said.setdefault(local(quad.predicate.value), []).append(quad.object.value)
    return said


def with_shape(**shape: Any) -> Model:
    return {"metadata": {}, "operations": {}, "shapes": {"It": shape}}


def test_a_service_has_its_full_name_and_its_operations() -> None:
    assert about(JOBS, "") == {
        "type": [atlas("ApiService")],
        "label": ["Jobs"],
        "apiVersion": ["2020-01-01"],
        "operation": [aws("jobs", "operations.CreateJob")],
    }


def test_an_operation_has_what_it_takes_and_gives() -> None:
    model = fresh()
    operation = model["operations"]["CreateJob"]
    operation["http"] = {"method": "POST", "requestUri": "/jobs"}
    operation["errors"].append({"shape": "LimitExceeded"})  # some models say an error twice
    assert about(model, "operations.CreateJob") == {
        "type": [atlas("Operation")],
        "label": ["CreateJob"],
        "inService": [aws("jobs")],
        "httpMethod": ["POST"],
        "httpUri": ["/jobs"],
        "input": [aws("jobs", "shapes.CreateJobRequest")],
        "output": [aws("jobs", "shapes.CreateJobResponse")],
        "error": [aws("jobs", "shapes.LimitExceeded")],
        "documentation": ["Creates a job."],
    }


def test_a_structure_has_members_each_required_or_not() -> None:
    inside = "shapes.CreateJobRequest.members."
    members = about(JOBS, "shapes.CreateJobRequest")["member"]
    assert members == [aws("jobs", inside + name) for name in ("Name", "Size", "Kind", "Tags", "Parent")]
    assert about(JOBS, inside + "Name") == {
        "type": [atlas("Member")],
        "label": ["Name"],
        "inService": [aws("jobs")],
        "target": [aws("jobs", "shapes.JobName")],
        "required": ["true"],
    }
    assert about(JOBS, inside + "Size")["required"] == ["false"]


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        ("string", [atlas("character")]),
        ("blob", [UNIT + "BYTE"]),
        ("list", [atlas("item")]),
        ("map", [atlas("entry")]),
        ("integer", None),
        ("double", None),
    ],
)
def test_bounds_have_the_unit_of_their_kind_of_shape(kind: str, unit: list[str] | None) -> None:
    said = about(with_shape(type=kind, min=0, max=63), "shapes.It")
    assert (said["min"], said["max"], said.get("unit")) == (["0"], ["63"], unit)
    assert "unit" not in about(with_shape(type=kind), "shapes.It")


@pytest.mark.parametrize(("number", "decimal"), [(0.5, "0.5"), (1e-7, "0.0000001"), (3e20, "300000000000000000000")])
def test_bounds_that_are_no_whole_numbers_are_decimals(number: float, decimal: str) -> None:
    (quad,) = [
        quad
        for quad in quads(api_graph_of("jobs", with_shape(type="double", max=number)))
        if quad.predicate.value == atlas("max")
    ]
    assert isinstance(quad.object, ox.Literal)
    assert local(quad.object.datatype.value) == "decimal"
    assert Decimal(quad.object.value) == Decimal(decimal)


def test_lists_and_maps_have_their_parts() -> None:
    assert about(with_shape(type="list", member={"shape": "It"}), "shapes.It")["element"] == [aws("jobs", "shapes.It")]
    said = about(with_shape(type="map", key={"shape": "It"}, value={"shape": "It"}), "shapes.It")
    assert said["mapKey"] == said["mapValue"] == [aws("jobs", "shapes.It")]


def test_a_shape_has_its_pattern_its_enum_values_and_whether_it_is_sensitive() -> None:
    said = about(with_shape(type="string", pattern=r"[\w\"]+", enum=["A", "B", "A"], sensitive=True), "shapes.It")
    assert said["pattern"] == [r"[\w\"]+"]
    assert said["enumValue"] == ["A", "B"]
    assert said["sensitive"] == ["true"]


@pytest.mark.parametrize(
    ("remarks", "message"),
    [
        ({"deprecated": True}, None),
        ({"deprecated": True, "deprecatedMessage": "Use <b>Size</b>."}, ["Use Size."]),
        ({"deprecated": True, "deprecatedSince": "2026-04-07"}, ["Deprecated since 2026-04-07."]),
        (
            {"deprecated": True, "deprecatedSince": "2026-04-07", "deprecatedMessage": "Use Size."},
            ["Deprecated since 2026-04-07. Use Size."],
        ),
    ],
)
def test_deprecation_is_one_sentence(remarks: dict[str, Any], message: list[str] | None) -> None:
    said = about(with_shape(type="string", **remarks), "shapes.It")
    assert said["deprecated"] == ["true"]
    assert said.get("deprecatedMessage") == message
    assert "deprecated" not in about(with_shape(type="string"), "shapes.It")


@given(some.text())
def test_whatever_a_text_is_it_comes_back(text: str) -> None:
    model = with_shape(type="string", pattern=text, enum=[text])
    said = about(model, "shapes.It")
    assert said["pattern"] == said["enumValue"] == [text]


@given(some.text(min_size=1))
def test_whatever_a_name_is_its_iri_is_valid(name: str) -> None:
    shape = {"type": "structure", "members": {name: {"shape": name}}}
    found = quads(api_graph_of("jobs", {"metadata": {}, "operations": {name: {}}, "shapes": {name: shape}}))
    labels = [quad.object.value for quad in found if quad.predicate.value == RDFS + "label"]
    assert sorted(labels) == sorted(["jobs", name, name, name])


def test_a_broken_character_breaks_nothing() -> None:
    said = about(with_shape(type="string", documentation="half a \ud83d pair"), "shapes.It")
    assert said["documentation"] == ["half a ? pair"]


@pytest.mark.parametrize(
    "model",
    [
        {"metadata": {}, "operations": {}, "shapes": {"It": {}}},
        {"metadata": {}, "operations": {"Do": {"input": {}}}, "shapes": {}},
        {"metadata": {}, "operations": {}, "shapes": {"It": None}},
        {"metadata": {}, "operations": {}},
    ],
)
def test_an_incomplete_model_is_named(model: Model) -> None:
    with pytest.raises(DataError, match=r"^jobs: not a complete API model \(.+\); install botocore anew$"):
        api_graph_of("jobs", model)


@pytest.mark.parametrize("service", ["polly", "sagemaker-runtime", "lexv2-models"])
def test_a_real_model_is_whole(service: str) -> None:
    model = Models.installed().read(service)
    graph = api_graph_of(service, model)
    found = quads(graph)
    assert graph.api_version == model["metadata"]["apiVersion"]
    assert len({*found}) == graph.triples
    assert {quad.graph_name.value for quad in found} == {api_graph(service)}
    kinds = Counter(local(quad.object.value) for quad in found if quad.predicate.value == RDF + "type")
    assert kinds == {
        "ApiService": 1,
        "Operation": len(model["operations"]),
        "Shape": len(model["shapes"]),
        "Member": sum(len(shape.get("members", ())) for shape in model["shapes"].values()),
    }


def test_what_is_referred_to_is_there() -> None:
    found = quads(api_graph_of("polly", Models.installed().read("polly")))
    described = {quad.subject for quad in found}
    ends = {quad.object for quad in found if isinstance(quad.object, ox.NamedNode) and "/aws/" in quad.object.value}
    assert ends <= described


def test_api_elements_do_not_pass_for_curated_entities() -> None:
    found = quads(api_graph_of("polly", Models.installed().read("polly")))
    assert not {quad.predicate.value for quad in found} & {SKOS + "prefLabel", atlas("entityClass")}

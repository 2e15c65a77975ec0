"""What differs between two versions of the API models, and what is no difference."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_models import JOBS, fresh, models
from mlatlas.changes import KINDS, Change, Changes, between, services_of
from mlatlas.errors import BadRequest, DataError
from mlatlas.sources.api_models import Models

Told = tuple[str, str, str, Any, Any]


def told(changes: Changes) -> set[Told]:
    return {(each.kind, each.what, each.path, each.before, each.after) for each in changes.items}


def after(folder: Path, change: Callable[[Any], object]) -> Changes:
    """What differs when the service of the tests is changed so."""
    model = fresh()
    change(model)
    return between(models(folder, "1.0.0", {"jobs": JOBS}), models(folder, "2.0.0", {"jobs": model}), ["jobs"])


REQUEST = "shapes.CreateJobRequest"
NEW_OPERATION = {"name": "StopJob", "input": {"shape": "StopJobRequest"}}
STRUCTURE = {"type": "structure", "required": ["A"], "members": {"A": {"shape": "JobName"}}}
CASES: dict[str, tuple[Callable[[Any], object], set[Told]]] = {
    "limit raised": (
        lambda m: m["shapes"]["JobName"].update(max=64),
        {("limit", "changed", "shapes.JobName.max", 63, 64)},
    ),
    "limit dropped": (
        lambda m: m["shapes"]["Size"].pop("min"),
        {("limit", "removed", "shapes.Size.min", 1, None)},
    ),
    "number bounded by zero": (
        lambda m: m["shapes"]["Size"].update(min=0),
        {("limit", "changed", "shapes.Size.min", 1, 0)},
    ),
    "pattern": (
        lambda m: m["shapes"]["JobName"].update(pattern="[a-z0-9]+"),
        {("limit", "changed", "shapes.JobName.pattern", "[a-z]+", "[a-z0-9]+")},
    ),
    "enum values": (
        lambda m: m["shapes"]["Kind"].update(enum=["Stream", "Live"]),
        {
            ("enum value", "added", "shapes.Kind.enum", None, "Live"),
            ("enum value", "removed", "shapes.Kind.enum", "Batch", None),
        },
    ),
    "required": (
        lambda m: m["shapes"]["CreateJobRequest"].update(required=["Name", "Size"]),
        {("required member", "added", f"{REQUEST}.required", None, "Size")},
    ),
    "member": (
        lambda m: m["shapes"]["CreateJobRequest"]["members"].update(Title={"shape": "JobName"}),
        {("member", "added", f"{REQUEST}.members.Title", None, "Title")},
    ),
    "operation with its shape, whose parts are not told": (
        lambda m: (m["operations"].update(StopJob=NEW_OPERATION), m["shapes"].update(StopJobRequest=STRUCTURE)),
        {
            ("operation", "added", "operations.StopJob", None, "StopJob"),
            ("shape", "added", "shapes.StopJobRequest", None, "StopJobRequest"),
        },
    ),
    "operation gone": (
        lambda m: m["operations"].clear(),
        {("operation", "removed", "operations.CreateJob", "CreateJob", None)},
    ),
    "error": (
        lambda m: m["operations"]["CreateJob"].update(errors=[{"shape": "Tag"}]),
        {
            ("error", "removed", "operations.CreateJob.errors", "LimitExceeded", None),
            ("error", "added", "operations.CreateJob.errors", None, "Tag"),
        },
    ),
    "deprecation": (
        lambda m: (
            m["operations"]["CreateJob"].update(deprecated=True, deprecatedMessage="Use StartJob."),
            m["shapes"]["CreateJobRequest"]["members"]["Tags"].update(deprecated=True),
        ),
        {
            ("deprecation", "added", "operations.CreateJob", None, "Use StartJob."),
            ("deprecation", "added", f"{REQUEST}.members.Tags", None, "deprecated"),
        },
    ),
    "type": (
        lambda m: m["shapes"]["Tag"].update(type="integer"),
        {("type", "changed", "shapes.Tag.type", "string", "integer")},
    ),
    "member leads to a shape with other limits": (
        lambda m: m["shapes"]["CreateJobRequest"]["members"]["Name"].update(shape="LongName"),
        {
            (
                "type",
                "changed",
                f"{REQUEST}.members.Name",
                "JobName (string, max 63, pattern [a-z]+)",
                "LongName (string, max 256)",
            )
        },
    ),
    "an output that was none": (
        lambda m: m["operations"]["CreateJob"].pop("output"),
        {("type", "removed", "operations.CreateJob.output", "CreateJobResponse (structure)", None)},
    ),
    "a shape renamed and changed": (
        lambda m: (
            m["shapes"].update(TagText={"type": "string", "max": 256}),
            m["shapes"].pop("Tag"),
            m["shapes"]["TagList"].update(member={"shape": "TagText"}),
        ),
        {
            ("shape", "changed", "shapes.TagText", "Tag", "TagText"),
            ("limit", "changed", "shapes.TagText.max", 128, 256),
        },
    ),
    "the input renamed": (
        lambda m: (
            m["shapes"].update(CreateJobInput=m["shapes"].pop("CreateJobRequest")),
            m["shapes"]["CreateJobInput"]["members"]["Parent"].update(shape="CreateJobInput"),
            m["operations"]["CreateJob"].update(input={"shape": "CreateJobInput"}),
        ),
        {("shape", "changed", "shapes.CreateJobInput", "CreateJobRequest", "CreateJobInput")},
    ),
    "API version": (
        lambda m: m["metadata"].update(apiVersion="2021-01-01"),
        {("service", "changed", "metadata.apiVersion", "2020-01-01", "2021-01-01")},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_and_nothing_else(name: str, tmp_path: Path) -> None:
    change, expected = CASES[name]
    assert told(after(tmp_path, change)) == expected


NO_NEWS: dict[str, Callable[[Any], object]] = {
    "nothing": lambda _: None,
    "order of an enum": lambda m: m["shapes"]["Kind"]["enum"].reverse(),
    "a shape of the same values": lambda m: m["shapes"]["CreateJobRequest"]["members"]["Name"].update(
        shape="OtherName"
    ),
    "a length of at least 0": lambda m: m["shapes"]["JobName"].update(min=0),
    "brackets around a pattern": lambda m: m["shapes"]["JobName"].update(pattern="([a-z]+)"),
    "documentation": lambda m: m["operations"]["CreateJob"].update(documentation="Makes a job."),
    "the HTTP path": lambda m: m["operations"]["CreateJob"].update(http={"requestUri": "/v2"}),
}


@pytest.mark.parametrize("name", NO_NEWS)
def test_what_callers_do_not_notice_is_no_change(name: str, tmp_path: Path) -> None:
    assert told(after(tmp_path, NO_NEWS[name])) == set()


def test_documentation_is_counted(tmp_path: Path) -> None:
    changed = after(
        tmp_path,
        lambda m: (
            m["operations"]["CreateJob"].update(documentation="Makes a job."),
            m["shapes"]["CreateJobRequest"]["members"]["Size"].update(documentation="In instances."),
        ),
    )
    assert changed.documentation == {"jobs": 2}


def test_a_service_in_one_version_only_comes_or_goes_whole(tmp_path: Path) -> None:
    old = models(tmp_path, "1.0.0", {"jobs": JOBS, "gone": JOBS})
    new = models(tmp_path, "2.0.0", {"jobs": JOBS, "come": JOBS})
    found = between(old, new, ["come", "gone", "jobs"])
    assert [(each.service, each.kind, each.what) for each in found.items] == [
        ("come", "service", "added"),
        ("gone", "service", "removed"),
    ]
    assert (found.old, found.new) == ("1.0.0", "2.0.0")


def test_services_are_those_of_both_versions(tmp_path: Path) -> None:
    old = models(tmp_path, "1.0.0", {"polly": JOBS, "kendra": JOBS, "s3": JOBS})
    new = models(tmp_path, "2.0.0", {"polly": JOBS, "glue": JOBS})
    assert services_of(old, new, ["all"]) == ("glue", "kendra", "polly", "s3")
    assert services_of(old, new, ["ml"]) == ("glue", "kendra", "polly")
    assert services_of(old, new, ["s3", "glue", "S3 "]) == ("glue", "s3")
    assert services_of(old, new, ["none"]) == ()
    with pytest.raises(BadRequest, match="unknown service 'poly': did you mean polly"):
        services_of(old, new, ["poly"])


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    old, new = (models(tmp_path, version, {"jobs": JOBS}) for version in ("1.0.0", "2.0.0"))
    (tmp_path / "2.0.0/botocore/data/jobs/2020-01-01/service-2.json").write_text('{"metadata": {', "utf-8")
    with pytest.raises(DataError, match=r"botocore 2\.0\.0: jobs/2020-01-01/service-2\.json"):
        between(old, new, ["jobs"])


@pytest.mark.parametrize(
    ("kind", "path", "before", "after", "element"),
    [
        ("limit", "shapes.A.max", 1, 2, "shapes.A"),
        ("enum value", "shapes.A.enum", None, "x", "shapes.A"),
        ("required member", "shapes.A.required", None, "B", "shapes.A.members.B"),
        ("required member", "shapes.A.required", "B", None, "shapes.A.members.B"),
        ("member", "shapes.A.members.B", None, "B", "shapes.A.members.B"),
        ("type", "shapes.A.members.B", "x", "y", "shapes.A.members.B"),
        ("type", "operations.C.input", "x", "y", "operations.C"),
        ("error", "operations.C.errors", None, "E", "operations.C"),
        ("service", "metadata.apiVersion", "x", "y", ""),
    ],
)
def test_a_change_is_about_an_element(kind: Any, path: str, before: Any, after: Any, element: str) -> None:
    assert Change("jobs", kind, path, "changed", before, after).element == element


def test_the_order_is_by_service_and_by_what_concerns_callers_most(tmp_path: Path) -> None:
    changed = fresh()
    changed["operations"]["StopJob"] = {}
    changed["shapes"]["Kind"]["enum"] += ["B", "A"]
    changed["shapes"]["Aaa"] = {"type": "string"}
    services = {"b": changed, "a": changed}
    found = between(models(tmp_path, "1.0.0", {"a": JOBS, "b": JOBS}), models(tmp_path, "2.0.0", services), ["b", "a"])
    kinds = ["operation", "enum value", "enum value", "shape"]
    assert [(each.service, each.kind) for each in found.items] == [(name, kind) for name in "ab" for kind in kinds]
    assert [each.after for each in found.items][1:3] == ["A", "B"]


# ── Laws, and the real thing ─────────────────────────────────────────────────

NAMES = st.sampled_from(["A", "B", "C", "D"])
REFERENCE = st.fixed_dictionaries({"shape": NAMES})
SHAPES = st.dictionaries(
    NAMES,
    st.one_of(
        st.fixed_dictionaries({"type": st.just("string")}, optional={"max": st.integers(0, 3), "min": st.just(0)}),
        st.fixed_dictionaries({"type": st.just("string"), "enum": st.lists(NAMES, unique=True)}),
        st.fixed_dictionaries({"type": st.just("list"), "member": REFERENCE}),
        st.fixed_dictionaries(
            {"type": st.just("structure"), "members": st.dictionaries(NAMES, REFERENCE)},
            optional={"required": st.lists(NAMES, unique=True)},
        ),
    ),
)
MODELS = st.fixed_dictionaries(
    {
        "metadata": st.just({}),
        "operations": st.dictionaries(NAMES, st.fixed_dictionaries({}, optional={"input": REFERENCE})),
        "shapes": SHAPES,
    }
)
MIRRORED = {"added": "removed", "removed": "added", "changed": "changed"}


@given(MODELS, MODELS)
def test_backwards_is_the_mirror_of_forwards(one: Any, other: Any) -> None:
    """Whatever the models, references to shapes that do not exist included."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = models(Path(folder), "1", {"x": one}), models(Path(folder), "2", {"x": other})
        there, back = between(old, new, ["x"]), between(new, old, ["x"])
        assert between(old, old, ["x"]).items == ()
    assert {(each.kind, each.what, each.before, each.after) for each in there.items} == {
        (each.kind, MIRRORED[each.what], each.after, each.before) for each in back.items
    }


def test_one_change_in_the_installed_sagemaker_is_found(tmp_path: Path) -> None:
    here = Models.installed()
    model = here.read("sagemaker")
    assert model["shapes"]["TrainingJobName"]["max"] == 63
    model["shapes"]["TrainingJobName"]["max"] = 64
    new = models(tmp_path, "99.0.0", {"sagemaker": model})
    found = between(here, new, ["sagemaker"])
    assert found.items == (Change("sagemaker", "limit", "shapes.TrainingJobName.max", "changed", 63, 64),)
    assert found.documentation == {"sagemaker": 0}
    assert set(KINDS) >= {each.kind for each in found.items}

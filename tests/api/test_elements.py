"""Records of what lies in an API model, and their names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.api.elements import Bounds, amount, candidates, element_at, place, ref_of, short_name, unit_of
from mlatlas.facts import Ref
from mlatlas.terms import UNIT, atlas, aws, entity_iri, entity_slug

CHARACTER = atlas("character")
PATHS = some.from_regex(r"(operations\.\w{1,9}|shapes\.\w{1,9}(\.members\.\w{1,9})?)?", fullmatch=True).filter(
    str.isascii
)


@given(some.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), PATHS)
def test_an_iri_is_service_and_path_and_back(service: str, path: str) -> None:
    iri = aws(service, path)
    assert place(iri) == (service, path)
    assert entity_iri(entity_slug(iri)) == iri
    assert ref_of(iri).iri == iri
    assert candidates(entity_slug(iri), [service])[0] == iri
    assert iri in candidates(short_name(ref_of(iri)), [service])


@pytest.mark.parametrize(
    ("path", "label", "kind"),
    [
        ("", "jobs", "ApiService"),
        ("operations.CreateJob", "CreateJob", "Operation"),
        ("shapes.Tag", "Tag", "Shape"),
        ("shapes.Tag.members.Key", "Key", "Member"),
    ],
)
def test_the_path_tells_class_and_label(path: str, label: str, kind: str) -> None:
    assert ref_of(aws("jobs", path)) == Ref(aws("jobs", path), label, kind)


@pytest.mark.parametrize("name", ["", "events.PutRule", "jobs.a b", "jobs.<x>", "jobs..x", "aws:jobs.shapes."])
def test_what_cannot_be_an_element_has_no_candidates(name: str) -> None:
    assert candidates(name, ["jobs"]) == []


@pytest.mark.parametrize("iri", ["http://x/y", aws("jobs", "shapes"), aws("jobs", "nonsense.x"), aws("", "shapes.X")])
def test_an_iri_that_is_no_element_is_none(iri: str) -> None:
    assert element_at(iri) is None


def test_a_member_is_labelled_with_its_structure_where_it_stands_alone() -> None:
    found = element_at(aws("jobs", "shapes.Tag.members.Key"))
    assert found is not None
    assert found.label == "Tag.Key"


@pytest.mark.parametrize(
    ("bounds", "summary"),
    [
        (Bounds("string", Decimal(1), Decimal(63), CHARACTER), "string, 1 to 63 characters"),
        (Bounds("string", Decimal(0), Decimal(63), CHARACTER), "string, max. 63 characters"),
        (Bounds("string", Decimal(12), Decimal(12), CHARACTER), "string, exactly 12 characters"),
        (Bounds("string", Decimal(1), None, CHARACTER), "string, min. 1 character"),
        (Bounds("integer", Decimal(0), Decimal(6), UNIT + "GigaBYTE"), "integer, 0 to 6 GB"),
        (Bounds("float", Decimal("0.5"), Decimal("1.50")), "float, 0.5 to 1.5"),
        (Bounds("string", pattern="[a-z]+", values=("A", "B")), "string, A or B, matches [a-z]+"),
        (Bounds("string", values=tuple("ABCDEFG")), "string, one of 7 values"),
        (Bounds("structure"), "structure"),
    ],
)
def test_bounds_read_as_one_line(bounds: Bounds, summary: str) -> None:
    assert bounds.summary == summary


@pytest.mark.parametrize(
    ("stated", "names", "unit"),
    [
        (CHARACTER, ("SizeInGB",), CHARACTER),
        (None, ("Integer", "MaxRuntimeInSeconds"), UNIT + "SEC"),
        (None, ("VolumeSizeInGB",), UNIT + "GigaBYTE"),
        (None, ("InMemory", "Size"), UNIT + "UNITLESS"),
        (None, ("InSecondsOrSo",), UNIT + "UNITLESS"),
    ],
)
def test_a_number_has_the_unit_that_its_name_says(stated: str | None, names: tuple[str, ...], unit: str) -> None:
    assert unit_of(stated, *names) == unit


def test_one_of_something_is_singular() -> None:
    assert [amount(Decimal(n), atlas("entry")) for n in (0, 1, 2)] == ["0 entries", "1 entry", "2 entries"]

"""The curated facts as records: read one by one or all at once, they are the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from mlatlas.atlas import Atlas
from mlatlas.reading import Reading, Role
from mlatlas.resources import query_text
from mlatlas.store import Row
from mlatlas.terms import kb

Rows = Callable[..., list[Row]]


ROLES = get_args(Role)
SLUGS = ["serverless-inference", "bias-detection", "model-bias-monitor", "no-such-thing"]


@pytest.fixture(scope="module")
def rows(atlas: Atlas) -> Rows:
    return lambda name, **given: atlas.store.select(query_text(name), given)


@pytest.fixture(scope="module")
def whole(rows: Rows) -> Reading:
    """One that has read all statements."""
    reading = Reading(rows)
    assert len(reading.all_statements) > 1_000
    return reading


@pytest.mark.parametrize("name", ["dropout", "kb:dropout", kb("dropout"), "Dropout", "drop-out", "", "dropout>", "a b"])
def test_a_name_leads_to_the_same_with_and_without_all_names(name: str, rows: Rows, whole: Reading) -> None:
    assert Reading(rows).labelled(name) == whole.known.labelled(name)


def test_a_slug_is_found_without_reading_all_names(rows: Rows) -> None:
    def only_one(name: str, **given: str) -> list[Row]:
        assert given, f"{name} was read whole"
        return rows(name, **given)

    found = Reading(only_one).labelled("model-bias-monitor")
    assert found is not None
    assert found.slug == "model-bias-monitor"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("slug", SLUGS)
def test_statements_about_one_are_those_among_all(role: Role, slug: str, rows: Rows, whole: Reading) -> None:
    assert whole.statements(kb(slug), role) == Reading(rows).statements(kb(slug), role)


def test_some_are_asked_for_at_once_or_found_among_all(rows: Rows, whole: Reading) -> None:
    iris = [kb(slug) for slug in SLUGS]
    few = Reading(rows)
    first = few.said(iris[:2])
    assert few.said(iris) == whole.said(iris) == {iri: whole.statements(iri) for iri in iris}
    assert few.said(iris[:2]) == first
    assert few.said([]) == {}
    assert "all_statements" not in few.__dict__

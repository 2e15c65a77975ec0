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


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("slug", SLUGS)
def test_statements_about_one_are_those_among_all(role: Role, slug: str, rows: Rows, whole: Reading) -> None:
    assert whole.statements(kb(slug), role) == Reading(rows).statements(kb(slug), role)


@pytest.mark.parametrize("copies", [1, 20], ids=["asked one by one", "read all at once"])
def test_a_few_are_asked_for_and_many_are_read_alike(copies: int, rows: Rows, whole: Reading) -> None:
    """The same slugs over and over are many, too."""
    iris = [kb(slug) for slug in SLUGS] * copies
    found = Reading(rows).said(iris)
    assert found == {iri: whole.statements(iri) for iri in iris}
    assert found[kb("no-such-thing")] == []

"""The IRIs of the atlas resolve."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from mlatlas.sandbox import Term
from mlatlas.server import Settings, pages
from mlatlas.terms import KB, PROJECT, STMT
from mlatlas.terms import atlas as term

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
THINGS = ("/id/serverless-inference", "/statement/F072", "/source/botocore-sagemaker", "/graph/curated")


def _triples(response) -> set[tuple[str, str]]:
    form = ox.RdfFormat.from_media_type(response.headers["content-type"])
    return {(str(quad.subject), str(quad.predicate)) for quad in ox.parse(response.content, format=form)}


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
@pytest.mark.parametrize("path", THINGS)
def test_a_thing_is_described_in_every_format(client: TestClient, path: str, accept: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.headers["content-type"].startswith(accept)
    assert f"<{PROJECT}{path}>" in {subject for subject, _ in _triples(response)}


def test_an_entity_comes_with_the_statements_about_it(client: TestClient) -> None:
    said = _triples(client.get("/id/serverless-inference"))
    assert (f"<{STMT}F072>", f"<{term('value')}>") in said
    assert (f"<{STMT}F072>", f"<{term('checkedBy')}>") in said


def test_elements_of_apis_resolve_too(client: TestClient) -> None:
    response = client.get("/aws/sagemaker.shapes.TrainingJobName")
    if response.status_code == 404:
        pytest.skip("the store has no API models")
    assert "atlas:max 63" in response.text


def test_a_thing_that_is_not_there_is_told_with_what_is_near(client: TestClient) -> None:
    response = client.get("/id/serverles-inference")
    assert response.status_code == 404
    assert "nothing called 'id/serverles-inference'; did you mean serverless-inference" in response.text


@pytest.mark.parametrize("path", ["/id/", "/id/a%3Eb", "/id/%00", "/aws/x%20y", "/statement/F000", "/id/..%2f..%2fetc"])
def test_strange_names_are_only_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(
        lambda name: name.strip(".")
    )
)
def test_no_name_breaks_the_server(client: TestClient, name: str) -> None:
    assert client.get(f"/source/{quote(name, safe='')}", headers={"Accept": "text/turtle"}).status_code in {200, 404}


def test_people_get_a_page_that_names_the_statements(client: TestClient) -> None:
    page = client.get("/id/serverless-inference", headers=HTML)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Serverless inference</h1>" in page.text
    assert '<a href="/statement/F072">Serverless inference: memory max. 6 GB</a>' in page.text
    assert "<script" not in page.text


def test_people_are_led_to_the_app_where_there_is_one(client_of: Callable[[Settings], TestClient]) -> None:
    client = client_of(Settings(app="http://atlas.example/"))
    entity = client.get("/id/serverless-inference", headers=HTML)
    expected = "http://atlas.example/?open=serverless-inference&node=serverless-inference"
    assert (entity.status_code, entity.headers["location"]) == (303, expected)
    assert client.get("/statement/F072", headers=HTML).headers["location"] == expected
    assert client.get("/source/botocore-sagemaker", headers=HTML).status_code == 200
    assert client.get("/id/serverless-inference").status_code == 200


def test_the_vocabulary_resolves(client: TestClient) -> None:
    assert (f"<{term('memory')}>", "<http://www.w3.org/2000/01/rdf-schema#comment>") in _triples(
        client.get("/ontology")
    )
    assert '<h2 id="memory">atlas:memory</h2>' in client.get("/ontology", headers=HTML).text


def test_an_address_of_nothing_is_told_where_things_are(client: TestClient) -> None:
    assert client.get("/nothing").text.startswith("nothing is here: SPARQL is answered at /sparql")


@given(st.text())
def test_no_text_of_the_data_becomes_markup(text: str) -> None:
    dangerous = f"<script>{text}"
    rows = [(Term("iri", KB + "a"), Term("iri", term("note")), Term("literal", dangerous))]
    rows += [(Term("iri", KB + "a"), Term("iri", term("note")), Term("iri", 'javascript:"><script>'))]
    page = pages.thing(KB + "a", rows, [])
    assert "<script" not in page
    assert 'href="javascript' not in page

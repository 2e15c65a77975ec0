"""`/sparql`: every way to ask, every format, and every refusal with its status."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from live_server import ENDLESS
from mlatlas.atlas import Atlas
from mlatlas.sandbox import Limits, Sandbox
from mlatlas.server import Settings, reading
from mlatlas.terms import CURATED, KB, ONTOLOGY

LABEL = "SELECT ?label { kb:dropout skos:prefLabel ?label }"
BODY = {"Content-Type": "application/sparql-query"}
Asked = tuple[str, str, bytes | None, dict[str, str]]  # method, query string, body, headers
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


# ── Ways to ask ──────────────────────────────────────────────────────────────


def _labels(response) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["label"]["value"] for row in response.json()["results"]["bindings"]]


def test_every_way_to_ask_gets_the_same_answer(client: TestClient) -> None:
    assert _labels(client.get("/sparql", params={"query": LABEL})) == ["Dropout"]
    assert _labels(client.post("/sparql", data={"query": LABEL})) == ["Dropout"]
    assert _labels(client.post("/sparql", content=LABEL, headers=BODY)) == ["Dropout"]
    assert _labels(
        client.post("/sparql", content=LABEL, headers={"Content-Type": "Application/SPARQL-Query; charset=UTF-8"})
    ) == ["Dropout"]


def test_head_has_the_headers_of_get_and_no_body(client: TestClient) -> None:
    get, head = (client.request(method, "/sparql", params={"query": LABEL}) for method in ("GET", "HEAD"))
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == str(len(get.content))


def test_options_says_what_the_address_takes(client: TestClient) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("where", ["address", "form", "body"])
def test_the_dataset_can_be_narrowed(client: TestClient, where: str) -> None:
    def ask(query: str, **graphs: list[str]) -> bool:
        named = {f"{key}-graph-uri": value for key, value in graphs.items()}
        if where == "address":
            response = client.get("/sparql", params={"query": query, **named})
        elif where == "form":
            response = client.post("/sparql", data={"query": query, **named})
        else:
            response = client.post("/sparql", params=named, content=query, headers=BODY)
        return bool(response.json()["boolean"])

    property_, statement = "ASK { ?p a atlas:Property }", "ASK { ?s atlas:subject kb:dropout }"
    assert ask(property_) and ask(statement)
    assert ask(property_, default=[ONTOLOGY]) and not ask(statement, default=[ONTOLOGY])
    assert ask(statement, default=[ONTOLOGY, CURATED])
    assert not ask("ASK { GRAPH ?g { ?s ?p ?o } }", default=[CURATED])
    assert ask("ASK { GRAPH ?g { ?s atlas:subject kb:dropout } }", named=[CURATED])
    assert not ask(statement, named=[CURATED])


# ── Formats ──────────────────────────────────────────────────────────────────


def test_a_table_comes_in_every_format(client: TestClient) -> None:
    def get(accept: str) -> bytes:
        response = client.get("/sparql", params={"query": LABEL}, headers={"Accept": accept})
        assert response.headers["content-type"].partition(";")[0] == accept
        assert response.headers["x-row-count"] == "1"
        return bytes(response.content)

    assert json.loads(get("application/sparql-results+json"))["head"] == {"vars": ["label"]}
    assert list(csv.reader(io.StringIO(get("text/csv").decode()))) == [["label"], ["Dropout"]]
    assert get("text/tab-separated-values") == b'?label\n"Dropout"\n'
    (row,) = ox.parse_query_results(get("application/sparql-results+xml"), format=ox.QueryResultsFormat.XML)
    assert row["label"] == ox.Literal("Dropout")
    assert b"<td>Dropout</td>" in get("text/html")


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_a_graph_comes_in_every_format(client: TestClient, accept: str) -> None:
    query = "CONSTRUCT { kb:dropout skos:prefLabel ?label } { kb:dropout skos:prefLabel ?label }"
    response = client.post("/sparql", content=query, headers={**BODY, "Accept": accept})
    form = ox.RdfFormat.from_media_type(accept)
    (quad,) = ox.parse(response.content, format=form)
    assert (quad.subject, quad.object) == (ox.NamedNode(KB + "dropout"), ox.Literal("Dropout"))


def test_the_kind_of_query_decides_what_can_be_had(client: TestClient) -> None:
    refused = client.get("/sparql", params={"query": "ASK { }"}, headers={"Accept": "text/turtle"})
    assert refused.status_code == 406
    assert "application/sparql-results+json" in refused.text
    assert (
        client.get("/sparql", params={"query": "DESCRIBE kb:dropout"}).headers["content-type"].startswith("text/turtle")
    )
    named = client.get("/sparql", params={"query": "ASK { }", "format": "csv"}, headers={"Accept": "image/png"})
    assert named.text == "true\r\n"
    foreign = client.get("/sparql", params={"query": "ASK { }", "format": "turtle"}, headers={"Accept": "text/csv"})
    assert foreign.text == "true\r\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80))
def test_no_accept_header_breaks_the_server(client: TestClient, accept: str) -> None:
    assert client.get("/sparql", params={"query": "ASK { }"}, headers={"Accept": accept}).status_code in {200, 406}


def test_what_is_cut_short_says_so(client: TestClient, atlas: Atlas) -> None:
    atlas.close()
    atlas._sandbox = Sandbox(atlas.store.path, limits=Limits(rows=5))
    cut = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert (cut.headers["x-row-count"], cut.headers["x-truncated"]) == ("5", "true")
    whole = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 5"})
    assert (whole.headers["x-row-count"], whole.headers.get("x-truncated")) == ("5", None)


def test_long_answers_are_packed_for_those_who_take_that(client: TestClient) -> None:
    query = {"query": "SELECT * { ?s a atlas:Property ; ?p ?o }", "format": "csv"}
    packed = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip"})
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert packed.content == plain.content
    assert gzip.decompress(gzip.compress(plain.content)) == packed.content
    assert "content-encoding" not in plain.headers


# ── Caches ───────────────────────────────────────────────────────────────────


def test_an_answer_that_a_client_holds_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/sparql", params={"query": LABEL})
    again = client.get("/sparql", params={"query": LABEL}, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/sparql", params={"query": LABEL, "format": "csv"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert other.status_code == 200


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?n) { }", "SELECT (rand() AS ?n) { }", "SELECT (STRUUID() AS ?n) { }"]
)
def test_what_changes_by_itself_is_not_kept(client: TestClient, query: str) -> None:
    response = client.get("/sparql", params={"query": query})
    assert (response.status_code, response.headers.get("etag"), response.headers["cache-control"]) == (
        200,
        None,
        "no-store",
    )


# ── Refusals ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("request_", "status", "says"),
    [
        (("GET", "?query=ASK%20%7B%20?s%20?p%20%7D", None, {}), 400, "line 1, column 13: found } where a value is missing"),
        (("GET", "?query=", None, {}), 400, "the query is empty"),
        (("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", None, {}), 400, "there is more than one"),
        (("GET", "?qurey=ASK%7B%7D", None, {}), 400, "there is none"),
        (("GET", "?query=%FF", None, {}), 400, "no UTF-8"),
        (("GET", "?query=ASK%7B%7D" + "&x=" * 300, None, {}), 400, "more than 200 parameters"),
        (("GET", "?query=ASK%7B%7D&default-graph-uri=nonsense", None, {}), 400, "'nonsense' is no IRI of a graph"),
        (("GET", "?query=ASK%7B%7D&named-graph-uri=http://x/%3E", None, {}), 400, "is no IRI of a graph"),
        (("GET", "?query=ASK%20%7B%20SERVICE%20%3Chttp://x%3E%20%7B%7D%7D", None, {}), 400, "SERVICE is refused"),
        (("GET", "?update=DROP%20ALL", None, {}), 403, "updates are refused"),
        (("GET", "?query=DROP%20ALL", None, {}), 400, "DROP is refused"),
        (("POST", "", b"update=DROP+ALL", FORM), 403, "updates are refused"),
        (("POST", "", b"DROP ALL", {"Content-Type": "application/sparql-update"}), 403, "updates are refused"),
        (("POST", "", b"", {}), 415, "application/sparql-query"),
        (("POST", "", b"<a> <b> <c> .", {"Content-Type": "text/turtle"}), 415, "application/sparql-query"),
        (("POST", "", b"ASK { }", {"Content-Type": "application/sparql-query; charset=utf-16"}), 415, "UTF-8"),
        (("POST", "", b"ASK { } # \xff", BODY), 400, "no UTF-8"),
        (("POST", "?query=ASK%7B%7D", b"ASK { }", BODY), 400, "there is more than one"),
        (("POST", "", b"a" * 10_000_000, BODY), 413, "100,000 bytes at most"),
        (("POST", "", b"#" + b"a" * 200_000, BODY), 400, "100,000 are the most"),
        (("PUT", "", b"", {}), 405, "it takes"),
        (("DELETE", "", None, {}), 405, "it takes"),
    ],
)  # fmt: skip
def test_a_refusal_has_its_status_and_one_sentence(client: TestClient, request_: Asked, status: int, says: str) -> None:
    method, address, content, headers = request_
    response = client.request(method, f"/sparql{address}", content=content, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert says in response.text
    assert response.text.count("\n") == 1


def test_a_refused_method_names_those_that_are_allowed(client: TestClient) -> None:
    assert set(client.put("/sparql").headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert set(client.post("/ontology").headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_a_body_without_a_length_is_refused_too(client: TestClient) -> None:
    response = client.post("/sparql", content=(b"a" * 10_000 for _ in range(100)), headers=BODY)
    assert response.status_code == 413


def test_a_query_that_is_stopped_is_told_before_any_answer(client: TestClient, atlas: Atlas) -> None:
    atlas.close()
    atlas._sandbox = Sandbox(atlas.store.path, limits=Limits(wall_seconds=0.3))
    response = client.post("/sparql", content=ENDLESS, headers=BODY)
    assert response.status_code == 504
    assert response.text == "the query was stopped after 0.3 s; add a LIMIT or narrow a pattern\n"


def test_a_store_that_is_gone_is_a_failure_of_ours(client: TestClient, atlas: Atlas, tmp_path) -> None:
    (tmp_path / "data").mkdir()
    atlas.close()
    atlas._sandbox = Sandbox(tmp_path, workers=1)
    response = client.get("/sparql", params={"query": "ASK { }"})
    assert response.status_code == 500
    assert response.text == "the query worker could not open the store; run `mlatlas build`\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(body=st.binary(max_size=60), kind=st.sampled_from([reading.FORM, reading.QUERY, "", ";", "a/b"]))
def test_no_body_breaks_the_server(client: TestClient, body: bytes, kind: str) -> None:
    assert client.post("/sparql", content=body, headers={"Content-Type": kind}).status_code in {200, 400, 403, 415}


# ── Other sites ──────────────────────────────────────────────────────────────


def test_pages_of_other_sites_may_ask_only_where_that_is_wanted(client: TestClient, client_of) -> None:
    origin = {"Origin": "https://example.org"}
    assert "access-control-allow-origin" not in client.get("/sparql?query=ASK%7B%7D", headers=origin).headers
    open_to = client_of(Settings(cors=("https://example.org/",)))
    allowed = open_to.get("/sparql?query=ASK%7B%7D", headers=origin)
    assert allowed.headers["access-control-allow-origin"] == "https://example.org"
    assert "X-Truncated" in allowed.headers["access-control-expose-headers"]
    assert (
        "access-control-allow-origin"
        not in open_to.get("/sparql?query=ASK%7B%7D", headers={"Origin": "https://evil.example"}).headers
    )
    preflight = open_to.options(
        "/sparql",
        headers={**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"},
    )
    assert preflight.status_code == 200


# ── The description ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/ld+json", "application/rdf+xml"])
def test_without_a_query_the_service_is_described(client: TestClient, atlas: Atlas, accept: str) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    form = ox.RdfFormat.from_media_type(response.headers["content-type"])
    store = ox.Store()
    store.extend(ox.parse(response.content, format=form))
    query = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?all (SUM(?triples) AS ?sum) (COUNT(?name) AS ?graphs) {
          ?service a sd:Service ; sd:endpoint ?endpoint ; sd:defaultDataset ?dataset .
          ?dataset void:triples ?all ; sd:namedGraph [ sd:name ?name ; sd:graph [ void:triples ?triples ] ]
        } GROUP BY ?endpoint ?all"""
    (row,) = store.query(query)
    assert row["endpoint"] == ox.NamedNode("http://testserver/sparql")
    assert int(row["all"].value) == atlas.store.manifest["triples"]
    assert 0.9 < int(row["sum"].value) / int(row["all"].value) <= 1
    assert int(row["graphs"].value) >= 4


def test_a_strange_host_gets_into_no_answer(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Host": "x> <y"})
    assert response.status_code == 200
    assert "x>" not in response.text


def test_people_are_led_to_a_page(client: TestClient) -> None:
    led = client.get("/sparql", headers={"Accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (303, "./")
    page = client.get("/")
    assert "<code>http://testserver/sparql</code>" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.get("/.well-known/void").headers["location"] == "../sparql"

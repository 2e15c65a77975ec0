"""Visitors' queries on a server that behaves well, or not."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mlatlas.errors import AtlasError, BadQuery, BadRequest, Busy, QueryStopped, StoreError
from mlatlas.remote import Endpoint, RemoteSandbox
from mlatlas.sandbox import Dataset, Handle, Limits
from strange_server import Answers, Handler, Server, says, serving, table

SELECT = "SELECT ?x { ?x ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def sandbox(server: Server, **limits: float) -> RemoteSandbox:
    return RemoteSandbox(Endpoint(server.address), Limits(**{"wall_seconds": 5, **limits}))  # type: ignore[arg-type]


def test_a_table_and_its_bytes() -> None:
    yes = {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1"}
    body = json.dumps({"head": {"vars": ["x", "y"]}, "results": {"bindings": [{"x": yes}]}})
    with serving(says(body)) as server:
        answer = sandbox(server).run("SELECT ?x ?y { ?x a kb:dropout }", "csv")
    assert answer.content == b"x,y\r\ntrue,\r\n"
    assert (answer.variables, answer.truncated) == (("x", "y"), False)
    assert server.asked[0].form["query"] == [
        "PREFIX kb: <https://w3id.org/mlatlas/id/>\nSELECT ?x ?y { ?x a kb:dropout }"
    ]


def test_columns_come_in_the_order_of_the_query() -> None:
    body = '{"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}'
    with serving(says(body)) as server:
        assert sandbox(server).run("SELECT * { ?b ?a 1 }", "table").variables == ("b", "a")


def test_a_graph_and_its_bytes() -> None:
    line = b'<http://x/a> <http://x/b> "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n'
    with serving(says(line * 2, media_type="application/n-triples")) as server:
        answer = sandbox(server).run(CONSTRUCT, "ntriples")
    assert answer.content == line.replace(b'"1"', b'"true"')
    assert server.asked[0].headers["accept"] == "application/n-triples"


def test_graphs_are_named_to_the_server() -> None:
    with serving(says(table())) as server:
        sandbox(server).run(SELECT, dataset=Dataset(("http://x/1",), ("http://x/2",)))
    assert server.asked[0].form["default-graph-uri"] == ["http://x/1"]
    assert server.asked[0].form["named-graph-uri"] == ["http://x/2"]


@pytest.mark.parametrize(
    "query",
    ["SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "DELETE WHERE { ?s ?p ?o }", "SELECT ?s { ?s ?p }", "",
     "SELECT (<bif:version>() AS ?v) {}", "SELECT (<SQL:user>() AS ?v) {}", "ASK { ?s <java:Foo> () }",
     "PREFIX b: <bif:> SELECT (b:version() AS ?v) {}", "ASK { ?s a b:c }"],
)  # fmt: skip
def test_what_may_not_run_is_not_sent(query: str) -> None:
    with serving(says(table())) as server, pytest.raises(BadQuery):
        sandbox(server).run(query)
    assert server.asked == []


def test_a_graph_by_no_iri_and_a_wrong_format_are_not_sent() -> None:
    with serving(says(table())) as server:
        with pytest.raises(BadRequest):
            sandbox(server).run(SELECT, dataset=Dataset(("a b",)))
        with pytest.raises(BadRequest):
            sandbox(server).run(SELECT, "turtle")
    assert server.asked == []


def test_rows_are_cut_while_they_come_in() -> None:
    sent = 0

    def endless(handler: Handler) -> None:
        nonlocal sent
        handler.begin()
        handler.wfile.write(b'{"head": {"vars": ["x"]}, "results": {"bindings": [')
        while sent < 10_000_000:
            sent += handler.wfile.write(b'{"x": {"type": "literal", "value": "a"}},' * 100)

    with serving(endless) as server:
        answer = sandbox(server, rows=50).run(SELECT, "table")
    assert (answer.row_count, answer.truncated) == (50, True)
    assert sent < 10_000_000


@pytest.mark.parametrize("header", [{"X_SPARQL_MaxRows": "1"}, {"X_Truncated": "true"}])
def test_what_the_server_cuts_is_truncated(header: dict[str, str]) -> None:
    with serving(says(table({"x": "a"}), **header)) as server:
        assert sandbox(server).run(SELECT, "table").truncated


def test_a_query_that_takes_too_long_is_stopped() -> None:
    with serving(lambda _: time.sleep(5)) as server:
        started = time.monotonic()
        with pytest.raises(QueryStopped, match=r"stopped after 0\.5 s; add a LIMIT"):
            sandbox(server, wall_seconds=0.5).run(SELECT)
    assert time.monotonic() - started < 1.5


def test_a_query_can_be_given_up() -> None:
    handle = Handle()
    with serving(lambda _: time.sleep(5)) as server, ThreadPoolExecutor(1) as other:
        running = other.submit(sandbox(server).run, SELECT, cancel=handle)
        while not server.asked:
            time.sleep(0.01)
        started = time.monotonic()
        handle.cancel()
        with pytest.raises(QueryStopped, match="given up"):
            running.result()
        assert time.monotonic() - started < 1


def test_one_visitor_does_not_keep_the_others_waiting() -> None:
    def slow(handler: Handler) -> None:
        if "SELECT" in server.asked[-1].form["query"][0]:
            time.sleep(3)
        says('{"head": {}, "boolean": true}')(handler)

    with serving(slow) as server, ThreadPoolExecutor(8) as visitors:
        shared = sandbox(server, wall_seconds=1)
        flood = [visitors.submit(shared.run, SELECT, visitor="a") for _ in range(6)]
        time.sleep(0.2)
        started = time.monotonic()
        assert shared.run("ASK {}", visitor="b").truth
        assert time.monotonic() - started < 1
        assert all(isinstance(query.exception(), QueryStopped | Busy) for query in flood)


def test_a_closed_sandbox_takes_no_more() -> None:
    with serving(says(table())) as server:
        with sandbox(server) as closing:
            assert closing.run(SELECT, "table").rows == ()
        with pytest.raises(Busy):
            closing.run(SELECT)
        assert len(server.asked) == 1


FAILURES: dict[str, tuple[Answers, type[AtlasError], str]] = {
    "grammar of its own": (says("Virtuoso 37000 Error SP031: no such function", 400), BadQuery, "refuses the query: Virtuoso"),
    "engine's place": (says("error at 3:1: expected Duplicated variable name in SELECT", 400), BadQuery, "line 2, column 1: "),
    "half": (says(table({"x": "a"})[:-3]), StoreError, "broke off its answer"),
    "nothing": (says(""), StoreError, "broke off its answer, or answers with something else; look at"),
    "page": (says("<html>", media_type="text/html"), StoreError, "web page"),
    "words after it": (says(table({"x": "a"}) + "\nThe query was cancelled."), StoreError, "last words: .*The query was cancelled"),
    "busy": (says("", 429, Retry_After="9"), Busy, "try again in 9 s"),
    "gone": (says("", 504), QueryStopped, "stopped by the server"),
    "out of time": (says(table({"x": "a"}), X_SQL_State="S1TAT"), QueryStopped, "stopped by the server"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_clear_sentence(name: str) -> None:
    answers, kind, sentence = FAILURES[name]
    with serving(answers) as server, pytest.raises(kind, match=sentence):
        sandbox(server).run("SELECT ?x {\n?x ?p ?o }")


@pytest.mark.parametrize(
    "body", ["<http://x/a> <http://x/b>", "<http://x/a> <http://x/b> .\n", "error: out of memory\n"]
)
def test_half_a_graph_is_an_error(body: str) -> None:
    with (
        serving(says(body, media_type="application/n-triples")) as server,
        pytest.raises(StoreError, match="broke off"),
    ):
        sandbox(server).run(CONSTRUCT, "turtle")
